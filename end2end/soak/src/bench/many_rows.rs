//! A million rows in a SQLite file within a minute: in one transaction, in the order of their index, nothing forced onto
//! the disk, the other indexes made at the end. Table, rows and indexes are the store's own; only the way there is
//! another.

use std::path::Path;

use rusqlite::{Connection, Transaction, params};
use session_store::NewRecord;

use super::filled::{copy, id};
use super::sample::Sample;
use crate::Fallible;

/// In KiB.
const CACHE: i64 = 512 * 1024;

/// Fills the file of a store that has just been opened.
pub(super) fn fill(file: &Path, sample: &Sample, sessions: u32) -> Fallible<()> {
    let mut connection = Connection::open(file)?;
    connection.pragma_update(None, "synchronous", "off")?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    let transaction = connection.transaction()?;
    let indexes = transaction
        .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")?
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(String, String)>, _>>()?;
    for (name, _) in &indexes {
        transaction.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    let mut numbers: Vec<u32> = (0..sessions).collect();
    numbers.sort_by_cached_key(|number| id(*number));
    for record in &sample.records {
        for number in &numbers {
            insert(&transaction, record, *number)?;
        }
    }
    for (_, definition) in indexes {
        transaction.execute_batch(&definition)?;
    }
    transaction.commit()?;
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

fn insert(transaction: &Transaction<'_>, record: &NewRecord, number: u32) -> Fallible<()> {
    let copy = copy(record, number, true);
    transaction
        .prepare_cached(
            "INSERT INTO records (kind, id, owner, version, expires_at, value) VALUES (?, ?, ?, 1, ?, ?)",
        )?
        .execute(params![
            copy.key.kind.name(),
            copy.key.id.0,
            copy.owner.0,
            copy.expires_at.unix_millis(),
            copy.value
        ])?;
    Ok(())
}
