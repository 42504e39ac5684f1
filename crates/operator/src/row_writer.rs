//! Writes one row: reads the user, compares, and writes what differs, once.

use attributes::Changes;

use crate::audit::Written;
use crate::import::{JournalWriter, Outcome, objection};
use crate::pool::{PacedPool, PoolError, User};
use crate::rows::Row;
use crate::rules::{Rules, sentence};

/// What is needed to write rows one after the other.
pub struct RowWriter {
    pub pool: PacedPool,
    pub rules: Rules,
    /// Journal of a resumable import: records that a row is started before it is written.
    pub journal_writer: Option<JournalWriter>,
    /// Only look what would be written.
    pub dry_run: bool,
}

/// How a row ended, and what there is to be said of it in the audit log.
#[derive(Debug)]
pub struct Done {
    pub outcome: Outcome,
    pub written: Option<Written>,
}

impl Done {
    fn refused(reason: String) -> Self {
        Self {
            outcome: Outcome::Refused(reason),
            written: None,
        }
    }
}

impl RowWriter {
    /// Reads the user, compares, and writes only what differs, all of it in one call.
    ///
    /// Cognito has no conditional write. So that nothing is written twice, a call whose answer was lost is followed by a
    /// look at the user, and so is a row that a killed run had started (`was_started`): what is there already counts as
    /// written by it.
    pub async fn write(&self, row: &Row, was_started: bool) -> Result<Done, PoolError> {
        if let Some(reason) = objection(row, &self.rules) {
            return Ok(Done::refused(reason));
        }
        let (mut may_be_done, mut is_started) = (was_started, was_started);
        let mut attempts = self.pool.attempts();
        loop {
            let (user, changes) = match self.look(row).await? {
                Ok(found) => found,
                Err(reason) => return Ok(Done::refused(reason)),
            };
            if changes.is_empty() {
                return Ok(already_so(row, &user, may_be_done));
            }
            if self.dry_run {
                return Ok(changed(&user, &changes));
            }
            if !is_started && let Some(journal_writer) = &self.journal_writer {
                journal_writer.begin(row.number).await?;
                is_started = true;
            }
            match self.pool.update(&user.username, &changes).await {
                Ok(()) => return Ok(changed(&user, &changes)),
                Err(error @ PoolError::OutcomeUnknown(_)) => {
                    may_be_done = true;
                    attempts.wait_after(error).await?;
                }
                Err(error @ (PoolError::NoSuchUser | PoolError::Refused(_))) => {
                    return Ok(Done::refused(error.to_string()));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The user and what is to be written for them, or why that cannot be.
    async fn look(&self, row: &Row) -> Result<Result<(User, Changes), String>, PoolError> {
        let user = match self.pool.user(&row.username).await {
            Ok(user) => user,
            Err(error @ (PoolError::NoSuchUser | PoolError::Refused(_))) => {
                return Ok(Err(error.to_string()));
            }
            Err(error) => return Err(error),
        };
        let changes = self.rules.changes(&row.form, &user.values);
        Ok(changes
            .map(|changes| (user, changes))
            .map_err(|errors| sentence(&errors)))
    }
}

fn changed(user: &User, changes: &Changes) -> Done {
    let names = changes.set.keys().chain(&changes.remove).cloned();
    Done {
        outcome: Outcome::Changed(names.collect()),
        written: Some(Written::new(user.sub(), changes)),
    }
}

fn already_so(row: &Row, user: &User, may_be_done: bool) -> Done {
    if !may_be_done {
        return Done {
            outcome: Outcome::Unchanged,
            written: None,
        };
    }
    let (remove, set): (Vec<_>, Vec<_>) = row
        .form
        .iter()
        .partition(|(_, value)| crate::rules::is_removal(value));
    let changes = Changes {
        set: set
            .into_iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        remove: remove.into_iter().map(|(name, _)| name.clone()).collect(),
    };
    let mut done = changed(user, &changes);
    if let Some(written) = &mut done.written {
        written.found_done = true;
    }
    done
}
