//! Refreshes that were begun and not finished: their process died, or the answer was lost. A pool that rotates refresh
//! tokens may have taken the old one out of use already, and accepts it for a short grace only. So a mark is stored
//! before the pool hears of a refresh and removed when its tokens are stored, and every process looks now and then for
//! marks that were left: whether or not anybody uses the session meanwhile.

use std::time::Duration;

use cognito::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Auth;
use crate::background::outcome;
use crate::error::{Failure, UserError};
use crate::records::Loaded;
use crate::session::{self, Session, SessionRecord};
use crate::store::{EVERYBODY, Id, Key, Kind};
use crate::turns::LEASE;

/// The longest grace a pool gives (`RetryGracePeriodSeconds`): what was left for longer cannot be saved any more.
const LONGEST_GRACE: Duration = Duration::from_mins(1);

/// So many are taken up at a time: people's own refreshes come first.
const AT_A_TIME: usize = 8;

/// A refresh that is under way, or was left.
#[derive(Serialize, Deserialize)]
pub(crate) struct Begun {
    at: Timestamp,
}

/// Whether it was the pool or the store that failed, for the moment.
fn is_in_trouble(outcome: &Result<(), UserError>) -> bool {
    matches!(outcome, Err(UserError::Unavailable(_) | UserError::Failed(_)))
}

impl Begun {
    /// Whether nobody can be at it any more.
    fn is_left(&self, now: Timestamp) -> bool {
        now.saturating_since(self.at) >= LEASE
    }
}

impl Auth {
    /// Finishes the refreshes that were left, of whatever sessions. To be called every few seconds, so that it is
    /// done within the pool's grace. Stops where the pool or the store fails: the next call goes on.
    pub async fn take_up_refreshes(&self) -> Result<(), UserError> {
        let now = self.inner.clock.now();
        let mut marks = self.inner.records.list::<Begun>(Kind::Refresh, EVERYBODY).await?;
        marks.retain(|(_, begun)| begun.is_left(now));
        for some in marks.chunks(AT_A_TIME) {
            let take_up = |(id, _): &(Id, Begun)| {
                let (auth, id) = (self.clone(), *id);
                self.in_background(async move { auth.take_up_refresh(id).await })
            };
            let tasks: Vec<_> = some.iter().map(take_up).collect();
            let mut outcomes = Vec::new();
            for task in tasks {
                outcomes.push(outcome(task).await);
            }
            // What is wrong with one session has been said; it is nothing to the others.
            if outcomes.iter().all(is_in_trouble) {
                outcomes.pop().unwrap_or(Ok(()))?;
            }
        }
        Ok(())
    }

    async fn take_up_refresh(&self, id: Id) -> Result<(), UserError> {
        let loaded: Option<Loaded<SessionRecord>> = self.inner.records.load(session::key(id)).await?;
        let Some(Loaded { value: record, .. }) = loaded else {
            return Ok(());
        };
        tracing::info!(session = ?id, "a refresh was left unfinished");
        let session = Session { id, record };
        outcome(self.refresh_in_background(&session, None))
            .await
            .map(drop)
    }

    /// Whether a refresh of this session was begun, and nobody can be at it any more.
    pub(crate) async fn is_refresh_left(&self, session: Id) -> Result<bool, Failure> {
        let begun: Option<Loaded<Begun>> = self.inner.records.load(key(session)).await?;
        Ok(begun.is_some_and(|begun| begun.value.is_left(self.inner.clock.now())))
    }

    /// From now on the pool may have rotated the session's refresh token.
    pub(crate) async fn note_refresh_begun(&self, session: Id) -> Result<(), Failure> {
        let (records, at) = (&self.inner.records, self.inner.clock.now());
        let mark = records.draft(key(session), EVERYBODY, &Begun { at }, at + LONGEST_GRACE);
        records.put(mark).await
    }

    /// Its tokens are stored.
    pub(crate) async fn note_refreshed(&self, session: Id) -> Result<(), Failure> {
        self.inner.records.remove(&[key(session)]).await
    }
}

pub(crate) fn key(session: Id) -> Key {
    Key {
        kind: Kind::Refresh,
        id: session,
    }
}
