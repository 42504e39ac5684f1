//! The signed-in person's attributes: read from the pool, kept a minute, written back.

use std::time::Duration;

use attributes::{Changes, FieldError, Schema, Values};
use clock::Timestamp;
use serde::{Deserialize, Serialize};
use session_store::{Id, StoreError, Versioned};
use signin::{
    Act, Idempotency, QuotaCategory, SecurityEvent, Session, SessionCallError, profile_key, within_deadline,
};

use crate::Auth;
use crate::conflict::changed_meanwhile;
use crate::error::SaveError;
use crate::onboarding::user_context;

/// A profile read longer ago than this is read again before it is shown.
const FRESH_FOR: Duration = Duration::from_mins(1);

/// The lease for reading the attributes of a person.
const READ_PROFILE: &str = "read profile";

/// A person's attributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Values by wire name, all that the app client may read, as strings.
    pub values: Values,
    read_at: Timestamp,
}

impl Profile {
    pub(crate) fn new(values: Values, read_at: Timestamp) -> Self {
        Self { values, read_at }
    }

    /// The same, but only for when the pool cannot be asked.
    fn too_old(&self) -> Self {
        Self::new(self.values.clone(), Timestamp::from_unix_seconds(0))
    }
}

/// A posted form: what stands in its fields, and what stood there when it was shown. Only what differs was
/// changed by the person; the rest may have been changed elsewhere meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Posted {
    /// By wire name, what was typed or left.
    pub values: Values,
    /// By wire name, what the form was shown with.
    pub shown: Values,
}

impl Posted {
    /// What the person changed.
    #[must_use]
    pub fn changed(&self, schema: &Schema) -> Values {
        let is_changed = |(name, value): &(&String, &String)| match (self.shown.get(*name), schema.get(name))
        {
            (None, _) => true,
            (Some(shown), Some(attribute)) => !attribute.is_untouched(shown, value),
            (Some(shown), None) => shown != *value,
        };
        let changed = self.values.iter().filter(is_changed);
        changed
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

impl Auth {
    /// The person's attributes, at most a minute old. When the pool cannot be reached an older copy serves.
    pub async fn profile(&self, session: &Session) -> Result<Profile, SessionCallError> {
        let kept = self.kept(session).await?;
        self.profile_or_newer(session, kept).await
    }

    /// The kept copy if it is at most a minute old, else the pool's.
    pub(crate) async fn profile_or_newer(
        &self,
        session: &Session,
        kept: Option<Versioned<Profile>>,
    ) -> Result<Profile, SessionCallError> {
        if let Some(kept) = kept.as_ref().filter(|kept| self.is_fresh(&kept.value)) {
            return Ok(kept.value.clone());
        }
        let read = self.read_anew(session).await;
        match (read, kept) {
            (Err(SessionCallError::Unavailable(error)), Some(kept)) => {
                tracing::warn!(
                    event = "profile_stale",
                    session = ?session.id(),
                    error = error.as_ref(),
                    "showing an older profile"
                );
                Ok(kept.value)
            }
            (Err(SessionCallError::Failed(error)), Some(kept)) => {
                let error: &dyn std::error::Error = &error;
                tracing::error!(
                    event = "profile_stale",
                    session = ?session.id(),
                    error,
                    "showing an older profile"
                );
                Ok(kept.value)
            }
            (read, _) => read,
        }
    }

    /// The person's attributes as last seen, however long ago: for who is about to write, and reads them
    /// then anyway.
    pub async fn last_profile(&self, session: &Session) -> Result<Profile, SessionCallError> {
        Ok(self.last_seen(session).await?.0)
    }

    /// The same with the version of the copy, if there was one.
    pub(crate) async fn last_seen(
        &self,
        session: &Session,
    ) -> Result<(Profile, Option<u64>), SessionCallError> {
        match self.kept(session).await? {
            Some(kept) => Ok((kept.value, Some(kept.version))),
            None => Ok((self.read_anew(session).await?, None)),
        }
    }

    /// In a task of its own, so that it goes on for the others who wait for it.
    async fn read_anew(&self, session: &Session) -> Result<Profile, SessionCallError> {
        let (auth, session) = (self.clone(), session.clone());
        self.signin()
            .background
            .run_detached(async move { auth.read_in_turn(&session).await })
            .await
    }

    /// Reads the profile when it is this request's turn; a burst of views asks the pool once.
    async fn read_in_turn(&self, session: &Session) -> Result<Profile, SessionCallError> {
        let mut lease = self.signin().leases.queue(session.user(), READ_PROFILE).await;
        loop {
            let kept = self.kept(session).await?;
            if let Some(kept) = kept.as_ref().filter(|kept| self.is_fresh(&kept.value)) {
                lease.release().await;
                return Ok(kept.value.clone());
            }
            if lease.is_held() {
                let outcome = lease.run_with_heartbeat(self.read_and_keep(session, kept)).await;
                lease.release().await;
                return outcome;
            }
            lease.acquire_or_wait::<SessionCallError>().await?;
        }
    }

    /// A save that came while this was read knows better.
    async fn read_and_keep(
        &self,
        session: &Session,
        kept: Option<Versioned<Profile>>,
    ) -> Result<Profile, SessionCallError> {
        let read = self.read_profile(session).await?;
        let seen = kept.map(|kept| kept.version);
        if self.keep_over(session.user(), seen, &read).await? {
            return Ok(read);
        }
        if let Some(newer) = self.kept(session).await? {
            return Ok(newer.value);
        }
        // What is in the way does not open: sealed with a key that is gone.
        self.keep_profile(session.user(), &read).await?;
        Ok(read)
    }

    /// Checks what the person changed in a form, that nobody else changed it meanwhile, and writes what differs from
    /// the pool's values: all of it or nothing, except for what the app client has no right to write. Once begun it is brought to its end, even if the browser goes away or
    /// the pool is slow.
    pub async fn save(&self, session: &Session, posted: &Posted) -> Result<Profile, SaveError> {
        self.signin().limits.count_by_person(Act::Write, session)?;
        let (auth, session, posted) = (self.clone(), session.clone(), posted.clone());
        self.signin()
            .background
            .run_detached(async move { auth.save_to_the_end(&session, &posted).await })
            .await
    }

    async fn save_to_the_end(&self, session: &Session, posted: &Posted) -> Result<Profile, SaveError> {
        let seen = self.kept(session).await?.map(|kept| kept.version);
        let current = self.read_profile(session).await?;
        let form = self.edited(session, posted, &current.values);
        let schema = &self.inner.schema;
        let checked = schema.check(&form, user_context(session, &current.values));
        let changes = checked.map_err(SaveError::Fields)?;
        let changed_meanwhile = changed_meanwhile(schema, posted, &current.values);
        if changes.is_empty() || !changed_meanwhile.is_empty() {
            // Also for the page that tells of the conflict: it shows what there is now.
            self.keep_over(session.user(), seen, &current)
                .await
                .map_err(SessionCallError::from)?;
        }
        if !changed_meanwhile.is_empty() {
            return Err(SaveError::Changed(changed_meanwhile));
        }
        let (profile, errors) = if changes.is_empty() {
            (current, Vec::new())
        } else {
            self.write_and_keep(session, seen, current, changes).await?
        };
        if let Err(error) = self.note_skipped(session, &profile, posted.values.keys()).await {
            // What was saved is saved; the person is asked once more.
            let error: &dyn std::error::Error = &error;
            tracing::warn!(event = "skip_not_stored", session = ?session.id(), error, "a skip was not noted");
        }
        if errors.is_empty() {
            Ok(profile)
        } else {
            Err(SaveError::Fields(errors))
        }
    }

    async fn write_and_keep(
        &self,
        session: &Session,
        seen: Option<u64>,
        current: Profile,
        changes: Changes,
    ) -> Result<(Profile, Vec<FieldError>), SaveError> {
        let distrusted = self.distrust_profile(session, seen, &current);
        let distrusted = distrusted.await.map_err(SessionCallError::from)?;
        let written = self.write_what_may_be(session, changes).await?;
        self.check_readable(session, &current.values, &written.changes)
            .await;
        let profile = apply(current, written.changes);
        // It is saved. Should the copy not be kept, the next view reads it anew.
        if let Err(error) = self.keep_unless_changed(session, distrusted, &profile).await {
            let error: &dyn std::error::Error = &error;
            tracing::error!(
                event = "profile_not_stored",
                session = ?session.id(),
                error,
                "the saved profile could not be kept"
            );
        }
        Ok((profile, written.errors))
    }

    /// From now on the kept copy is too old to be shown, and what others are just reading is not kept: done
    /// before the pool is told, in case this process dies in between. A store that cannot be written stops the
    /// save here. Answers the copy's version, if nobody else changed it since `seen`.
    async fn distrust_profile(
        &self,
        session: &Session,
        seen: Option<u64>,
        current: &Profile,
    ) -> Result<Option<u64>, StoreError> {
        let too_old = current.too_old();
        if self.keep_over(session.user(), seen, &too_old).await? {
            return Ok(Some(seen.map_or(1, |seen| seen + 1)));
        }
        self.keep_profile(session.user(), &too_old).await?;
        Ok(None)
    }

    /// Keeps what came of a change, if nobody else changed anything since the copy of this version was kept. Otherwise
    /// neither knows what the pool has now: the next view reads it.
    pub(crate) async fn keep_unless_changed(
        &self,
        session: &Session,
        seen: Option<u64>,
        profile: &Profile,
    ) -> Result<(), StoreError> {
        let user = session.user();
        if seen.is_some() && self.keep_over(user, seen, profile).await? {
            return Ok(());
        }
        self.keep_profile(user, &profile.too_old()).await
    }

    /// Keeps a profile in the place of the version that was seen, or of none; answers whether it was still so.
    async fn keep_over(&self, user: Id, seen: Option<u64>, profile: &Profile) -> Result<bool, StoreError> {
        let (records, until) = (&self.signin().records, self.profile_expiry());
        if let Some(seen) = seen {
            return records.replace(profile_key(user), seen, profile, until).await;
        }
        let record = records.sealed(profile_key(user), user, profile, until);
        records.insert_if_absent(record).await
    }

    /// What the person changed, and what is required and still missing.
    fn edited(&self, session: &Session, posted: &Posted, current: &Values) -> Values {
        let mut form = posted.changed(&self.inner.schema);
        for attribute in self.inner.schema.missing_required(user_context(session, current)) {
            if let Some(value) = posted.values.get(&attribute.name) {
                form.insert(attribute.name.clone(), value.clone());
            }
        }
        form
    }

    /// One call for all: Cognito unsets an attribute that is sent blank (`UpdateUserAttributes`).
    pub(crate) async fn write(&self, session: &Session, changes: &Changes) -> Result<(), SessionCallError> {
        let blanks = changes.remove.iter().map(|name| (name.clone(), String::new()));
        let values: Values = changes.set.clone().into_iter().chain(blanks).collect();
        let (cognito, values) = (self.signin().pool.cognito(), &values);
        let write = |token| async move { cognito.update_user_attributes(&token, values).await };
        self.signin()
            .tokens
            .with_access_token(session, QuotaCategory::Update, Idempotency::Idempotent, write)
            .await?;
        let names: Vec<&str> = values.keys().map(String::as_str).collect();
        self.signin()
            .security
            .event(SecurityEvent::Attributes)
            .of(session)
            .done(&names.join(" "));
        Ok(())
    }

    pub(crate) async fn read_profile(&self, session: &Session) -> Result<Profile, SessionCallError> {
        within_deadline(async {
            let (cognito, subject) = (self.signin().pool.cognito(), session.subject());
            let call = |token| async move { cognito.user_info(&token, subject).await };
            let info = self
                .signin()
                .tokens
                .with_access_token(session, QuotaCategory::Read, Idempotency::Idempotent, call)
                .await?;
            self.inner.missing_rights.note_read(&info.attributes);
            Ok(Profile::new(info.attributes, self.signin().clock.now()))
        })
        .await
    }

    async fn kept(&self, session: &Session) -> Result<Option<Versioned<Profile>>, SessionCallError> {
        Ok(self.signin().records.load(profile_key(session.user())).await?)
    }

    /// All sessions of a user share one copy: what is saved in one is seen in the others.
    pub(crate) async fn keep_profile(&self, user: Id, profile: &Profile) -> Result<(), StoreError> {
        let records = &self.signin().records;
        let record = records.sealed(profile_key(user), user, profile, self.profile_expiry());
        records.upsert(record).await
    }

    /// As long as a session may rest.
    fn profile_expiry(&self) -> Timestamp {
        self.signin().clock.now() + self.signin().config.lifetimes.idle
    }

    fn is_fresh(&self, profile: &Profile) -> bool {
        self.signin().clock.now().saturating_since(profile.read_at) < FRESH_FOR
    }
}

fn apply(current: Profile, changes: Changes) -> Profile {
    let Profile { mut values, read_at } = current;
    values.extend(changes.set);
    for name in &changes.remove {
        values.remove(name);
    }
    Profile { values, read_at }
}
