//! What waits at a port, as Linux sees it (`/proc/net/tcp`).

use std::fs;

const ESTABLISHED: &str = "01";

/// Whether something was sent to this port and not read yet, whether its connection was accepted or not.
pub(crate) fn has_unread(port: u16) -> bool {
    let mut tables = ["/proc/net/tcp", "/proc/net/tcp6"].into_iter();
    tables.any(|table| is_unread_in(&fs::read_to_string(table).unwrap_or_default(), port))
}

fn is_unread_in(table: &str, port: u16) -> bool {
    let port = format!("{port:04X}");
    table.lines().skip(1).any(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let &[_, local, _, state, queues, ..] = columns.as_slice() else {
            return false;
        };
        let is_here = local.rsplit_once(':').is_some_and(|(_, local)| local == port);
        let unread = queues.split_once(':').map_or("", |(_, unread)| unread);
        is_here && state == ESTABLISHED && unread.bytes().any(|digit| digit != b'0')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unread_bytes_count_at_their_port() {
        let line = |local: &str, state: &str, queues: &str| {
            let head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when";
            format!("{head}\n   0: {local} 0100007F:D431 {state} {queues} 00:00000000 00000000")
        };
        let waits = line("0100007F:1F90", "01", "00000000:000002A1");
        assert!(is_unread_in(&waits, 8080));
        assert!(!is_unread_in(&waits, 8081));
        for read in [
            line("0100007F:1F90", "01", "000002A1:00000000"),
            // The queue of a socket that listens counts connections.
            line("0100007F:1F90", "0A", "00000000:00000001"),
            line("0100007F:D431", "01", "00000000:000002A1"),
        ] {
            assert!(!is_unread_in(&read, 8080), "{read}");
        }
    }
}
