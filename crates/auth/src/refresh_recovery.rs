//! Refreshes that were begun and not finished: their process died, or the answer was lost. A pool that rotates refresh
//! tokens may have taken the old one out of use already, and accepts it for a short grace only. So a intent is stored
//! before the pool hears of a refresh and removed when its tokens are stored, and every process looks now and then for
//! intents that were left: whether or not anybody uses the session meanwhile.

use std::time::Duration;

use clock::Timestamp;
use serde::{Deserialize, Serialize};
use session_store::{GLOBAL_OWNER, Id, Key, Kind, LEASE, StoreError, Versioned};

use crate::Auth;
use crate::background::outcome;
use crate::error::SessionCallError;
use crate::refresh::{REFRESH, Wanted};
use crate::session::{self, Session, SessionRecord};

/// The longest grace a pool gives (`RetryGracePeriodSeconds`): what was left for longer cannot be saved any more.
pub const POOL_RETRY_GRACE: Duration = Duration::from_mins(1);

/// So many are taken up at a time: people's own refreshes come first.
const AT_A_TIME: usize = 8;

/// A refresh that is under way, or was left.
#[derive(Serialize, Deserialize)]
struct RefreshIntent {
    begun_at: Timestamp,
}

impl RefreshIntent {
    /// Whether it is older than a lease: unless somebody renews that, nobody is at it any more.
    fn is_stale(&self, now: Timestamp) -> bool {
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
    pub async fn recover_interrupted_refreshes(&self) -> Result<(), StoreError> {
        let now = self.inner.clock.now();
        let mut intents = self
            .inner
            .records
            .list::<RefreshIntent>(Kind::RefreshIntent, GLOBAL_OWNER)
            .await?;
        intents.retain(|(_, intent)| intent.is_stale(now));
        for some in intents.chunks(AT_A_TIME) {
            let recover = |(id, _): &(Id, RefreshIntent)| {
                let (auth, id) = (self.clone(), *id);
                self.in_background(async move { auth.recover_refresh(id).await })
            };
            let tasks: Vec<_> = some.iter().map(recover).collect();
            for task in tasks {
                match task.await {
                    Ok(Err(SessionCallError::Failed(error))) => return Err(error),
                    // What is wrong with one session has been said; it is nothing to the others.
                    Ok(_) => {}
                    Err(panicked) => {
                        tracing::error!(
                            event = "refresh_recovery_panicked",
                            error = %panicked,
                            "the recovery of an interrupted refresh failed"
                        );
                    }
                }
            }
        }
        Ok(())
    }

    async fn recover_refresh(&self, id: Id) -> Result<(), SessionCallError> {
        if !self.has_stale_intent(id).await? || self.inner.leases.is_held(id, REFRESH).await? {
            return Ok(());
        }
        let loaded: Option<Versioned<SessionRecord>> = self.inner.records.load(session::key(id)).await?;
        let Some(Versioned { value: record, .. }) = loaded else {
            return Ok(());
        };
        tracing::info!(event = "refresh_recovered", session = ?id, "an interrupted refresh is recovered");
        let session = Session { id, record };
        outcome(self.refresh_in_background(&session, Wanted::Usable))
            .await
            .map(drop)
    }

    /// Whether a refresh of this session was begun longer ago than a lease lasts. Who has the lease knows that nobody
    /// is at it.
    pub(crate) async fn has_stale_intent(&self, session: Id) -> Result<bool, StoreError> {
        let intent: Option<Versioned<RefreshIntent>> = self.inner.records.load(key(session)).await?;
        Ok(intent.is_some_and(|intent| intent.value.is_stale(self.inner.clock.now())))
    }

    /// From now on the pool may have rotated the session's refresh token; answers whether it may not have before. A
    /// mark of an earlier try stays: its grace is over first.
    pub(crate) async fn record_refresh_intent(&self, session: Id) -> Result<bool, StoreError> {
        let (records, begun_at) = (&self.inner.records, self.inner.clock.now());
        let intent = RefreshIntent { begun_at };
        let intent = records.sealed(key(session), GLOBAL_OWNER, &intent, begun_at + POOL_RETRY_GRACE);
        records.insert_if_absent(intent).await
    }

    /// Its tokens are stored, or the pool did nothing.
    pub(crate) async fn clear_refresh_intent(&self, session: Id) {
        if let Err(error) = self.inner.records.remove(&[key(session)]).await {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(
                event = "refresh_mark_not_removed",
                session = ?session,
                error,
                "the tokens will be refreshed once more"
            );
        }
    }
}

pub(crate) fn key(session: Id) -> Key {
    Key {
        kind: Kind::RefreshIntent,
        id: session,
    }
}
