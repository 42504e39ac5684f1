//! What one request has to know of the person whose session cookie it carries, in two round trips to the store: first
//! what is kept under the session's id, then what is kept under its user's.

use attributes::{Attribute, SkippedPrompts};
use session_store::{Record, SessionId, StoreError, Versioned};

use crate::Auth;
use crate::contact_info::{self, Address, ContactInfo, Pending};
use crate::error::SessionCallError;
use crate::messages::{self, Slot};
use crate::onboarding;
use crate::profile::{self, Profile};
use crate::revoked_sessions;
use crate::session::{self, Session, SessionRecord};

/// What is kept under the id of a session cookie.
#[derive(Debug)]
pub enum Visit {
    /// The session is alive.
    SignedIn(Session, Waiting),
    /// It was ended from another browser: whoever sits here has to prove who they are.
    RevokedRemotely,
    /// There is nothing.
    Unknown,
}

/// The slots that hold a message. One that holds none need not be asked for it.
#[derive(Clone, Debug, Default)]
pub struct Waiting(Vec<Slot>);

impl Waiting {
    /// Whether a message was left in this slot.
    #[must_use]
    pub fn has(&self, slot: Slot) -> bool {
        self.0.contains(&slot)
    }
}

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
    /// The session of this id, if it is alive, and what else is kept under the id, in one round trip. Notes the use.
    pub async fn visit(&self, id: &SessionId) -> Result<Visit, StoreError> {
        let records = &self.inner.records;
        let (id, session_key) = (id.hash(), session::key(id.hash()));
        let slots = messages::OF_A_SESSION;
        let mut keys = [session_key; 2 + messages::OF_A_SESSION.len()];
        keys[1] = revoked_sessions::key(id);
        keys[2..].copy_from_slice(&slots.map(|slot| messages::key(id, slot)));
        let [session, revoked, found @ ..] = records.load_many(keys).await?;
        let Some(loaded) = records.read::<SessionRecord>(session_key, session) else {
            return Ok(if revoked.is_some() {
                Visit::RevokedRemotely
            } else {
                Visit::Unknown
            });
        };
        let session = self.used(id, loaded).await;
        Ok(Visit::SignedIn(session, waiting(slots, &found)))
    }

    /// What is kept under the user of a session, in one round trip.
    pub async fn user_records(&self, session: &Session) -> Result<UserRecords, StoreError> {
        let records = &self.inner.records;
        let (profile_key, answers_key) = (profile::key(session.user()), onboarding::key(session));
        let change_keys = Address::ALL.map(|address| contact_info::key(session, address));
        let typed_keys = messages::typed_keys(session);
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
            typed: waiting(messages::TYPED, &typed),
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

fn waiting<const N: usize>(slots: [Slot; N], found: &[Option<Record>]) -> Waiting {
    let is_there = |(slot, record): (Slot, &Option<_>)| record.is_some().then_some(slot);
    Waiting(slots.into_iter().zip(found).filter_map(is_there).collect())
}
