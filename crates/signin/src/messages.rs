//! One-time messages: what a page shows once after a form was posted without WebAssembly. Kept on the
//! server, so that neither a value nor an error ever travels in a URL.

use std::fmt;
use std::time::Duration;

use clock::Clock;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use session_store::{BrowserId, Id, Key, Record, RecordKind, Records, StoreError, hash};

use crate::reauth::RecentlyAuthenticated;
use crate::session::Session;

/// How long what was typed waits for a fresh sign-in: people look for a telephone, or choose a new password.
const TYPED_KEPT: Duration = Duration::from_hours(1);
/// The page that shows a message is the next one.
const LIFE: Duration = Duration::from_mins(5);

/// The place a message is for: one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The form after registration.
    Welcome,
    /// The profile form.
    Profile,
    /// The forms about password and authenticator app.
    Account,
    /// The forms about consents.
    Consent,
    /// The form that deletes an account.
    Deletion,
    /// The forms about e-mail address and telephone number.
    Contact,
    /// The list of sessions.
    Sessions,
    /// The form of a new account.
    SignUp,
    /// The form for a confirmation code.
    Confirm,
}

/// The slots of pages that a session is needed for.
pub(crate) const OF_A_SESSION: [Slot; 7] = [
    Slot::Welcome,
    Slot::Profile,
    Slot::Account,
    Slot::Consent,
    Slot::Deletion,
    Slot::Contact,
    Slot::Sessions,
];
/// The slots of what was typed before a fresh sign-in.
const TYPED: [Slot; 3] = [Slot::Account, Slot::Deletion, Slot::Contact];

/// The slots that hold a message. One that holds none need not be asked for it.
#[derive(Clone, Debug, Default)]
pub struct Waiting(Vec<Slot>);

/// A message that was left, so that it can be left again for a form that is posted again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftMessage {
    id: [u8; 32],
    owner: [u8; 32],
    value: Value,
}

impl fmt::Debug for LeftMessage {
    /// It holds what people typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LeftMessage([redacted])")
    }
}

/// Leaves messages and takes them. Cheap to clone.
#[derive(Clone)]
pub struct Messages {
    pub(crate) records: Records,
    pub(crate) clock: Clock,
}

impl Messages {
    /// Leaves a message for the next view of a page in this session; a later one replaces it.
    pub async fn leave<T: Serialize>(
        &self,
        session: &Session,
        slot: Slot,
        message: &T,
    ) -> Result<LeftMessage, StoreError> {
        self.leave_for(session.id, slot, message).await
    }

    /// The same without a session, in this browser.
    pub async fn leave_in_browser<T: Serialize>(
        &self,
        browser: &BrowserId,
        slot: Slot,
        message: &T,
    ) -> Result<LeftMessage, StoreError> {
        self.leave_for(browser.hash(), slot, message).await
    }

    /// Keeps what was typed into a form that needs a fresh sign-in first; a later one replaces it. It is the person's, for
    /// that sign-in makes another session. Never to be given a password.
    pub async fn keep_typed<T: Serialize>(
        &self,
        session: &Session,
        slot: Slot,
        typed: &T,
    ) -> Result<(), StoreError> {
        let records = &self.records;
        let (user, until) = (session.user(), self.clock.now() + TYPED_KEPT);
        records
            .upsert(records.sealed(key(user, slot), user, typed, until))
            .await
    }

    /// Takes what was kept, if any, after the fresh sign-in.
    pub async fn take_typed<T: DeserializeOwned>(
        &self,
        session: &RecentlyAuthenticated,
        slot: Slot,
    ) -> Result<Option<T>, StoreError> {
        self.records.take(key(session.user(), slot)).await
    }

    async fn leave_for<T: Serialize>(
        &self,
        owner: Id,
        slot: Slot,
        message: &T,
    ) -> Result<LeftMessage, StoreError> {
        let message = LeftMessage {
            id: key(owner, slot).id.0,
            owner: owner.0,
            value: serde_json::to_value(message).expect("messages are plain values with string keys"),
        };
        self.leave_again(&message).await?;
        Ok(message)
    }

    /// Leaves a message once more, where it was left before.
    pub(crate) async fn leave_again(&self, message: &LeftMessage) -> Result<(), StoreError> {
        let records = &self.records;
        let expires_at = self.clock.now() + LIFE;
        let key = Key {
            kind: RecordKind::Message,
            id: Id(message.id),
        };
        records
            .upsert(records.sealed(key, Id(message.owner), &message.value, expires_at))
            .await
    }

    /// Takes the message that was left, if any: it is shown once.
    pub async fn take<T: DeserializeOwned>(
        &self,
        session: &Session,
        slot: Slot,
    ) -> Result<Option<T>, StoreError> {
        self.records.take(key(session.id, slot)).await
    }

    /// The same without a session.
    pub async fn take_in_browser<T: DeserializeOwned>(
        &self,
        browser: &BrowserId,
        slot: Slot,
    ) -> Result<Option<T>, StoreError> {
        self.records.take(key(browser.hash(), slot)).await
    }
}

impl Waiting {
    /// Whether a message was left in this slot.
    #[must_use]
    pub fn has(&self, slot: Slot) -> bool {
        self.0.contains(&slot)
    }

    /// Which of the slots of [`typed_keys`] hold something, in that order.
    #[must_use]
    pub fn typed(found: &[Option<Record>; 3]) -> Self {
        Self::among(TYPED, found)
    }

    pub(crate) fn among<const N: usize>(slots: [Slot; N], found: &[Option<Record>]) -> Self {
        let is_there = |(slot, record): (Slot, &Option<_>)| record.is_some().then_some(slot);
        Self(slots.into_iter().zip(found).filter_map(is_there).collect())
    }
}

/// Where what was typed into a person's forms is kept.
#[must_use]
pub fn typed_keys(session: &Session) -> [Key; 3] {
    TYPED.map(|slot| key(session.user(), slot))
}

pub(crate) fn key(owner: Id, slot: Slot) -> Key {
    let name: &[u8] = match slot {
        Slot::Welcome => b"welcome",
        Slot::Profile => b"profile",
        Slot::Account => b"account",
        Slot::Consent => b"consent",
        Slot::Deletion => b"deletion",
        Slot::Contact => b"contact",
        Slot::Sessions => b"sessions",
        Slot::SignUp => b"sign up",
        Slot::Confirm => b"confirm",
    };
    Key {
        kind: RecordKind::Message,
        id: hash("message", &[&owner.0, name]),
    }
}
