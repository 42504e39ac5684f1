//! The signed-in person's attributes: read from the pool, kept a minute, written back.

use std::panic::resume_unwind;
use std::time::Duration;

use attributes::{Changes, Known, Values};
use cognito::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Auth;
use crate::deadline::within_deadline;
use crate::error::{SaveError, UserError};
use crate::records::Loaded;
use crate::session::Session;
use crate::store::{Id, Key, Kind};

/// A profile read longer ago than this is read again before it is shown.
const FRESH_FOR: Duration = Duration::from_mins(1);

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
    fn changed(&self) -> Values {
        let is_changed = |(name, value): &(&String, &String)| self.shown.get(*name) != Some(*value);
        let changed = self.values.iter().filter(is_changed);
        changed
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

impl Auth {
    /// The person's attributes, at most a minute old. When the pool cannot be reached an older copy serves.
    pub async fn profile(&self, session: &Session) -> Result<Profile, UserError> {
        let Some(kept) = self.kept(session).await? else {
            return self.read_and_keep(session).await;
        };
        if self.is_fresh(&kept.value) {
            return Ok(kept.value);
        }
        match self.read_profile(session).await {
            Ok(read) => self.keep_unless_newer(session, kept, read).await,
            Err(UserError::Unavailable(error)) => {
                tracing::warn!(session = ?session.id, error = error.as_ref(), "showing an older profile");
                Ok(kept.value)
            }
            Err(error) => Err(error),
        }
    }

    /// The person's attributes as last seen, however long ago: for who is about to write, and reads them
    /// then anyway.
    pub async fn last_profile(&self, session: &Session) -> Result<Profile, UserError> {
        match self.kept(session).await? {
            Some(kept) => Ok(kept.value),
            None => self.read_and_keep(session).await,
        }
    }

    /// Whether every attribute is there that the person must fill in.
    #[must_use]
    pub fn is_complete(&self, profile: &Profile) -> bool {
        self.inner
            .schema
            .missing_required(known(&profile.values))
            .is_empty()
    }

    /// Checks what the person changed in a form and writes what differs from the pool's values: all of it
    /// or nothing. Once begun it is brought to its end, even if the browser goes away or the pool is slow.
    pub async fn save(&self, session: &Session, posted: &Posted) -> Result<Profile, SaveError> {
        let (auth, session, posted) = (self.clone(), session.clone(), posted.clone());
        let saving = tokio::spawn(async move { auth.save_to_the_end(&session, &posted).await });
        within_deadline(async {
            saving
                .await
                .unwrap_or_else(|failed| resume_unwind(failed.into_panic()))
        })
        .await
    }

    async fn save_to_the_end(&self, session: &Session, posted: &Posted) -> Result<Profile, SaveError> {
        let current = self.read_profile(session).await?;
        let form = self.edited(posted, &current.values);
        let checked = self.inner.schema.check(&form, known(&current.values));
        let changes = checked.map_err(SaveError::Fields)?;
        if !changes.is_empty() {
            self.write(session, &changes).await?;
        }
        let profile = apply(current, changes);
        self.keep_profile(session, &profile).await?;
        Ok(profile)
    }

    /// What the person changed, and what is required and still missing.
    fn edited(&self, posted: &Posted, current: &Values) -> Values {
        let mut form = posted.changed();
        for attribute in self.inner.schema.missing_required(known(current)) {
            if let Some(value) = posted.values.get(&attribute.name) {
                form.insert(attribute.name.clone(), value.clone());
            }
        }
        form
    }

    /// One call for all: Cognito unsets an attribute that is sent blank (`UpdateUserAttributes`).
    async fn write(&self, session: &Session, changes: &Changes) -> Result<(), UserError> {
        let blanks = changes.remove.iter().map(|name| (name.clone(), String::new()));
        let values: Values = changes.set.clone().into_iter().chain(blanks).collect();
        let (cognito, values) = (&self.inner.cognito, &values);
        self.with_access_token(session, |token| async move {
            cognito.update_user_attributes(&token, values).await
        })
        .await?;
        tracing::info!(session = ?session.id, attributes = ?values.keys().collect::<Vec<_>>(), "attributes saved");
        Ok(())
    }

    async fn read_profile(&self, session: &Session) -> Result<Profile, UserError> {
        within_deadline(async {
            let (cognito, subject) = (&self.inner.cognito, session.subject());
            let call = |token| async move { cognito.user_info(&token, subject).await };
            let info = self.with_access_token(session, call).await?;
            Ok(Profile::new(info.attributes, self.inner.clock.now()))
        })
        .await
    }

    async fn kept(&self, session: &Session) -> Result<Option<Loaded<Profile>>, UserError> {
        Ok(self.inner.records.load(key(session.id)).await?)
    }

    async fn read_and_keep(&self, session: &Session) -> Result<Profile, UserError> {
        let read = self.read_profile(session).await?;
        self.keep_profile(session, &read).await?;
        Ok(read)
    }

    /// A save that came while this was read knows better.
    async fn keep_unless_newer(
        &self,
        session: &Session,
        kept: Loaded<Profile>,
        read: Profile,
    ) -> Result<Profile, UserError> {
        let records = &self.inner.records;
        let is_newest = records
            .replace(key(session.id), kept.version, &read, kept.expires_at)
            .await?;
        if is_newest {
            Ok(read)
        } else {
            self.last_profile(session).await
        }
    }

    async fn keep_profile(&self, session: &Session, profile: &Profile) -> Result<(), UserError> {
        let records = &self.inner.records;
        let until = self.inner.clock.now() + self.inner.config.lifetimes.absolute;
        let record = records.draft(key(session.id), session.id, profile, until);
        Ok(records.put(record).await?)
    }

    fn is_fresh(&self, profile: &Profile) -> bool {
        self.inner.clock.now().saturating_since(profile.read_at) < FRESH_FOR
    }
}

fn known(values: &Values) -> Known<'_> {
    Known {
        values,
        providers: &[],
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

pub(crate) fn key(session: Id) -> Key {
    Key {
        kind: Kind::Profile,
        id: session,
    }
}
