//! What one request has to know of a person beyond their session: what is kept under their user, in one round trip.

use attributes::{Attribute, SkippedPrompts};
use session_store::{StoreError, Versioned};
use signin::{Session, SessionCallError, Waiting, profile_key, typed_keys};

use crate::Auth;
use crate::contact_info::{self, Address, ContactInfo, Pending};
use crate::onboarding;
use crate::profile::Profile;

/// What is kept under a session's user, as it was when it was read.
pub struct UserRecords {
    profile: Option<Versioned<Profile>>,
    answers: SkippedPrompts,
    changes: [Option<Pending>; 2],
    typed: Waiting,
}

impl UserRecords {
    /// Where something waits that was typed before the person confirmed who they are.
    #[must_use]
    pub fn typed(&self) -> &Waiting {
        &self.typed
    }
}

impl Auth {
    /// What is kept under the user of a session, in one round trip.
    pub async fn user_records(&self, session: &Session) -> Result<UserRecords, StoreError> {
        let records = &self.signin().records;
        let (profile_key, answers_key) = (profile_key(session.user()), onboarding::key(session));
        let change_keys = Address::ALL.map(|address| contact_info::key(session, address));
        let typed_keys = typed_keys(session);
        let [email, phone] = change_keys;
        let [account, contact] = typed_keys;
        let [profile, answers, email_change, phone_change, typed @ ..] = records
            .load_many([profile_key, answers_key, email, phone, account, contact])
            .await?;
        let change = |key, record| records.read(key, record).map(|loaded| loaded.value);
        let answers = records.read(answers_key, answers).map(|loaded| loaded.value);
        Ok(UserRecords {
            profile: records.read(profile_key, profile),
            answers: answers.unwrap_or_default(),
            changes: [change(email, email_change), change(phone, phone_change)],
            typed: Waiting::typed(&typed),
        })
    }

    /// [`Auth::profile`], of what was read already.
    pub async fn profile_in(
        &self,
        session: &Session,
        records: &UserRecords,
    ) -> Result<Profile, SessionCallError> {
        self.profile_or_newer(session, records.profile.clone()).await
    }

    /// [`Auth::last_profile`], of what was read already.
    pub async fn last_profile_in(
        &self,
        session: &Session,
        records: &UserRecords,
    ) -> Result<Profile, SessionCallError> {
        match &records.profile {
            Some(kept) => Ok(kept.value.clone()),
            None => self.profile(session).await,
        }
    }

    /// [`Auth::pending_prompts`], of what was read already.
    #[must_use]
    pub fn pending_prompts_in(
        &self,
        session: &Session,
        profile: &Profile,
        records: &UserRecords,
    ) -> Vec<&Attribute> {
        self.prompts_after(session, profile, &records.answers)
    }

    /// The person's addresses, with what is under way.
    #[must_use]
    pub fn contacts(&self, profile: &Profile, records: &UserRecords) -> Vec<ContactInfo> {
        let changes = Address::ALL.iter().zip(&records.changes);
        changes
            .map(|(address, pending)| self.contact_info(*address, profile, pending.as_ref()))
            .collect()
    }
}
