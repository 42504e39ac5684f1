//! Refreshes that were begun and not finished: their process died, or the answer was lost. A pool that rotates refresh
//! tokens may have taken the old one out of use already, and accepts it for a short grace only. So a mark is stored
//! before the pool hears of a refresh and removed when its tokens are stored, and every process looks now and then for
//! marks that were left: whether or not anybody uses the session meanwhile.

use std::time::Duration;

use clock::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Auth;
use crate::background::outcome;
use crate::error::{Failure, UserError};
use crate::records::Loaded;
use crate::refresh::Wanted;
use crate::session::{self, Session, SessionRecord};
use crate::store::{EVERYBODY, Id, Key, Kind};
use crate::lease::{LEASE, LeasedTask};

/// The longest grace a pool gives (`RetryGracePeriodSeconds`): what was left for longer cannot be saved any more.
const LONGEST_GRACE: Duration = Duration::from_mins(1);

/// So many are taken up at a time: people's own refreshes come first.
const AT_A_TIME: usize = 8;

/// A refresh that is under way, or was left.
#[derive(Serialize, Deserialize)]
struct Mark {
    begun_at: Timestamp,
}

impl Mark {
    /// Whether it is older than a lease: unless somebody renews that, nobody is at it any more.
    fn is_old(&self, now: Timestamp) -> bool {
        now.saturating_since(self.begun_at) >= LEASE
    }
}

impl Auth {
    /// Finishes the refreshes that were left, of whatever sessions. To be called every few seconds, so that it is done
    /// within the pool's grace. What the pool does not answer now is left for the next call.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn take_up_refreshes(&self) -> Result<(), Failure> {
        let now = self.inner.clock.now();
        let mut marks = self.inner.records.list::<Mark>(Kind::Refresh, EVERYBODY).await?;
        marks.retain(|(_, mark)| mark.is_old(now));
        for some in marks.chunks(AT_A_TIME) {
            let take_up = |(id, _): &(Id, Mark)| {
                let (auth, id) = (self.clone(), *id);
                self.in_background(async move { auth.take_up_refresh(id).await })
            };
            let tasks: Vec<_> = some.iter().map(take_up).collect();
            for task in tasks {
                match task.await {
                    Ok(Err(UserError::Failed(error))) => return Err(error),
                    // What is wrong with one session has been said; it is nothing to the others.
                    Ok(_) => {}
                    Err(panicked) => {
                        tracing::error!(error = %panicked, "an unfinished refresh was not taken up");
                    }
                }
            }
        }
        Ok(())
    }

    async fn take_up_refresh(&self, id: Id) -> Result<(), UserError> {
        if !self.is_refresh_left(id).await? || self.is_leased(id, LeasedTask::Refresh).await? {
            return Ok(());
        }
        let loaded: Option<Loaded<SessionRecord>> = self.inner.records.load(session::key(id)).await?;
        let Some(Loaded { value: record, .. }) = loaded else {
            return Ok(());
        };
        tracing::info!(session = ?id, "a refresh was left unfinished");
        let session = Session { id, record };
        outcome(self.refresh_in_background(&session, Wanted::Usable))
            .await
            .map(drop)
    }

    /// Whether a refresh of this session was begun longer ago than a lease lasts. Who has the lease knows that nobody
    /// is at it.
    pub(crate) async fn is_refresh_left(&self, session: Id) -> Result<bool, Failure> {
        let mark: Option<Loaded<Mark>> = self.inner.records.load(key(session)).await?;
        Ok(mark.is_some_and(|mark| mark.value.is_old(self.inner.clock.now())))
    }

    /// From now on the pool may have rotated the session's refresh token; answers whether it may not have before. A
    /// mark of an earlier try stays: its grace is over first.
    pub(crate) async fn mark_refresh(&self, session: Id) -> Result<bool, Failure> {
        let (records, begun_at) = (&self.inner.records, self.inner.clock.now());
        let mark = Mark { begun_at };
        let mark = records.draft(key(session), EVERYBODY, &mark, begun_at + LONGEST_GRACE);
        records.insert_if_absent(mark).await
    }

    /// Its tokens are stored, or the pool did nothing.
    pub(crate) async fn unmark_refresh(&self, session: Id) {
        if let Err(error) = self.inner.records.remove(&[key(session)]).await {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(session = ?session, error, "the tokens will be refreshed once more");
        }
    }
}

pub(crate) fn key(session: Id) -> Key {
    Key {
        kind: Kind::Refresh,
        id: session,
    }
}
