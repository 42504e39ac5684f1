//! The copies of profiles in the store: one per user, shared by all their sessions, so that what is saved in one is seen
//! in the others. A copy is replaced only over the version it was read at: who was slower does not undo who was faster.

use std::time::Duration;

use clock::{Clock, Timestamp};
use session_store::{Id, Records, StoreError, Versioned};
use signin::profile_key;

use crate::profile::Profile;

/// A copy older than this is not shown while the pool can be asked.
const FRESH_FOR: Duration = Duration::from_mins(1);

/// Copies of profiles. Cheap to clone.
#[derive(Clone)]
pub(crate) struct ProfileCache {
    pub records: Records,
    pub clock: Clock,
    /// As long as a session may rest.
    pub lifetime: Duration,
}

impl ProfileCache {
    /// The copy of this user, fresh or not.
    pub async fn get(&self, user: Id) -> Result<Option<Versioned<Profile>>, StoreError> {
        self.records.load(profile_key(user)).await
    }

    /// Whether a copy is young enough to be shown.
    pub fn is_fresh(&self, profile: &Profile) -> bool {
        self.clock.now().saturating_since(profile.read_at) < FRESH_FOR
    }

    /// Stores whatever the copy is now.
    pub async fn store(&self, user: Id, profile: &Profile) -> Result<(), StoreError> {
        let record = (self.records).sealed(profile_key(user), user, profile, self.expiry());
        self.records.upsert(record).await
    }

    /// Stores in the place of the version that was seen, or of none; answers whether it was still so.
    pub async fn store_if(&self, user: Id, seen: Option<u64>, profile: &Profile) -> Result<bool, StoreError> {
        if let Some(seen) = seen {
            return (self.records)
                .replace(profile_key(user), seen, profile, self.expiry())
                .await;
        }
        let record = (self.records).sealed(profile_key(user), user, profile, self.expiry());
        self.records.insert_if_absent(record).await
    }

    /// From now on the copy is too old to be shown, and what others are just reading is not stored. Answers the copy's
    /// version, if nobody else changed it since `seen`.
    pub async fn invalidate(
        &self,
        user: Id,
        seen: Option<u64>,
        current: &Profile,
    ) -> Result<Option<u64>, StoreError> {
        let too_old = current.too_old();
        if self.store_if(user, seen, &too_old).await? {
            return Ok(Some(seen.map_or(1, |seen| seen + 1)));
        }
        self.store(user, &too_old).await?;
        Ok(None)
    }

    /// Stores what came of a change, if nobody else changed anything since the copy of this version. Otherwise
    /// neither knows what the pool has now: the copy is invalid, and the next view reads it.
    pub async fn store_or_invalidate(
        &self,
        user: Id,
        seen: Option<u64>,
        profile: &Profile,
    ) -> Result<(), StoreError> {
        if seen.is_some() && self.store_if(user, seen, profile).await? {
            return Ok(());
        }
        self.store(user, &profile.too_old()).await
    }

    fn expiry(&self) -> Timestamp {
        self.clock.now() + self.lifetime
    }
}
