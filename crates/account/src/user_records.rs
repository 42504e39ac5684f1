//! What one request has to know of a person beyond their session: what is kept under their user, in one round trip.

use std::sync::Arc;

use attributes::{Attribute, Schema, SkippedPrompts};
use session_store::{Records, StoreError, Versioned};
use signin::{SealedTokens, Session, SessionCallError, Waiting, profile_key, tokens_key, typed_keys};

use crate::contact_info::{self, Address, ContactInfo, PendingChange};
use crate::mfa::{self, PendingSetup};
use crate::onboarding::{self, Onboarding};
use crate::profile::Profile;
use crate::profiles::Profiles;

/// What is kept under a session's user, as it was when it was read.
pub struct UserRecords {
    profile: Option<Versioned<Profile>>,
    answers: SkippedPrompts,
    changes: [Option<PendingChange>; 2],
    typed: Waiting,
    pending_setup: Option<PendingSetup>,
    tokens: SealedTokens,
}

impl UserRecords {
    /// What the person skipped when they were asked.
    #[must_use]
    pub fn skipped(&self) -> &SkippedPrompts {
        &self.answers
    }

    /// The attributes as last seen, however long ago, if they are kept.
    #[must_use]
    pub fn last_profile(&self) -> Option<&Profile> {
        self.profile.as_ref().map(|kept| &kept.value)
    }

    /// Where something waits that was typed before the person confirmed who they are.
    #[must_use]
    pub fn typed(&self) -> &Waiting {
        &self.typed
    }

    /// A set-up of the second factor that was begun and not finished.
    #[must_use]
    pub fn pending_setup(&self) -> Option<&PendingSetup> {
        self.pending_setup.as_ref()
    }

    /// The tokens of the session, for [`signin::Tokens::of_request`].
    #[must_use]
    pub fn tokens(&self) -> &SealedTokens {
        &self.tokens
    }
}

/// Reads what is kept under users, and answers from what was read. Cheap to clone.
#[derive(Clone)]
pub struct Users {
    pub(crate) records: Records,
    pub(crate) profiles: Profiles,
    pub(crate) onboarding: Onboarding,
    pub(crate) schema: Arc<Schema>,
}

impl Users {
    /// What is kept under the user of a session, and the session's tokens, in one round trip.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read(&self, session: &Session) -> Result<UserRecords, StoreError> {
        let records = &self.records;
        let (profile_key, answers_key) = (profile_key(session.user()), onboarding::key(session));
        let [email, phone] = Address::ALL.map(|address| contact_info::key(session, address));
        let (setup_key, tokens_key) = (mfa::pending_setup_key(session), tokens_key(session.id()));
        let [account, deletion, contact] = typed_keys(session);
        let [
            profile,
            answers,
            email_change,
            phone_change,
            setup,
            tokens,
            typed @ ..,
        ] = records
            .load_many([
                profile_key,
                answers_key,
                email,
                phone,
                setup_key,
                tokens_key,
                account,
                deletion,
                contact,
            ])
            .await?;
        let change = |key, record| records.read(key, record).map(|loaded| loaded.value);
        let pending_setup = records.read(setup_key, setup);
        let answers = records.read(answers_key, answers).map(|loaded| loaded.value);
        Ok(UserRecords {
            profile: records.read(profile_key, profile),
            answers: answers.unwrap_or_default(),
            changes: [change(email, email_change), change(phone, phone_change)],
            typed: Waiting::typed(&typed),
            pending_setup: pending_setup.map(|setup| setup.value),
            tokens: tokens.into(),
        })
    }

    /// [`Profiles::get`], of what was read already.
    ///
    /// # Errors
    /// Those of [`Profiles::get`].
    pub async fn profile(
        &self,
        session: &Session,
        records: &UserRecords,
    ) -> Result<Profile, SessionCallError> {
        self.profiles
            .fresh_or_read(session, records.profile.clone())
            .await
    }

    /// [`Profiles::last_seen`], of what was read already.
    ///
    /// # Errors
    /// Those of [`Profiles::get`].
    pub async fn last_profile(
        &self,
        session: &Session,
        records: &UserRecords,
    ) -> Result<Profile, SessionCallError> {
        match &records.profile {
            Some(kept) => Ok(kept.value.clone()),
            None => self.profiles.get(session).await,
        }
    }

    /// [`Onboarding::pending_prompts`], of what was read already.
    #[must_use]
    pub fn pending_prompts(
        &self,
        session: &Session,
        profile: &Profile,
        records: &UserRecords,
    ) -> Vec<&Attribute> {
        self.onboarding.prompts_after(session, profile, &records.answers)
    }

    /// The person's addresses, with what is under way.
    #[must_use]
    pub fn contacts(&self, profile: &Profile, records: &UserRecords) -> Vec<ContactInfo> {
        let changes = Address::ALL.iter().zip(&records.changes);
        changes
            .map(|(address, pending)| ContactInfo::new(&self.schema, *address, profile, pending.as_ref()))
            .collect()
    }
}
