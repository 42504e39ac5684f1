//! Saving what a person changed in a form: checked, compared with what the pool has, written once.

use std::error::Error;
use std::sync::Arc;

use attributes::{Changes, FieldError, Schema, UserContext, Values};
use signin::{Act, Background, RateLimits, SecurityEvent, SecurityLog, Session, SessionCallError};

use crate::attribute_writer::AttributeWriter;
use crate::conflict::changed_meanwhile;
use crate::onboarding::Onboarding;
use crate::profile::{Profile, Submission};
use crate::profiles::Profiles;
use crate::save_error::SaveError;

/// Saves attributes. Cheap to clone.
#[derive(Clone)]
pub struct SaveProfile {
    pub(crate) profiles: Profiles,
    pub(crate) writer: AttributeWriter,
    pub(crate) onboarding: Onboarding,
    pub(crate) schema: Arc<Schema>,
    pub(crate) limits: RateLimits,
    pub(crate) background: Background,
    pub(crate) security: SecurityLog,
}

impl SaveProfile {
    /// Checks what the person changed in a form, that it was not changed elsewhere meanwhile, and writes what differs from
    /// the pool's values: all of it or nothing, except for what the app client has no right to write. Once begun it is
    /// brought to its end, even if the browser goes away or the pool is slow.
    ///
    /// # Errors
    /// [`SaveError`]: what was not written, and why.
    pub async fn save(&self, session: &Session, submission: &Submission) -> Result<Profile, SaveError> {
        self.limits.count_by_person(Act::Write, session)?;
        let (flow, owner, submission) = (self.clone(), session.clone(), submission.clone());
        let saving = async move { flow.run_save(&owner, &submission).await };
        let saved = self.background.run_detached(saving).await;
        if let Err(SaveError::Fields(errors)) = &saved {
            self.log_refused(session, errors);
        }
        saved
    }

    /// Says in the security log which attributes of a form were refused, by name.
    pub fn log_refused(&self, session: &Session, errors: &[FieldError]) {
        let names: Vec<&str> = errors.iter().map(|error| error.name.as_str()).collect();
        let line = self.security.event(SecurityEvent::Attributes).of(session);
        line.refused(&names.join(" "));
    }

    async fn run_save(&self, session: &Session, submission: &Submission) -> Result<Profile, SaveError> {
        let cache = &self.profiles.cache;
        // Before the pool is read: what is stored after this is newer than what is read.
        let seen = cache
            .get(session.user())
            .await
            .map_err(SessionCallError::from)?
            .map(|copy| copy.version);
        let current = self.profiles.read(session).await?;
        let user = self.user_context(session, &current.values).await?;
        let form = self.edited(submission, user);
        let checked = self.schema.check(&form, user);
        let changes = checked.map_err(SaveError::Fields)?;
        let changed_meanwhile = changed_meanwhile(&self.schema, submission, &current.values);
        if changes.is_empty() || !changed_meanwhile.is_empty() {
            // Also for the page that tells of the conflict: it shows what there is now.
            let stored = cache.store_if(session.user(), seen, &current).await;
            stored.map_err(SessionCallError::from)?;
        }
        if !changed_meanwhile.is_empty() {
            return Err(SaveError::Changed(changed_meanwhile));
        }
        let (profile, errors) = if changes.is_empty() {
            (current, Vec::new())
        } else {
            self.write_and_store(session, seen, current, changes).await?
        };
        // A tick of another version is asked for again in this one.
        let answered = submission.values.iter();
        let answered = answered.filter(|(name, typed)| !self.schema.is_outdated_tick(name, typed));
        let answered = answered.map(|(name, _)| name);
        // Last: only what the person has now can be told from what they skipped.
        let skipped = self.onboarding.note_skipped(session, &profile, answered).await;
        if let Err(error) = skipped {
            // What was saved is saved; the person is asked once more.
            tracing::warn!(event = "skip_not_stored", session = ?session.id(), error = &error as &dyn Error, "a skip was not noted");
        }
        if errors.is_empty() {
            Ok(profile)
        } else {
            Err(SaveError::Fields(errors))
        }
    }

    /// After a recovery, what the owner agreed to since, in another session, is theirs.
    async fn user_context<'a>(
        &self,
        session: &'a Session,
        values: &'a Values,
    ) -> Result<UserContext<'a>, SaveError> {
        let mut user = self.onboarding.user_context(session, values);
        if user.is_to_review {
            let is_open = self.onboarding.reviews.is_open(session.user()).await;
            user.is_to_review = is_open.map_err(SessionCallError::from)?;
        }
        Ok(user)
    }

    async fn write_and_store(
        &self,
        session: &Session,
        seen: Option<u64>,
        current: Profile,
        changes: Changes,
    ) -> Result<(Profile, Vec<FieldError>), SaveError> {
        let (cache, user) = (&self.profiles.cache, session.user());
        // Before the pool is told, in case this process dies in between: no view shows what is about to change. A store
        // that cannot be written stops the save here.
        let invalidated = cache.invalidate(user, seen, &current).await;
        let invalidated = invalidated.map_err(SessionCallError::from)?;
        let written = self.writer.write_what_may_be(session, changes).await?;
        self.writer
            .check_readable(session, &current.values, &written.changes)
            .await;
        let profile = current.after(written.changes);
        // It is saved. Should the copy not be stored, the next view reads it anew.
        if let Err(error) = cache.store_or_invalidate(user, invalidated, &profile).await {
            tracing::error!(
                event = "profile_not_stored",
                session = ?session.id(),
                error = &error as &dyn Error,
                "the saved profile could not be kept"
            );
        }
        Ok((profile, written.errors))
    }

    /// What the person changed, and what is required and still missing.
    fn edited(&self, submission: &Submission, user: UserContext<'_>) -> Values {
        let mut form = submission.changed(&self.schema);
        for attribute in self.schema.missing_required(user) {
            if let Some(value) = submission.values.get(&attribute.name) {
                form.insert(attribute.name.clone(), value.clone());
            }
        }
        if user.is_to_review {
            // Also where no box was ticked: what another user agreed to is to go.
            for (attribute, _) in self.schema.consents() {
                let typed = submission.values.get(&attribute.name);
                if typed.is_some() || user.values.contains_key(&attribute.name) {
                    form.insert(attribute.name.clone(), typed.cloned().unwrap_or_default());
                }
            }
        }
        form
    }
}
