//! Records in a SQLite file: the default. Survives restarts; one machine, any number of processes.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use clock::Timestamp;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension as _, Row, Transaction, TransactionBehavior, ffi, params,
};
use tokio::sync::Mutex;

use crate::store::{Id, Key, Lease, NewRecord, Record, RecordKind, Replacement, Store, StoreError};

/// How long a write waits for those before it, of this process and then of others.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS records (
        number     INTEGER PRIMARY KEY AUTOINCREMENT,
        kind       TEXT    NOT NULL,
        id         BLOB    NOT NULL,
        owner      BLOB    NOT NULL,
        version    INTEGER NOT NULL,
        expires_at INTEGER NOT NULL, -- milliseconds since 1970
        value      BLOB    NOT NULL,
        UNIQUE (kind, id)
    ) STRICT;
    CREATE INDEX IF NOT EXISTS records_by_owner ON records (kind, owner, number);
    CREATE INDEX IF NOT EXISTS records_by_expiry ON records (expires_at);";

/// Keeps records in a SQLite file in WAL mode.
///
/// Reads run where they are called: they never wait in this mode, and take less time than handing them to another thread. Writes
/// wait for the disk, in a thread for work that blocks, one after the other.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    file: Arc<Path>,
    /// Idle connections for reads: at most as many as threads of the runtime ever read at once.
    readers: Arc<std::sync::Mutex<Vec<Connection>>>,
    writer: Arc<Mutex<Connection>>,
}

impl SqliteStore {
    /// Opens the file, made if it is not there (its folder too); from then on it is readable by its owner only.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        let file = file.to_owned();
        let opened = tokio::task::spawn_blocking(move || {
            make_private(&file).map_err(|error| StoreError::Database(error.into()))?;
            let connection = open_writer(&file)?;
            Ok((file, connection))
        });
        let (file, connection): (PathBuf, Connection) = finished(opened.await)?;
        Ok(Self {
            file: file.into(),
            readers: Arc::default(),
            writer: Arc::new(Mutex::new(connection)),
        })
    }

    /// Reads all that `read` asks for as it is at one moment.
    fn read<T>(
        &self,
        read: impl FnOnce(&Transaction<'_>) -> Result<T, rusqlite::Error>,
    ) -> Result<T, StoreError> {
        let idle = || self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let left = idle().pop();
        let mut connection = left.map_or_else(|| open_reader(&self.file), Ok)?;
        let transaction = connection.transaction()?;
        let found = read(&transaction)?;
        transaction.finish()?;
        idle().push(connection);
        Ok(found)
    }

    /// Writes all of it or nothing. It is written even if the caller goes away meanwhile.
    async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let turn = tokio::time::timeout(BUSY_TIMEOUT, Arc::clone(&self.writer).lock_owned()).await;
        let mut connection = turn.map_err(|late| StoreError::Database(late.into()))?;
        let written = tokio::task::spawn_blocking(move || {
            // With the write lock from the start: two that begin by reading would refuse each other.
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = write(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        finished(written.await)
    }
}

/// What a task for work that blocks came to.
fn finished<T>(done: Result<Result<T, StoreError>, tokio::task::JoinError>) -> Result<T, StoreError> {
    done.map_err(|failed| StoreError::Database(failed.into()))?
}

fn open_writer(file: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    // First: another process that opens the file, too, may have it locked.
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // With WAL, NORMAL could lose the last commits when the power goes; an acknowledged save stays.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute_batch(SCHEMA)?;
    Ok(connection)
}

/// It cannot write, but must be able to: a reader may find the journal of a process that was killed, and play it back.
fn open_reader(file: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// The database, and what SQLite keeps beside it. New files beside it get the permissions of the database.
fn make_private(file: &Path) -> std::io::Result<()> {
    let mut was_open =
        private_file::open(file, OpenOptions::new().append(true).create(true))?.was_open_to_others;
    for ending in ["-wal", "-shm"] {
        let mut beside = file.as_os_str().to_owned();
        beside.push(ending);
        match private_file::open(Path::new(&beside), OpenOptions::new().append(true)) {
            Ok(opened) => was_open |= opened.was_open_to_others,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    if was_open {
        let file = file.display();
        tracing::warn!(
            event = "store_was_readable",
            %file,
            "others could read the session store: it is private now"
        );
    }
    Ok(())
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error() {
            Some(failure) if failure.extended_code == ffi::SQLITE_CONSTRAINT_UNIQUE => Self::Exists,
            _ => Self::Database(error.into()),
        }
    }
}

/// Of `value, version, expires_at`.
fn record(row: &Row<'_>) -> Result<Record, rusqlite::Error> {
    Ok(Record {
        value: row.get("value")?,
        version: row.get::<_, i64>("version")?.unsigned_abs(),
        expires_at: Timestamp::from_unix_millis(row.get("expires_at")?),
    })
}

fn find(transaction: &Transaction<'_>, key: &Key, now: Timestamp) -> Result<Option<Record>, rusqlite::Error> {
    transaction
        .prepare_cached(
            "SELECT value, version, expires_at FROM records WHERE kind = ? AND id = ? AND expires_at > ?",
        )?
        .query_row(params![key.kind.name(), key.id.0, now.unix_millis()], record)
        .optional()
}

fn insert(transaction: &Transaction<'_>, new: &NewRecord, now: Timestamp) -> Result<(), StoreError> {
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

#[async_trait]
impl Store for SqliteStore {
    async fn insert(&self, records: &[NewRecord], now: Timestamp) -> Result<(), StoreError> {
        let records = records.to_vec();
        self.write(move |transaction| records.iter().try_for_each(|new| insert(transaction, new, now)))
            .await
    }

    async fn upsert(&self, record: &NewRecord, _now: Timestamp) -> Result<(), StoreError> {
        let new = record.clone();
        self.write(move |transaction| {
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
        self.read(|transaction| keys.iter().map(|key| find(transaction, key, now)).collect())
    }

    async fn list(
        &self,
        kind: RecordKind,
        owner: Id,
        now: Timestamp,
    ) -> Result<Vec<(Id, Record)>, StoreError> {
        self.read(|transaction| {
            transaction
                .prepare_cached(
                    "SELECT id, value, version, expires_at FROM records
                     WHERE kind = ? AND owner = ? AND expires_at > ? ORDER BY number",
                )?
                .query_map(params![kind.name(), owner.0, now.unix_millis()], |row| {
                    Ok((Id(row.get("id")?), record(row)?))
                })?
                .collect()
        })
    }

    async fn replace(&self, new: &Replacement, now: Timestamp) -> Result<bool, StoreError> {
        let new = new.clone();
        self.write(move |transaction| {
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
        self.write(move |transaction| {
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
        self.write(move |transaction| {
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
        self.write(move |transaction| {
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
        self.write(move |transaction| {
            transaction
                .prepare_cached("DELETE FROM records WHERE kind = ? AND id = ? AND value = ?")?
                .execute(params![lease.key.kind.name(), lease.key.id.0, lease.holder])?;
            Ok(())
        })
        .await
    }

    async fn remove_expired(&self, now: Timestamp, at_most: u32) -> Result<u32, StoreError> {
        self.write(move |transaction| {
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
