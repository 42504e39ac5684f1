//! Ports of one's own, for programs that are told theirs and may be started again on the same one.

use std::env::temp_dir;
use std::fs::{File, create_dir_all};
use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;

use crate::Fallible;

/// Below the ports that the system hands out by itself (from 32768 on Linux), so that neither an outgoing connection
/// nor a program that asks for any port takes one between its claim and its use.
const CLAIMABLE: Range<u16> = 20_000..30_000;

/// A claim on a port of 127.0.0.1: no other claim, in this process or another, gets it until this is dropped.
pub struct Port {
    number: u16,
    /// Locked while it is claimed. The system unlocks it when the process ends, however it ends.
    _lock: File,
}

impl Port {
    /// Claims one that nothing listens on.
    pub fn claim() -> Fallible<Self> {
        let folder = temp_dir().join("leptos-cognito-ports");
        create_dir_all(&folder)?;
        // From a random place on: a search from the first port waits behind the claims of all others.
        let first = fastrand::u16(CLAIMABLE);
        for number in (first..CLAIMABLE.end).chain(CLAIMABLE.start..first) {
            let lock = File::create(folder.join(number.to_string()))?;
            // Lock first, then test the port: two that test at once would both find it free.
            if lock.try_lock().is_ok() && TcpListener::bind((Ipv4Addr::LOCALHOST, number)).is_ok() {
                return Ok(Self { number, _lock: lock });
            }
        }
        Err(format!("every port of {CLAIMABLE:?} is taken").into())
    }

    /// Claims several.
    pub fn claim_many(count: usize) -> Fallible<Vec<Self>> {
        (0..count).map(|_| Self::claim()).collect()
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.number
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Port;

    #[test]
    fn claimed_ports_are_never_given_twice() {
        let claims = std::thread::scope(|scope| {
            let claiming: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| Port::claim_many(100).unwrap()))
                .collect();
            let claims = claiming.into_iter().flat_map(|claimed| claimed.join().unwrap());
            claims.collect::<Vec<_>>()
        });
        let different: HashSet<_> = claims.iter().map(Port::number).collect();
        assert_eq!(different.len(), 800);
    }
}
