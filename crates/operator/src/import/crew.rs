//! Several rows at once, but one at a time for each user.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};

use super::ledger::{Finished, Past};
use super::outcome::{Status, Tally};
use super::scribe::Scribe;
use crate::desk::Desk;
use crate::pool::Failure;
use crate::progress::Progress;
use crate::rows::Row;

/// What came of it.
pub struct Worked {
    pub tally: Tally,
    /// Why not all rows are finished.
    pub stopped: Option<String>,
}

type Ended = (String, Result<Status, Failure>);

/// Works until there are no more rows, a failure concerns them all, or somebody presses Ctrl-C. Rows at work are
/// finished in any case.
pub async fn work(
    desk: Arc<Desk>,
    scribe: Scribe,
    mut rows: mpsc::Receiver<Row>,
    past: &Past,
    at_once: usize,
    progress: Progress,
) -> Worked {
    let mut crew = Crew {
        at_work: JoinSet::new(),
        users: HashSet::new(),
        tally: Tally::default(),
        stopped: None,
        progress,
    };
    let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
    while crew.stopped.is_none() {
        let row = tokio::select! {
            row = rows.recv() => row,
            _ = &mut interrupted => {
                crew.stop("interrupted");
                break;
            }
        };
        let Some(row) = row else { break };
        if past.finished.contains(row.number) {
            continue;
        }
        while crew.stopped.is_none() && !crew.can_begin(&row, at_once) {
            tokio::select! {
                () = crew.wait_for_one() => {}
                _ = &mut interrupted => crew.stop("interrupted"),
            }
        }
        if crew.stopped.is_none() {
            let was_begun = past.begun.contains(row.number);
            crew.users.insert(row.username.clone());
            crew.at_work
                .spawn(finish(Arc::clone(&desk), scribe.clone(), row, was_begun));
        }
    }
    while !crew.at_work.is_empty() {
        crew.wait_for_one().await;
    }
    crew.progress.end();
    Worked {
        tally: crew.tally,
        stopped: crew.stopped,
    }
}

async fn finish(desk: Arc<Desk>, scribe: Scribe, row: Row, was_begun: bool) -> Ended {
    let username = row.username.clone();
    let ended = async {
        let done = desk.write(&row, was_begun).await?;
        let status = done.outcome.status();
        let finished = Finished {
            number: row.number,
            username: row.username,
            outcome: done.outcome,
        };
        scribe.finish(finished, done.written).await?;
        Ok(status)
    };
    (username, ended.await)
}

struct Crew {
    at_work: JoinSet<Ended>,
    /// Whose rows are at work.
    users: HashSet<String>,
    tally: Tally,
    stopped: Option<String>,
    progress: Progress,
}

impl Crew {
    fn can_begin(&self, row: &Row, at_once: usize) -> bool {
        self.at_work.len() < at_once && !self.users.contains(&row.username)
    }

    /// The first reason counts.
    fn stop(&mut self, reason: &str) {
        self.stopped.get_or_insert_with(|| reason.to_owned());
    }

    async fn wait_for_one(&mut self) {
        match self.at_work.join_next().await {
            Some(ended) => self.note(ended),
            None => self.users.clear(),
        }
    }

    fn note(&mut self, ended: Result<Ended, JoinError>) {
        match ended {
            Ok((username, result)) => {
                self.users.remove(&username);
                match result {
                    Ok(status) => {
                        self.tally.count(status);
                        self.progress.advance();
                    }
                    Err(failure) => self.stop(&failure.to_string()),
                }
            }
            Err(error) => self.stop(&error.to_string()),
        }
    }
}
