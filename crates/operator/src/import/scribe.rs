//! Who keeps the ledger and the audit log: one thread, so that many rows share one write to the disk.

use std::io;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::ledger::{Finished, Ledger};
use crate::audit::{AuditLog, Written};
use crate::pool::Failure;

/// How many notes may wait.
const WAITING: usize = 1024;

enum Note {
    Begin(u64, oneshot::Sender<()>),
    Finish(Finished, Option<Written>),
}

/// Takes notes. Clones write into the same files.
#[derive(Clone)]
pub struct Scribe(mpsc::Sender<Note>);

impl Scribe {
    /// Starts the thread. It ends once all clones are gone and everything is on disk. Without an audit log nothing is
    /// written to the pool either.
    pub fn start(ledger: Ledger, audit: Option<AuditLog>) -> (Self, JoinHandle<io::Result<()>>) {
        let (sender, notes) = mpsc::channel(WAITING);
        let thread = tokio::task::spawn_blocking(move || keep(ledger, audit, notes));
        (Self(sender), thread)
    }

    /// Returns when it is on disk that the row is begun.
    pub async fn begin(&self, row: u64) -> Result<(), Failure> {
        let (on_disk, done) = oneshot::channel();
        self.note(Note::Begin(row, on_disk)).await?;
        done.await.map_err(|_| cannot_write())
    }

    /// A killed run may lose this note; then the row is looked at again.
    pub async fn finish(&self, finished: Finished, written: Option<Written>) -> Result<(), Failure> {
        self.note(Note::Finish(finished, written)).await
    }

    async fn note(&self, note: Note) -> Result<(), Failure> {
        self.0.send(note).await.map_err(|_| cannot_write())
    }
}

fn cannot_write() -> Failure {
    Failure::Fatal("the journal cannot be written".to_owned())
}

fn keep(mut ledger: Ledger, mut audit: Option<AuditLog>, mut notes: mpsc::Receiver<Note>) -> io::Result<()> {
    let mut batch = Vec::new();
    while notes.blocking_recv_many(&mut batch, WAITING) > 0 {
        let (mut begun, mut waiting) = (Vec::new(), Vec::new());
        let (mut finished, mut written) = (Vec::new(), Vec::new());
        for note in batch.drain(..) {
            match note {
                Note::Begin(row, on_disk) => {
                    begun.push(row);
                    waiting.push(on_disk);
                }
                Note::Finish(row, line) => {
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
        ledger.finish(&finished)?;
        ledger.begin(&begun)?;
        for on_disk in waiting {
            // Who no longer waits does not mind.
            let _ = on_disk.send(());
        }
    }
    Ok(())
}
