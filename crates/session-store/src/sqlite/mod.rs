//! Records in a SQLite file: the default. Survives restarts; one machine, any number of processes.

mod connections;
mod find;
mod insert;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use async_trait::async_trait;
use clock::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, ffi, params};
use tokio::sync::Mutex;

use connections::{BUSY_TIMEOUT, Writer, make_private, open_reader};
use find::{find, record};
use insert::insert;

use crate::store::{Id, Key, Lease, NewRecord, Record, RecordKind, Replacement, Store, StoreError};

/// Keeps records in a SQLite file in WAL mode.
///
/// Reads run where they are called: they never wait in this mode, and take less time than handing them to another thread. Writes
/// wait for the disk, in a thread for work that blocks, one after the other.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    file: Arc<Path>,
    /// Idle connections for reads: at most as many as threads of the runtime ever read at once.
    readers: Arc<std::sync::Mutex<Vec<Connection>>>,
    writer: Arc<Mutex<Writer>>,
}

impl SqliteStore {
    /// Opens the file, made if it is not there (its folder too); from then on it is readable by its owner only.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        let file = file.to_owned();
        let opened = tokio::task::spawn_blocking(move || {
            make_private(&file).map_err(|error| StoreError::Database(error.into()))?;
            let writer = Writer::open(&file)?;
            Ok((file, writer))
        });
        let (file, writer): (PathBuf, Writer) = finished(opened.await)?;
        Ok(Self {
            file: file.into(),
            readers: Arc::default(),
            writer: Arc::new(Mutex::new(writer)),
        })
    }

    /// Reads with one statement, which sees the records as they are at one moment.
    fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, rusqlite::Error>) -> Result<T, StoreError> {
        let idle = || self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let left = idle().pop();
        let connection = left.map_or_else(|| open_reader(&self.file), Ok)?;
        let found = read(&connection)?;
        idle().push(connection);
        Ok(found)
    }

    /// Writes all of it or nothing. It is written even if the caller goes away meanwhile. What need not outlast a cut of the power
    /// is given to the system and not waited for; a killed process loses nothing of it either.
    async fn write<T: Send + 'static>(
        &self,
        outlasts_power: bool,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let turn = tokio::time::timeout(BUSY_TIMEOUT, Arc::clone(&self.writer).lock_owned()).await;
        let mut writer = turn.map_err(|late| StoreError::Database(late.into()))?;
        let written = tokio::task::spawn_blocking(move || {
            writer.wait_for_disk(outlasts_power)?;
            // With the write lock from the start: two that begin by reading would refuse each other.
            let transaction =
                (writer.connection).transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = write(&transaction)?;
            transaction.commit()?;
            Ok((done, writer.count_commit()))
        });
        let (done, is_checkpoint_due) = finished(written.await)?;
        if is_checkpoint_due {
            let store = self.clone();
            tokio::task::spawn_blocking(move || {
                if let Err(error) = store.read(checkpoint) {
                    tracing::warn!(event = "checkpoint_failed", %error, "the journal of the session store grows");
                }
            });
        }
        Ok(done)
    }
}

/// Moves into the file what stands in the journal, as far as no reader needs it there. Neither reads nor writes wait for it.
fn checkpoint(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
}

/// What a task for work that blocks came to.
fn finished<T>(done: Result<Result<T, StoreError>, tokio::task::JoinError>) -> Result<T, StoreError> {
    done.map_err(|failed| StoreError::Database(failed.into()))?
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error() {
            Some(failure) if failure.extended_code == ffi::SQLITE_CONSTRAINT_UNIQUE => Self::Exists,
            _ => Self::Database(error.into()),
        }
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn insert(&self, records: &[NewRecord], now: Timestamp) -> Result<(), StoreError> {
        let records = records.to_vec();
        let outlasts_power = records.iter().any(|new| new.key.kind.outlasts_power_when_new());
        self.write(outlasts_power, move |transaction| {
            records.iter().try_for_each(|new| insert(transaction, new, now))
        })
        .await
    }

    async fn upsert(&self, record: &NewRecord, _now: Timestamp) -> Result<(), StoreError> {
        let new = record.clone();
        self.write(new.key.kind.outlasts_power(), move |transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO records (kind, id, owner, version, expires_at, value) VALUES (?, ?, ?, 1, ?, ?)
                     ON CONFLICT (kind, id) DO UPDATE SET
                     version = version + 1, expires_at = excluded.expires_at, value = excluded.value",
                )?
                .execute(params![
                    new.key.kind.name(),
                    new.key.id.0,
                    new.owner.0,
                    new.expires_at.unix_millis(),
                    new.value
                ])?;
            Ok(())
        })
        .await
    }

    async fn load_many(&self, keys: &[Key], now: Timestamp) -> Result<Vec<Option<Record>>, StoreError> {
        self.read(|connection| find(connection, keys, now))
    }

    async fn list(
        &self,
        kind: RecordKind,
        owner: Id,
        now: Timestamp,
    ) -> Result<Vec<(Id, Record)>, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT value, version, expires_at, id FROM records
                     WHERE kind = ? AND owner = ? AND expires_at > ? ORDER BY number",
                )?
                .query_map(params![kind.name(), owner.0, now.unix_millis()], |row| {
                    Ok((Id(row.get(3)?), record(row)?))
                })?
                .collect()
        })
    }

    async fn replace(&self, new: &Replacement, now: Timestamp) -> Result<bool, StoreError> {
        let new = new.clone();
        self.write(new.key.kind.outlasts_power(), move |transaction| {
            let replaced = transaction
                .prepare_cached(
                    "UPDATE records SET value = ?, expires_at = ?, version = version + 1
                     WHERE kind = ? AND id = ? AND version = ? AND expires_at > ?",
                )?
                .execute(params![
                    new.value,
                    new.expires_at.unix_millis(),
                    new.key.kind.name(),
                    new.key.id.0,
                    i64::try_from(new.version).unwrap_or(i64::MAX),
                    now.unix_millis()
                ])?;
            Ok(replaced == 1)
        })
        .await
    }

    async fn take(&self, key: Key, now: Timestamp) -> Result<Option<Record>, StoreError> {
        self.write(key.kind.outlasts_power(), move |transaction| {
            let taken = transaction
                .prepare_cached(
                    "DELETE FROM records WHERE kind = ? AND id = ? RETURNING value, version, expires_at",
                )?
                .query_row(params![key.kind.name(), key.id.0], record)
                .optional()?;
            Ok(taken.filter(|record| record.expires_at > now))
        })
        .await
    }

    async fn remove(&self, keys: &[Key]) -> Result<(), StoreError> {
        let keys = keys.to_vec();
        let outlasts_power = keys.iter().any(|key| key.kind.outlasts_power());
        self.write(outlasts_power, move |transaction| {
            for key in keys {
                transaction
                    .prepare_cached("DELETE FROM records WHERE kind = ? AND id = ?")?
                    .execute(params![key.kind.name(), key.id.0])?;
            }
            Ok(())
        })
        .await
    }

    async fn acquire_lease(&self, lease: &Lease, now: Timestamp) -> Result<bool, StoreError> {
        let lease = *lease;
        self.write(lease.key.kind.outlasts_power(), move |transaction| {
            let acquired = transaction
                .prepare_cached(
                    "INSERT INTO records (kind, id, owner, version, expires_at, value) VALUES (?, ?, ?, 1, ?, ?)
                     ON CONFLICT (kind, id) DO UPDATE SET expires_at = excluded.expires_at, value = excluded.value
                     WHERE records.expires_at <= ? OR records.value = excluded.value",
                )?
                .execute(params![
                    lease.key.kind.name(),
                    lease.key.id.0,
                    lease.key.id.0,
                    lease.until.unix_millis(),
                    lease.holder,
                    now.unix_millis()
                ])?;
            Ok(acquired == 1)
        })
        .await
    }

    async fn release_lease(&self, lease: &Lease) -> Result<(), StoreError> {
        let lease = *lease;
        self.write(lease.key.kind.outlasts_power(), move |transaction| {
            transaction
                .prepare_cached("DELETE FROM records WHERE kind = ? AND id = ? AND value = ?")?
                .execute(params![lease.key.kind.name(), lease.key.id.0, lease.holder])?;
            Ok(())
        })
        .await
    }

    async fn remove_expired(&self, now: Timestamp, at_most: u32) -> Result<u32, StoreError> {
        // What has expired counts as absent in any case.
        self.write(false, move |transaction| {
            let removed = transaction
                .prepare_cached(
                    "DELETE FROM records WHERE number IN
                     (SELECT number FROM records WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)",
                )?
                .execute(params![now.unix_millis(), at_most])?;
            Ok(u32::try_from(removed).unwrap_or(u32::MAX))
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::store::GLOBAL_OWNER;

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);

    fn record(kind: RecordKind) -> NewRecord {
        NewRecord {
            key: Key {
                kind,
                id: Id([7; 32]),
            },
            owner: GLOBAL_OWNER,
            value: b"sealed".to_vec(),
            expires_at: NOW + Duration::from_mins(5),
            at_most: None,
        }
    }

    #[tokio::test]
    async fn commits_of_what_lasts_wait_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("s.db")).await.unwrap();
        // FULL is 2, NORMAL is 1 (https://sqlite.org/pragma.html#pragma_synchronous).
        for (kinds, level) in [
            (&[RecordKind::Change][..], 2),
            (&[RecordKind::Session, RecordKind::Tokens], 1),
            (&[RecordKind::Change, RecordKind::Profile], 2),
            (&[RecordKind::UsedSignIn], 1),
        ] {
            let records: Vec<_> = kinds.iter().map(|kind| record(*kind)).collect();
            let keys: Vec<_> = records.iter().map(|record| record.key).collect();
            store.insert(&records, NOW).await.unwrap();
            assert_eq!(level_of(&store).await, level, "{kinds:?}");
            store.remove(&keys).await.unwrap();
            let of_removal = if kinds == [RecordKind::UsedSignIn] { 1 } else { 2 };
            assert_eq!(level_of(&store).await, of_removal, "{kinds:?}");
        }
        for (kind, level) in [(RecordKind::Tokens, 2), (RecordKind::Message, 1)] {
            store.upsert(&record(kind), NOW).await.unwrap();
            assert_eq!(level_of(&store).await, level, "{kind:?}");
        }
    }

    async fn level_of(store: &SqliteStore) -> i64 {
        let writer = store.writer.lock().await;
        let level = writer
            .connection
            .pragma_query_value(None, "synchronous", |row| row.get(0));
        level.unwrap()
    }

    #[tokio::test]
    async fn journal_is_moved_into_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("s.db");
        let store = SqliteStore::open(&file).await.unwrap();
        let empty = std::fs::metadata(&file).unwrap().len();
        let message = NewRecord {
            value: vec![7; 4096],
            ..record(RecordKind::Message)
        };
        // By no commit itself: they are too small for that.
        for id in 0..=99 {
            let key = Key {
                id: Id([id; 32]),
                ..message.key
            };
            store
                .insert(
                    &[NewRecord {
                        key,
                        ..message.clone()
                    }],
                    NOW,
                )
                .await
                .unwrap();
        }
        while std::fs::metadata(&file).unwrap().len() < empty + 100 * 4096 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}
