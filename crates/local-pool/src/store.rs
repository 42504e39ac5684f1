//! The data file: every row of the state as JSON in one `SQLite` table, written before a request is answered.

use std::error::Error;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, params};
use tokio::sync::{mpsc, oneshot};

use crate::state::Change;

/// How long a pool waits for one that ends just now and has the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// A row as it is kept: table, key, JSON.
pub(crate) type Saved = (String, String, String);

/// Hands changes to the one thread that writes.
#[derive(Debug)]
pub(crate) struct Store(mpsc::UnboundedSender<Batch>);

struct Batch {
    changes: Vec<Change>,
    done: oneshot::Sender<bool>,
}

/// Opens or makes a data file and reads what is in it.
pub(crate) fn open(file: &Path) -> Result<(Connection, Vec<Saved>), Box<dyn Error + Send + Sync>> {
    // For its owner only: it will hold signing keys.
    private_file::open(file, std::fs::OpenOptions::new().append(true).create(true))?;
    let connection = Connection::open(file)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // Before the journal's mode: one process at a time.
    connection.pragma_update(None, "locking_mode", "exclusive")?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS rows (kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, \
         PRIMARY KEY (kind, id)) WITHOUT ROWID",
    )?;
    let saved = connection
        .prepare("SELECT kind, id, value FROM rows")?
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<Vec<Saved>, rusqlite::Error>>()?;
    Ok((connection, saved))
}

impl Store {
    /// Starts the thread that writes. It ends when the store is dropped.
    pub fn start(connection: Connection) -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        thread::spawn(move || write_all(connection, receiver));
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
fn write_all(mut connection: Connection, mut batches: mpsc::UnboundedReceiver<Batch>) {
    let mut pending: Vec<Change> = Vec::new();
    while let Some(first) = batches.blocking_recv() {
        let mut waiting = vec![first.done];
        pending.extend(first.changes);
        while let Ok(next) = batches.try_recv() {
            pending.extend(next.changes);
            waiting.push(next.done);
        }
        let written = if pending.is_empty() {
            Ok(())
        } else {
            write(&mut connection, &pending)
        };
        match &written {
            Ok(()) => pending.clear(),
            Err(error) => tracing::error!(%error, "cannot write the data file"),
        }
        for done in waiting {
            let _ = done.send(written.is_ok());
        }
    }
}

fn write(connection: &mut Connection, changes: &[Change]) -> Result<(), rusqlite::Error> {
    let transaction = connection.transaction()?;
    for (kind, id, value) in changes {
        match value {
            Some(value) => transaction
                .prepare_cached("INSERT OR REPLACE INTO rows (kind, id, value) VALUES (?, ?, ?)")?
                .execute(params![kind, id, value])?,
            None => transaction
                .prepare_cached("DELETE FROM rows WHERE kind = ? AND id = ?")?
                .execute(params![kind, id])?,
        };
    }
    transaction.commit()
}
