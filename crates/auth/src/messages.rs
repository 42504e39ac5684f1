//! One-time messages: what a page shows once after a form was posted without WebAssembly. Kept on the
//! server, so that neither a value nor an error ever travels in a URL.

use serde::{Serialize, de::DeserializeOwned};

use crate::Auth;
use crate::error::Failure;
use crate::ids::{BrowserId, hash};
use crate::session::Session;
use crate::store::{Id, Key, Kind};

/// The place a message is for: one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The form after registration.
    Welcome,
    /// The profile form.
    Profile,
    /// The forms of the account page.
    Account,
    /// The forms about e-mail address and telephone number.
    Contact,
    /// The list of sessions.
    Sessions,
    /// The form of a new account.
    SignUp,
    /// The form for a confirmation code.
    Confirm,
}

impl Auth {
    /// Leaves a message for the next view of a page in this session; a later one replaces it.
    pub async fn leave_message<T: Serialize>(
        &self,
        session: &Session,
        slot: Slot,
        message: &T,
    ) -> Result<(), Failure> {
        self.leave(session.id, slot, message).await
    }

    /// The same for somebody without a session, in this browser.
    pub async fn leave_message_in_browser<T: Serialize>(
        &self,
        browser: &BrowserId,
        slot: Slot,
        message: &T,
    ) -> Result<(), Failure> {
        self.leave(browser.hash(), slot, message).await
    }

    async fn leave<T: Serialize>(&self, owner: Id, slot: Slot, message: &T) -> Result<(), Failure> {
        let records = &self.inner.records;
        let expires_at = self.inner.clock.now() + self.inner.config.lifetimes.pending;
        records
            .put(records.draft(key(owner, slot), owner, message, expires_at))
            .await
    }

    /// Takes the message that was left, if any: it is shown once.
    pub async fn take_message<T: DeserializeOwned>(
        &self,
        session: &Session,
        slot: Slot,
    ) -> Result<Option<T>, Failure> {
        self.inner.records.take(key(session.id, slot)).await
    }

    /// The same for somebody without a session.
    pub async fn take_message_in_browser<T: DeserializeOwned>(
        &self,
        browser: &BrowserId,
        slot: Slot,
    ) -> Result<Option<T>, Failure> {
        self.inner.records.take(key(browser.hash(), slot)).await
    }
}

fn key(owner: Id, slot: Slot) -> Key {
    let name: &[u8] = match slot {
        Slot::Welcome => b"welcome",
        Slot::Profile => b"profile",
        Slot::Account => b"account",
        Slot::Contact => b"contact",
        Slot::Sessions => b"sessions",
        Slot::SignUp => b"sign up",
        Slot::Confirm => b"confirm",
    };
    Key {
        kind: Kind::Message,
        id: hash("message", &[&owner.0, name]),
    }
}
