//! Several rows at once, but one at a time for each user.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};

use super::journal::{EarlierRuns, Finished};
use super::journal_writer::JournalWriter;
use super::outcome::{RowStatus, Tally};
use crate::pool::PoolError;
use crate::progress::Progress;
use crate::row_writer::RowWriter;
use crate::rows::Row;

/// What a run has done.
#[derive(Default)]
pub struct WorkSummary {
    pub tally: Tally,
    /// Why not all rows are finished.
    pub stopped: Option<String>,
}

type FinishedTask = (String, Result<RowStatus, PoolError>);

/// Runs [`RowWriter::write`] for several rows at a time.
pub struct WorkerPool {
    row_writer: Arc<RowWriter>,
    journal_writer: JournalWriter,
    at_once: usize,
    tasks: JoinSet<FinishedTask>,
    /// Users with a row under way: two rows of one user must not overtake each other.
    users: HashSet<String>,
    worked: WorkSummary,
    progress: Progress,
}

async fn finish(
    row_writer: Arc<RowWriter>,
    journal_writer: JournalWriter,
    row: Row,
    was_started: bool,
) -> FinishedTask {
    let username = row.username.clone();
    let ended = async {
        let done = row_writer.write(&row, was_started).await?;
        let status = done.outcome.status();
        let finished = Finished {
            number: row.number,
            username: row.username,
            outcome: done.outcome,
        };
        journal_writer.finish(finished, done.written).await?;
        Ok(status)
    };
    (username, ended.await)
}

impl WorkerPool {
    /// At most `at_once` rows are written at the same time.
    pub fn new(
        row_writer: RowWriter,
        journal_writer: JournalWriter,
        at_once: usize,
        progress: Progress,
    ) -> Self {
        Self {
            row_writer: Arc::new(row_writer),
            journal_writer,
            at_once,
            tasks: JoinSet::new(),
            users: HashSet::new(),
            worked: WorkSummary::default(),
            progress,
        }
    }

    /// Works until there are no more rows, an error concerns them all, or Ctrl-C is pressed. Rows that were started
    /// are finished in any case.
    pub async fn run(mut self, mut rows: mpsc::Receiver<Row>, earlier: &EarlierRuns) -> WorkSummary {
        let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
        while !self.is_stopped() {
            let row = tokio::select! {
                row = rows.recv() => row,
                _ = &mut interrupted => {
                    self.stop("interrupted");
                    break;
                }
            };
            let Some(row) = row else { break };
            // Before anything is asked of the pool: resuming a million rows costs no call for those that are done.
            if earlier.finished.contains(row.number) {
                continue;
            }
            while !self.is_stopped() && !self.can_start(&row) {
                tokio::select! {
                    () = self.wait_for_one() => {}
                    _ = &mut interrupted => self.stop("interrupted"),
                }
            }
            if !self.is_stopped() {
                let was_started = earlier.started.contains(row.number);
                self.start(row, was_started);
            }
        }
        // Also after Ctrl-C or an error: a task that is dropped between its call and the journal has an unknown outcome.
        while !self.tasks.is_empty() {
            self.wait_for_one().await;
        }
        self.progress.end();
        self.worked
    }

    fn start(&mut self, row: Row, was_started: bool) {
        self.users.insert(row.username.clone());
        let (row_writer, journal_writer) = (Arc::clone(&self.row_writer), self.journal_writer.clone());
        self.tasks
            .spawn(finish(row_writer, journal_writer, row, was_started));
    }

    fn can_start(&self, row: &Row) -> bool {
        self.tasks.len() < self.at_once && !self.users.contains(&row.username)
    }

    fn is_stopped(&self) -> bool {
        self.worked.stopped.is_some()
    }

    /// Keeps the first reason; the ones after it follow from it.
    fn stop(&mut self, reason: &str) {
        self.worked.stopped.get_or_insert_with(|| reason.to_owned());
    }

    async fn wait_for_one(&mut self) {
        match self.tasks.join_next().await {
            Some(ended) => self.record(ended),
            None => self.users.clear(),
        }
    }

    fn record(&mut self, ended: Result<FinishedTask, JoinError>) {
        match ended {
            Ok((username, result)) => {
                self.users.remove(&username);
                match result {
                    Ok(status) => {
                        self.worked.tally.count(status);
                        self.progress.advance();
                    }
                    Err(error) => self.stop(&error.to_string()),
                }
            }
            Err(error) => self.stop(&error.to_string()),
        }
    }
}
