//! The signed-in user's attributes as values: what the pool said, what came in a form, and the copies in the store.

use std::time::Duration;

use attributes::{Changes, Schema, UserContext, Values};
use clock::{Clock, Timestamp};
use serde::{Deserialize, Serialize};
use session_store::{Id, Records, StoreError, Versioned};
use signin::{Session, profile_key};

/// A copy older than this is not shown while the pool can be asked.
const FRESH_FOR: Duration = Duration::from_mins(1);

/// A person's attributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Values by wire name, all that the app client may read, as strings.
    pub values: Values,
    pub(crate) read_at: Timestamp,
}

impl Profile {
    pub(crate) fn new(values: Values, read_at: Timestamp) -> Self {
        Self { values, read_at }
    }

    /// The same, but only for when the pool cannot be asked.
    pub(crate) fn too_old(&self) -> Self {
        Self::new(self.values.clone(), Timestamp::from_unix_seconds(0))
    }

    /// What it is after these changes, which the pool has taken.
    pub(crate) fn after(self, changes: Changes) -> Self {
        let Self { mut values, read_at } = self;
        values.extend(changes.set);
        for name in &changes.remove {
            values.remove(name);
        }
        Self { values, read_at }
    }
}

/// A posted form: what stands in its fields, and what stood there when it was shown. Only what differs was
/// changed by the person; the rest may have been changed elsewhere meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submission {
    /// By wire name, what was typed or left.
    pub values: Values,
    /// By wire name, what the form was shown with.
    pub baseline: Values,
}

impl Submission {
    /// What the person changed.
    #[must_use]
    pub fn changed(&self, schema: &Schema) -> Values {
        let is_changed =
            |(name, value): &(&String, &String)| match (self.baseline.get(*name), schema.get(name)) {
                (None, _) => true,
                (Some(baseline), Some(attribute)) => !attribute.is_untouched(baseline, value),
                (Some(baseline), None) => baseline != *value,
            };
        let changed = self.values.iter().filter(is_changed);
        changed
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

/// What the attribute list must know of the person.
pub(crate) fn user_context<'a>(session: &'a Session, values: &'a Values, now: Timestamp) -> UserContext<'a> {
    UserContext {
        values,
        providers: session.providers(),
        now: now.unix_seconds(),
        signed_in_at: session.signed_in_at().unix_seconds(),
        is_to_review: session.is_to_review(),
    }
}

/// The copies of profiles in the store: one per user, shared by all their sessions, so that what is saved in one is seen
/// in the others. A copy is replaced only over the version it was read at: the slower of two does not undo the faster.
/// Cheap to clone.
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
    /// version, if it was not changed elsewhere since `seen`.
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

    /// Stores what came of a change, if the copy is still of this version. Otherwise
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
