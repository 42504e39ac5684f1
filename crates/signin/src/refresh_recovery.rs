//! Recovery of interrupted refreshes: every process looks now and then for [intents](crate::refresh_intent) that were
//! left, because their process died or the answer was lost, whether or not the session is used meanwhile.

use session_store::{Id, Leases, StoreError};

use crate::background::{Background, outcome};
use crate::error::SessionCallError;
use crate::refresh::{REFRESH, Refresher, Wanted};
use crate::refresh_intent::RefreshIntents;
use crate::sessions::Sessions;

/// So many are recovered at a time: people's own refreshes come first.
const AT_A_TIME: usize = 8;

/// Finishes what other processes began, or this one before it was started anew.
#[derive(Clone)]
pub struct RefreshRecovery {
    pub(crate) intents: RefreshIntents,
    pub(crate) leases: Leases,
    pub(crate) sessions: Sessions,
    pub(crate) refresher: Refresher,
    pub(crate) background: Background,
}

impl RefreshRecovery {
    /// Finishes the refreshes that were interrupted, of whatever sessions. To be called every few seconds, so that it
    /// is done within the pool's grace. What the pool does not answer now is left for the next call.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn recover_interrupted_refreshes(&self) -> Result<(), StoreError> {
        let stale = self.intents.stale().await?;
        for some in stale.chunks(AT_A_TIME) {
            let recover = |id: &Id| {
                let (recovery, id) = (self.clone(), *id);
                self.background
                    .spawn(async move { recovery.recover_refresh(id).await })
            };
            let tasks: Vec<_> = some.iter().map(recover).collect();
            for task in tasks {
                match task.await {
                    Ok(Err(SessionCallError::Failed(error))) => return Err(error),
                    // What is wrong with one session has been said; it is nothing to the others.
                    Ok(_) => {}
                    Err(panicked) => {
                        tracing::error!(event = "refresh_recovery_panicked", error = %panicked, "the recovery of an interrupted refresh failed");
                    }
                }
            }
        }
        Ok(())
    }

    async fn recover_refresh(&self, id: Id) -> Result<(), SessionCallError> {
        // Again: since the list was read its process may have finished it, or another process may hold the lease just now.
        if !self.intents.has_stale_intent(id).await? || self.leases.is_held(id, REFRESH).await? {
            return Ok(());
        }
        let Some(session) = self.sessions.load(id).await? else {
            return Ok(());
        };
        tracing::info!(event = "refresh_recovered", session = ?id, "an interrupted refresh is recovered");
        outcome(self.refresher.refresh_in_background(&session, Wanted::Usable))
            .await
            .map(drop)
    }
}
