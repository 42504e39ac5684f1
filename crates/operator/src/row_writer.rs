//! Writes one row: reads the user, compares, and writes what differs, once.

use attributes::Changes;

use crate::audit::Written;
use crate::import::{JournalWriter, RowOutcome, validation_error};
use crate::pool::{PacedPool, PoolError, User};
use crate::rows::Row;
use crate::rules::{Rules, sentence};

/// What is needed to write rows one after the other.
pub struct RowWriter {
    pub pool: PacedPool,
    pub rules: Rules,
    /// Journal of a resumable import: records that a row is started before it is written.
    pub journal_writer: Option<JournalWriter>,
    /// Compare only, write nothing.
    pub dry_run: bool,
}

/// The outcome of a row, with its entry for the audit log.
#[derive(Debug)]
pub struct RowResult {
    pub outcome: RowOutcome,
    pub written: Option<Written>,
}

impl RowResult {
    fn refused(reason: String) -> Self {
        Self {
            outcome: RowOutcome::Refused(reason),
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
    pub async fn write(&self, row: &Row, was_started: bool) -> Result<RowResult, PoolError> {
        if let Some(reason) = validation_error(row, &self.rules) {
            return Ok(RowResult::refused(reason));
        }
        // Either may be true from the start: a killed run has sent the call and was not told.
        let (mut may_be_done, mut is_started) = (was_started, was_started);
        let mut attempts = self.pool.attempts();
        loop {
            // Read before each attempt: only the user shows whether a call whose answer was lost was carried out.
            let (user, changes) = match self.compare(row).await? {
                Ok(found) => found,
                Err(reason) => return Ok(RowResult::refused(reason)),
            };
            if changes.is_empty() {
                return Ok(already_written(row, &user, may_be_done));
            }
            // Before the journal: a dry run starts no row.
            if self.dry_run {
                return Ok(changed(&user, &changes));
            }
            // On disk before the call: a run that is killed in the call must know that the outcome is unknown.
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
                    return Ok(RowResult::refused(error.to_string()));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Reads the user and compares: what is to be written, or why the row is refused.
    async fn compare(&self, row: &Row) -> Result<Result<(User, Changes), String>, PoolError> {
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

fn changed(user: &User, changes: &Changes) -> RowResult {
    let names = changes.set.keys().chain(&changes.remove).cloned();
    RowResult {
        outcome: RowOutcome::Changed(names.collect()),
        written: Some(Written::new(user.sub(), changes)),
    }
}

/// Nothing differs. If a call of this row may have been sent, the values count as written by it: the audit log must not
/// miss a write.
fn already_written(row: &Row, user: &User, may_be_done: bool) -> RowResult {
    if !may_be_done {
        return RowResult {
            outcome: RowOutcome::Unchanged,
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
