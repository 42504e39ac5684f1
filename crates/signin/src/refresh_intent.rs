//! The intent to exchange a refresh token, stored before the pool hears of it and removed when the new tokens are
//! stored. A pool that rotates refresh tokens may have taken the old one out of use when a process dies in between.

use std::time::Duration;

use clock::{Clock, Timestamp};
use serde::{Deserialize, Serialize};
use session_store::{GLOBAL_OWNER, Id, Key, LEASE, RecordKind, Records, StoreError, Versioned};

/// The longest grace a pool gives (`RetryGracePeriodSeconds`): what was left for longer cannot be saved any more.
pub const POOL_RETRY_GRACE: Duration = Duration::from_mins(1);

/// A refresh that is under way, or was interrupted.
#[derive(Serialize, Deserialize)]
struct RefreshIntent {
    begun_at: Timestamp,
}

impl RefreshIntent {
    /// Whether it is older than a lease: unless that is extended, its process is dead.
    fn is_stale(&self, now: Timestamp) -> bool {
        now.saturating_since(self.begun_at) >= LEASE
    }
}

/// The intents of all sessions: one short list.
#[derive(Clone)]
pub(crate) struct RefreshIntents {
    records: Records,
    clock: Clock,
}

impl RefreshIntents {
    pub fn new(records: Records, clock: Clock) -> Self {
        Self { records, clock }
    }

    /// The sessions whose refresh was begun longer ago than a lease lasts.
    pub async fn stale(&self) -> Result<Vec<Id>, StoreError> {
        let now = self.clock.now();
        let intents = self
            .records
            .list::<RefreshIntent>(RecordKind::RefreshIntent, GLOBAL_OWNER)
            .await?;
        let stale = intents.into_iter().filter(|(_, intent)| intent.is_stale(now));
        Ok(stale.map(|(id, _)| id).collect())
    }

    /// Whether a refresh of this session was begun longer ago than a lease lasts. Only valid while holding the lease.
    pub async fn has_stale_intent(&self, session: Id) -> Result<bool, StoreError> {
        let intent: Option<Versioned<RefreshIntent>> = self.records.load(key(session)).await?;
        Ok(intent.is_some_and(|intent| intent.value.is_stale(self.clock.now())))
    }

    /// From now on the pool may have rotated the session's refresh token; answers whether it may not have before. The
    /// intent of an earlier try stays: its grace is over first.
    pub async fn record(&self, session: Id) -> Result<bool, StoreError> {
        let begun_at = self.clock.now();
        let intent = RefreshIntent { begun_at };
        let intent = (self.records).sealed(key(session), GLOBAL_OWNER, &intent, begun_at + POOL_RETRY_GRACE);
        self.records.insert_if_absent(intent).await
    }

    /// Its tokens are stored, or the pool did nothing.
    pub async fn clear(&self, session: Id) {
        if let Err(error) = self.records.remove(&[key(session)]).await {
            tracing::warn!(event = "refresh_mark_not_removed", session = ?session, error = &error as &dyn std::error::Error, "the tokens will be refreshed once more");
        }
    }
}

pub(crate) fn key(session: Id) -> Key {
    Key {
        kind: RecordKind::RefreshIntent,
        id: session,
    }
}
