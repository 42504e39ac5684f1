//! The signed-in person's attributes: read from the pool, kept a minute, written back.

use std::time::Duration;

use attributes::{Changes, Values};
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

impl Auth {
    /// The person's attributes, at most a minute old. When the pool cannot be reached an older copy serves.
    pub async fn profile(&self, session: &Session) -> Result<Profile, UserError> {
        let kept: Option<Loaded<Profile>> = self.inner.records.load(key(session.id)).await?;
        let Some(Loaded {
            value: kept,
            version,
            expires_at,
        }) = kept
        else {
            let read = self.read_profile(session).await?;
            self.keep_profile(session, &read).await?;
            return Ok(read);
        };
        if self.is_fresh(&kept) {
            return Ok(kept);
        }
        match self.read_profile(session).await {
            Ok(read) => {
                // A save that came meanwhile knows better.
                let records = &self.inner.records;
                records
                    .replace(key(session.id), version, &read, expires_at)
                    .await?;
                Ok(read)
            }
            Err(UserError::Unavailable(error)) => {
                tracing::warn!(session = ?session.id, error = error.as_ref(), "showing an older profile");
                Ok(kept)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether every attribute is there that the person must fill in.
    #[must_use]
    pub fn is_complete(&self, profile: &Profile) -> bool {
        self.inner.schema.missing_required(&profile.values).is_empty()
    }

    /// Checks a filled-in form and writes what differs from the pool's values: all of it or nothing.
    pub async fn save(&self, session: &Session, form: &Values) -> Result<Profile, SaveError> {
        within_deadline(async {
            let current = self.read_profile(session).await?;
            let changes = self
                .inner
                .schema
                .check(form, &current.values)
                .map_err(SaveError::Fields)?;
            if changes.is_empty() {
                return Ok(current);
            }
            self.write(session, &changes).await?;
            let profile = apply(current, changes);
            self.keep_profile(session, &profile).await?;
            Ok(profile)
        })
        .await
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

    async fn keep_profile(&self, session: &Session, profile: &Profile) -> Result<(), UserError> {
        let records = &self.inner.records;
        let until = self.inner.clock.now() + self.inner.config.lifetimes.absolute;
        Ok(records
            .put(records.draft(key(session.id), session.id, profile, until))
            .await?)
    }

    fn is_fresh(&self, profile: &Profile) -> bool {
        self.inner.clock.now().saturating_since(profile.read_at) < FRESH_FOR
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
