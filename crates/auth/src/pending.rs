//! A sign-in between its start and its callback.

use cognito::{Nonce, PkceVerifier, State};
use serde::{Deserialize, Serialize};

use crate::Auth;
use crate::device::Device;
use crate::error::Failure;
use crate::fresh::Earlier;
use crate::ids::{BrowserId, hash};
use crate::random::draw;
use crate::return_to::ReturnTo;
use crate::store::{Id, Key, Kind};

/// As many sign-ins may wait in one browser, each in a tab of its own; starting another drops the oldest.
const AT_MOST: usize = 5;

/// What must be checked together is one value: made at the start, removed when it is first used.
#[derive(Serialize, Deserialize)]
pub(crate) struct PendingSignIn {
    pub state: State,
    pub nonce: Nonce,
    pub verifier: PkceVerifier,
    pub return_to: ReturnTo,
    /// What this sign-in is to confirm, if it is to confirm something.
    #[serde(default)]
    pub earlier: Option<Earlier>,
    pub device: Device,
    /// Whether it goes by way of the page for a new password.
    #[serde(default)]
    pub recovers: bool,
}

impl Auth {
    /// Draws state, nonce and PKCE verifier and keeps them for this browser.
    pub(crate) async fn keep_pending(
        &self,
        browser: &BrowserId,
        return_to: ReturnTo,
        device: Device,
        earlier: Option<Earlier>,
        recovers: bool,
    ) -> Result<PendingSignIn, Failure> {
        let random = self.inner.random.as_ref();
        let pending = PendingSignIn {
            state: State::from_random(draw(random)),
            nonce: Nonce::from_random(draw(random)),
            verifier: PkceVerifier::from_random(draw(random)),
            return_to,
            earlier,
            device,
            recovers,
        };
        let owner = browser.hash();
        let records = &self.inner.records;
        let waiting = records.ids(Kind::PendingSignIn, owner).await?;
        let surplus = (waiting.len() + 1).saturating_sub(AT_MOST);
        let oldest: Vec<Key> = waiting.into_iter().take(surplus).map(key).collect();
        records.remove(&oldest).await?;

        let expires_at = self.inner.clock.now() + self.inner.config.lifetimes.pending;
        let key = key(id(browser, pending.state.expose()));
        records
            .insert(&[records.draft(key, owner, &pending, expires_at)])
            .await?;
        Ok(pending)
    }

    /// Gives out the pending sign-in of this browser and state: once.
    pub(crate) async fn take_pending(
        &self,
        browser: &BrowserId,
        state: &str,
    ) -> Result<Option<PendingSignIn>, Failure> {
        self.inner.records.take(key(id(browser, state))).await
    }
}

fn id(browser: &BrowserId, state: &str) -> Id {
    hash("pending sign-in", &[&browser.hash().0, state.as_bytes()])
}

fn key(id: Id) -> Key {
    Key {
        kind: Kind::PendingSignIn,
        id,
    }
}
