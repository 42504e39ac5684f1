//! How a record is inserted.

use clock::Timestamp;
use rusqlite::{Transaction, params};

use crate::store::{NewRecord, StoreError};

/// Inserts a record where no live one is, unless its owner has as many as may be.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    new: &NewRecord,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (kind, id) = (new.key.kind.name(), new.key.id.0);
    transaction
        .prepare_cached("DELETE FROM records WHERE kind = ? AND id = ? AND expires_at <= ?")?
        .execute(params![kind, id, now.unix_millis()])?;
    if let Some(at_most) = new.at_most {
        let live: u32 = transaction
            .prepare_cached("SELECT count(*) FROM records WHERE kind = ? AND owner = ? AND expires_at > ?")?
            .query_row(params![kind, new.owner.0, now.unix_millis()], |row| row.get(0))?;
        if live >= at_most {
            return Err(StoreError::Full);
        }
    }
    transaction
        .prepare_cached(
            "INSERT INTO records (kind, id, owner, version, expires_at, value) VALUES (?, ?, ?, 1, ?, ?)",
        )?
        .execute(params![
            kind,
            id,
            new.owner.0,
            new.expires_at.unix_millis(),
            new.value
        ])?;
    Ok(())
}
