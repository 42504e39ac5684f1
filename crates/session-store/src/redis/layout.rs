//! How a record lies in Redis: `version expiry ` in decimal, 32 bytes of owner, the value. One string, because
//! that takes the least memory and is read with a plain GET.

use clock::Timestamp;

use crate::store::{Id, Key, NewRecord, Record, RecordKind};

/// All our keys begin with it.
const PREFIX: &str = "lc:";

/// Redis may forget a record this much later than we do. Its clock need not agree with ours then; what counts
/// is the expiry in the record.
const SLACK_MS: i64 = 60_000;

/// The key of a record.
pub(super) fn record_key(key: Key) -> Vec<u8> {
    [PREFIX.as_bytes(), key.kind.name().as_bytes(), b":", &key.id.0].concat()
}

/// What finds the indexes of all owners of a kind.
pub(super) fn index_pattern(kind: RecordKind) -> String {
    format!("{PREFIX}{}-of:*", kind.name())
}

/// What the scripts take for a yes and a no.
pub(super) fn flag(kind: RecordKind) -> &'static str {
    if kind.is_listed() { "1" } else { "0" }
}

/// How long Redis is to keep a record, in milliseconds: from now, by whatever clock it has.
pub(super) fn ttl(expires_at: Timestamp, now: Timestamp) -> i64 {
    let life = expires_at.unix_millis().saturating_sub(now.unix_millis());
    life.saturating_add(SLACK_MS).max(1)
}

/// What stands before owner and value.
pub(super) fn head(version: u64, expires_at: Timestamp) -> Vec<u8> {
    format!("{version} {} ", expires_at.unix_millis().max(0)).into_bytes()
}

/// A whole new record.
pub(super) fn encode(record: &NewRecord) -> Vec<u8> {
    [&head(1, record.expires_at), &record.owner.0[..], &record.value].concat()
}

/// Reads a record; `None` when it is not one of ours.
pub(super) fn decode(bytes: &[u8]) -> Option<Record> {
    let mut parts = bytes.splitn(3, |byte| *byte == b' ');
    let version = number(parts.next()?)?;
    let expires_at = i64::try_from(number(parts.next()?)?).ok()?;
    let (_owner, value) = parts.next()?.split_at_checked(32)?;
    Some(Record {
        value: value.to_vec(),
        version,
        expires_at: Timestamp::from_unix_millis(expires_at),
    })
}

/// Reads an id of an index.
pub(super) fn decode_id(bytes: &[u8]) -> Option<Id> {
    bytes.try_into().ok().map(Id)
}

fn number(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);

    #[test]
    fn record_layout_keeps_arbitrary_bytes() {
        for value in [&b""[..], b"  ", b"\0 12 34 ", &[0xff; 64]] {
            let new = NewRecord {
                key: Key {
                    kind: RecordKind::Tokens,
                    id: Id([b' '; 32]),
                },
                owner: Id([b' '; 32]),
                value: value.to_vec(),
                expires_at: NOW,
                at_most: None,
            };
            let read = decode(&encode(&new)).unwrap();
            assert_eq!(
                (read.value.as_slice(), read.version, read.expires_at),
                (value, 1, NOW)
            );
        }
    }

    #[test]
    fn malformed_records_are_not_read() {
        for bytes in [
            &b""[..],
            b"1 2",
            b"1 2 short",
            b"x 2 ",
            b"-1 2 ",
            b"1 99999999999999999999 ",
        ] {
            assert_eq!(decode(bytes), None);
        }
    }

    #[test]
    fn redis_expiry_comes_after_ours() {
        assert_eq!(ttl(NOW + Duration::from_secs(5), NOW), 65_000);
        assert_eq!(ttl(NOW, NOW + Duration::from_hours(1)), 1);
    }
}
