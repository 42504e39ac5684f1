//! Records as they are read: by one statement, whatever is asked for.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::OnceLock;

use clock::Timestamp;
use rusqlite::{Connection, Row};

use crate::store::{Key, Record};

/// Of `value, version, expires_at`, and whatever comes after them.
pub(super) fn record(row: &Row<'_>) -> Result<Record, rusqlite::Error> {
    Ok(Record {
        value: row.get(0)?,
        version: row.get::<_, i64>(1)?.unsigned_abs(),
        expires_at: Timestamp::from_unix_millis(row.get(2)?),
    })
}

/// The records of all keys, in their order.
pub(super) fn find(
    connection: &Connection,
    keys: &[Key],
    now: Timestamp,
) -> Result<Vec<Option<Record>>, rusqlite::Error> {
    let mut found: Vec<_> = keys.iter().map(|_| None).collect();
    if keys.is_empty() {
        return Ok(found);
    }
    let select = SELECTS.get(keys.len()).map_or_else(
        || Cow::Owned(select(keys.len())),
        |kept| Cow::Borrowed(kept.get_or_init(|| select(keys.len())).as_str()),
    );
    let mut statement = connection.prepare_cached(&select)?;
    statement.raw_bind_parameter(1, now.unix_millis())?;
    for (at, key) in keys.iter().enumerate() {
        statement.raw_bind_parameter(2 * at + 2, key.kind.name())?;
        statement.raw_bind_parameter(2 * at + 3, key.id.0)?;
    }
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        found[usize::from(row.get::<_, u16>(3)?)] = Some(record(row)?);
    }
    Ok(found)
}

/// By how many keys they are for. Kept, because each page asks for as many.
static SELECTS: [OnceLock<String>; 16] = [const { OnceLock::new() }; 16];

/// Each record with the place of its key. One statement: each of its own costs as much again as what it finds.
fn select(count: usize) -> String {
    let mut statement = String::with_capacity(112 * count);
    for at in 0..count {
        let union = if at == 0 { "" } else { " UNION ALL " };
        let (kind, id) = (2 * at + 2, 2 * at + 3);
        // Writing to a text does not fail.
        let _ = write!(
            statement,
            "{union}SELECT value, version, expires_at, {at} FROM records \
             WHERE kind = ?{kind} AND id = ?{id} AND expires_at > ?1"
        );
    }
    statement
}
