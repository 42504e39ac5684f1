//! A sign-up between its form and its code: whom this browser is about, so that nothing of it need travel in a URL.

use std::time::Duration;

use clock::Clock;
use cognito::{AccessToken, RefreshToken};
use serde::{Deserialize, Serialize};
use session_store::{BrowserId, Key, RecordKind, Records, StoreError};
use signin::{ReturnTo, spelling};

/// As long as the code lives.
pub(crate) const LIFE: Duration = Duration::from_hours(24);

/// How far a sign-up has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// If there is such an account and it waits for confirmation, a code was sent.
    CodeSent,
    /// The account is confirmed, and this browser had its code.
    Confirmed,
}

/// A sign-up of one browser; the latest, if there were several. It holds no password and no code.
#[derive(Clone, Serialize, Deserialize)]
pub struct PendingSignUp {
    pub(crate) username: String,
    pub(crate) address: Option<String>,
    pub(crate) made_here: bool,
    pub(crate) stage: Stage,
    pub(crate) return_to: ReturnTo,
    /// What the form asked for and was left blank, by wire name.
    #[serde(default)]
    pub(crate) left_blank: Vec<String>,
    /// Of an account that is confirmed and marked: what its code is asked for with.
    #[serde(default)]
    pub(crate) proof: Option<Proof>,
}

/// A sign-in that waits for proof of the address. These tokens never become a session: they serve to send a code, and to check it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Proof {
    pub access_token: AccessToken,
    pub refresh_token: Option<RefreshToken>,
}

impl PendingSignUp {
    /// How far it has come.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Whether this browser made the account, with the password that was typed here. Otherwise the account was there
    /// before, and its password may be another user's.
    #[must_use]
    pub fn made_here(&self) -> bool {
        self.made_here
    }

    /// Where the code goes, as it was typed in this browser, or as the account says whose password was typed: whoever
    /// mistyped it can see that.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// Whether the account is confirmed and the code is to prove its address.
    #[must_use]
    pub fn is_proof(&self) -> bool {
        self.proof.is_some()
    }

    /// Whether it is the account of this name, in whatever spelling.
    pub(crate) fn is_about(&self, username: &str) -> bool {
        spelling(&self.username) == spelling(username)
    }

    /// Where the person was going.
    #[must_use]
    pub fn return_to(&self) -> &ReturnTo {
        &self.return_to
    }
}

/// The pending sign-ups of browsers. Cheap to clone.
#[derive(Clone)]
pub struct PendingSignUps {
    pub(crate) records: Records,
    pub(crate) clock: Clock,
}

impl PendingSignUps {
    /// The sign-up of this browser, if any.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn find(&self, browser: &BrowserId) -> Result<Option<PendingSignUp>, StoreError> {
        let loaded = self.records.load(key(browser)).await?;
        Ok(loaded.map(|loaded| loaded.value))
    }

    pub(crate) async fn store(&self, browser: &BrowserId, pending: &PendingSignUp) -> Result<(), StoreError> {
        let records = &self.records;
        let expires_at = self.clock.now() + LIFE;
        records
            .upsert(records.sealed(key(browser), browser.hash(), pending, expires_at))
            .await
    }

    /// The name to fill in for a user who has just signed up in this browser.
    pub(crate) async fn name(&self, browser: Option<&BrowserId>) -> Result<Option<String>, StoreError> {
        let Some(browser) = browser else { return Ok(None) };
        let pending = self.find(browser).await?;
        Ok(pending.map(|pending| pending.username))
    }

    /// A signed-in user has signed up.
    pub(crate) async fn forget(&self, browser: Option<&BrowserId>) -> Result<(), StoreError> {
        match browser {
            Some(browser) => self.records.remove(&[key(browser)]).await,
            None => Ok(()),
        }
    }
}

fn key(browser: &BrowserId) -> Key {
    Key {
        kind: RecordKind::PendingSignUp,
        id: browser.hash(),
    }
}
