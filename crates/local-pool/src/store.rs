//! The data file: every row of the state as JSON in one `SQLite` table, written before a request is answered.

use std::path::Path;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous,
};
use sqlx::{Connection as _, Row as _};
use tokio::sync::{mpsc, oneshot};

use crate::state::Change;

/// A row as it is kept: table, key, JSON.
pub(crate) type Saved = (String, String, String);

/// Hands changes to the one task that writes.
#[derive(Debug)]
pub(crate) struct Store(mpsc::UnboundedSender<Batch>);

struct Batch {
    changes: Vec<Change>,
    done: oneshot::Sender<bool>,
}

/// Opens or makes a data file and reads what is in it.
pub(crate) async fn open(file: &Path) -> Result<(SqliteConnection, Vec<Saved>), sqlx::Error> {
    // For its owner only: it will hold signing keys.
    private_file::open(file, std::fs::OpenOptions::new().append(true).create(true))?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .locking_mode(SqliteLockingMode::Exclusive);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let table = "CREATE TABLE IF NOT EXISTS rows (kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, \
                 PRIMARY KEY (kind, id)) WITHOUT ROWID";
    sqlx::query(table).execute(&mut connection).await?;
    let rows = sqlx::query("SELECT kind, id, value FROM rows")
        .fetch_all(&mut connection)
        .await?;
    let saved = rows
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)));
    let saved = saved.collect::<Result<Vec<Saved>, sqlx::Error>>()?;
    Ok((connection, saved))
}

impl Store {
    /// Starts the task that writes. It ends when the store is dropped.
    pub fn start(connection: SqliteConnection) -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        tokio::spawn(write_all(connection, receiver));
        Self(sender)
    }

    /// Queues changes; they, and all that were queued before, are on disk when the answer is `true`. The order of calls
    /// is the order of writes.
    pub fn submit(&self, changes: Vec<Change>) -> oneshot::Receiver<bool> {
        let (done, written) = oneshot::channel();
        // Without a writer the receiver reports the failure.
        let _ = self.0.send(Batch { changes, done });
        written
    }
}

/// Writes whatever is waiting in one transaction. What could not be written is tried again with the next.
async fn write_all(mut connection: SqliteConnection, mut batches: mpsc::UnboundedReceiver<Batch>) {
    let mut pending: Vec<Change> = Vec::new();
    while let Some(first) = batches.recv().await {
        let mut waiting = vec![first.done];
        pending.extend(first.changes);
        while let Ok(next) = batches.try_recv() {
            pending.extend(next.changes);
            waiting.push(next.done);
        }
        let written = if pending.is_empty() {
            Ok(())
        } else {
            write(&mut connection, &pending).await
        };
        match &written {
            Ok(()) => pending.clear(),
            Err(error) => tracing::error!(%error, "cannot write the data file"),
        }
        for done in waiting {
            let _ = done.send(written.is_ok());
        }
    }
    let _ = connection.close().await;
}

async fn write(connection: &mut SqliteConnection, changes: &[Change]) -> Result<(), sqlx::Error> {
    let mut transaction = connection.begin().await?;
    for (kind, id, value) in changes {
        let query = match value {
            Some(value) => sqlx::query("INSERT OR REPLACE INTO rows (kind, id, value) VALUES (?, ?, ?)")
                .bind(*kind)
                .bind(id)
                .bind(value),
            None => sqlx::query("DELETE FROM rows WHERE kind = ? AND id = ?")
                .bind(*kind)
                .bind(id),
        };
        query.execute(&mut *transaction).await?;
    }
    transaction.commit().await
}
