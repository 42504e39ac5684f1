//! Records in a SQLite file: the default. Survives restarts; one machine, any number of processes.

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use clock::Timestamp;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{QueryBuilder, Row as _, Sqlite, Transaction};

use crate::store::{Id, Key, Lease, NewRecord, Record, RecordKind, Replacement, Store, StoreError};

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
#[derive(Clone, Debug)]
pub struct SqliteStore {
    pool: SqlitePool,
}

impl SqliteStore {
    /// Opens the file, made if it is not there (its folder too); from then on it is readable by its owner only.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        make_private(file).map_err(|error| StoreError::Database(error.into()))?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            // With WAL, NORMAL could lose the last commits when the power goes; an acknowledged save stays.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5));
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options)
            .await?;
        sqlx::raw_sql(SCHEMA).execute(&pool).await?;
        Ok(Self { pool })
    }

    /// Writes start with the write lock: two that begin by reading would refuse each other.
    async fn write(&self) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
        self.pool.begin_with("BEGIN IMMEDIATE").await
    }
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

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Exists,
            _ => Self::Database(error.into()),
        }
    }
}

fn record(row: &SqliteRow) -> Result<Record, sqlx::Error> {
    Ok(Record {
        value: row.try_get("value")?,
        version: row.try_get::<i64, _>("version")?.unsigned_abs(),
        expires_at: Timestamp::from_unix_millis(row.try_get("expires_at")?),
    })
}

fn id(row: &SqliteRow) -> Result<Id, sqlx::Error> {
    let bytes: Vec<u8> = row.try_get("id")?;
    let id = bytes
        .try_into()
        .map_err(|_| sqlx::Error::Decode("an id is 32 bytes long".into()))?;
    Ok(Id(id))
}

/// How many live records there are of the kind and owner of this one.
async fn count(
    transaction: &mut Transaction<'static, Sqlite>,
    new: &NewRecord,
    now: Timestamp,
) -> Result<u32, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM records WHERE kind = ? AND owner = ? AND expires_at > ?")
        .bind(new.key.kind.name())
        .bind(new.owner.0.as_slice())
        .bind(now.unix_millis())
        .fetch_one(&mut **transaction)
        .await
}

#[async_trait]
impl Store for SqliteStore {
    async fn insert(&self, records: &[NewRecord], now: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        for new in records {
            sqlx::query("DELETE FROM records WHERE kind = ? AND id = ? AND expires_at <= ?")
                .bind(new.key.kind.name())
                .bind(new.key.id.0.as_slice())
                .bind(now.unix_millis())
                .execute(&mut *transaction)
                .await?;
            if let Some(at_most) = new.at_most
                && count(&mut transaction, new, now).await? >= at_most
            {
                return Err(StoreError::Full);
            }
            sqlx::query(
                "INSERT INTO records (kind, id, owner, version, expires_at, value) VALUES (?, ?, ?, 1, ?, ?)",
            )
            .bind(new.key.kind.name())
            .bind(new.key.id.0.as_slice())
            .bind(new.owner.0.as_slice())
            .bind(new.expires_at.unix_millis())
            .bind(new.value.as_slice())
            .execute(&mut *transaction)
            .await?;
        }
        Ok(transaction.commit().await?)
    }

    async fn upsert(&self, record: &NewRecord, _now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO records (kind, id, owner, version, expires_at, value) VALUES (?, ?, ?, 1, ?, ?)
             ON CONFLICT (kind, id) DO UPDATE SET
             version = version + 1, expires_at = excluded.expires_at, value = excluded.value",
        )
        .bind(record.key.kind.name())
        .bind(record.key.id.0.as_slice())
        .bind(record.owner.0.as_slice())
        .bind(record.expires_at.unix_millis())
        .bind(record.value.as_slice())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    async fn load_many(&self, keys: &[Key], now: Timestamp) -> Result<Vec<Option<Record>>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        // A join finds each by the index; `(kind, id) IN (…)` would read the whole table.
        let mut query = QueryBuilder::new("WITH wanted (kind, id) AS (");
        query.push_values(keys, |mut row, key| {
            row.push_bind(key.kind.name()).push_bind(key.id.0.to_vec());
        });
        query.push(
            ") SELECT kind, id, value, version, expires_at FROM wanted CROSS JOIN records USING (kind, id)
             WHERE expires_at > ",
        );
        query.push_bind(now.unix_millis());
        let rows = query.build().fetch_all(&self.pool).await?;
        // They come in the order of the index, and those that are not there do not come.
        let mut found = HashMap::new();
        for row in &rows {
            let kind: String = row.try_get("kind")?;
            found.insert((kind, id(row)?), record(row)?);
        }
        let of = |key: &Key| found.get(&(key.kind.name().to_owned(), key.id)).cloned();
        Ok(keys.iter().map(of).collect())
    }

    async fn list(
        &self,
        kind: RecordKind,
        owner: Id,
        now: Timestamp,
    ) -> Result<Vec<(Id, Record)>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, value, version, expires_at FROM records
             WHERE kind = ? AND owner = ? AND expires_at > ? ORDER BY number",
        )
        .bind(kind.name())
        .bind(owner.0.as_slice())
        .bind(now.unix_millis())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((id(row)?, record(row)?))).collect()
    }

    async fn replace(&self, new: &Replacement, now: Timestamp) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE records SET value = ?, expires_at = ?, version = version + 1
             WHERE kind = ? AND id = ? AND version = ? AND expires_at > ?",
        )
        .bind(new.value.as_slice())
        .bind(new.expires_at.unix_millis())
        .bind(new.key.kind.name())
        .bind(new.key.id.0.as_slice())
        .bind(i64::try_from(new.version).unwrap_or(i64::MAX))
        .bind(now.unix_millis())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn take(&self, key: Key, now: Timestamp) -> Result<Option<Record>, StoreError> {
        let row =
            sqlx::query("DELETE FROM records WHERE kind = ? AND id = ? RETURNING value, version, expires_at")
                .bind(key.kind.name())
                .bind(key.id.0.as_slice())
                .fetch_optional(&self.pool)
                .await?;
        let taken = row.as_ref().map(record).transpose()?;
        Ok(taken.filter(|record| record.expires_at > now))
    }

    async fn remove(&self, keys: &[Key]) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        for key in keys {
            sqlx::query("DELETE FROM records WHERE kind = ? AND id = ?")
                .bind(key.kind.name())
                .bind(key.id.0.as_slice())
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }

    async fn acquire_lease(&self, lease: &Lease, now: Timestamp) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "INSERT INTO records (kind, id, owner, version, expires_at, value) VALUES (?, ?, ?, 1, ?, ?)
             ON CONFLICT (kind, id) DO UPDATE SET expires_at = excluded.expires_at, value = excluded.value
             WHERE records.expires_at <= ? OR records.value = excluded.value",
        )
        .bind(lease.key.kind.name())
        .bind(lease.key.id.0.as_slice())
        .bind(lease.key.id.0.as_slice())
        .bind(lease.until.unix_millis())
        .bind(lease.holder.as_slice())
        .bind(now.unix_millis())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn release_lease(&self, lease: &Lease) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM records WHERE kind = ? AND id = ? AND value = ?")
            .bind(lease.key.kind.name())
            .bind(lease.key.id.0.as_slice())
            .bind(lease.holder.as_slice())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn remove_expired(&self, now: Timestamp, at_most: u32) -> Result<u32, StoreError> {
        let done = sqlx::query(
            "DELETE FROM records WHERE number IN
             (SELECT number FROM records WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)",
        )
        .bind(now.unix_millis())
        .bind(i64::from(at_most))
        .execute(&self.pool)
        .await?;
        Ok(u32::try_from(done.rows_affected()).unwrap_or(u32::MAX))
    }
}
