//! Appends to the journal and the audit log: one thread, so that many rows share one write to the disk.

use std::io;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::journal::{Finished, ImportJournal};
use crate::audit::{AuditLog, Written};
use crate::pool::PoolError;

/// Entries that may wait for the disk before rows have to.
const WAITING: usize = 1024;

enum JournalEntry {
    Begin(u64, oneshot::Sender<()>),
    Finish(Finished, Option<Written>),
}

/// Sends entries to the thread. Clones write into the same files.
#[derive(Clone)]
pub struct JournalWriter(mpsc::Sender<JournalEntry>);

impl JournalWriter {
    /// Starts the thread. It ends once all clones are gone and everything is on disk. Without an audit log nothing is
    /// written to the pool either.
    pub fn start(journal: ImportJournal, audit: Option<AuditLog>) -> (Self, JoinHandle<io::Result<()>>) {
        let (sender, entries) = mpsc::channel(WAITING);
        let thread = tokio::task::spawn_blocking(move || keep(journal, audit, entries));
        (Self(sender), thread)
    }

    /// Returns when it is on disk that the row is started.
    pub async fn begin(&self, row: u64) -> Result<(), PoolError> {
        let (on_disk, done) = oneshot::channel();
        self.append(JournalEntry::Begin(row, on_disk)).await?;
        done.await.map_err(|_| cannot_write())
    }

    /// A killed run may lose this entry; then the user is read again.
    pub async fn finish(&self, finished: Finished, written: Option<Written>) -> Result<(), PoolError> {
        self.append(JournalEntry::Finish(finished, written)).await
    }

    async fn append(&self, entry: JournalEntry) -> Result<(), PoolError> {
        self.0.send(entry).await.map_err(|_| cannot_write())
    }
}

fn cannot_write() -> PoolError {
    PoolError::Fatal("the journal cannot be written".to_owned())
}

fn keep(
    mut journal: ImportJournal,
    mut audit: Option<AuditLog>,
    mut entries: mpsc::Receiver<JournalEntry>,
) -> io::Result<()> {
    let mut batch = Vec::new();
    while entries.blocking_recv_many(&mut batch, WAITING) > 0 {
        let (mut started, mut waiting) = (Vec::new(), Vec::new());
        let (mut finished, mut written) = (Vec::new(), Vec::new());
        for entry in batch.drain(..) {
            match entry {
                JournalEntry::Begin(row, on_disk) => {
                    started.push(row);
                    waiting.push(on_disk);
                }
                JournalEntry::Finish(row, line) => {
                    finished.push(row);
                    written.extend(line);
                }
            }
        }
        // The audit log first: a line too many does less harm than one that is missing.
        if let Some(audit) = &mut audit
            && !written.is_empty()
        {
            audit.add(&written)?;
        }
        journal.finish(&finished)?;
        // Synced before the senders go on: each of them is about to write to the pool.
        journal.begin(&started)?;
        for on_disk in waiting {
            // A row that stopped waiting was cancelled.
            let _ = on_disk.send(());
        }
    }
    Ok(())
}
