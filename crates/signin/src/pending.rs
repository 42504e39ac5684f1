//! A sign-in between its start and its callback. It travels sealed in a cookie of its own, so that an anonymous request
//! writes nothing to the store; what is written, once and at the callback, is that it was used.

use std::cmp::Reverse;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use clock::{Clock, Timestamp};
use cognito::{Nonce, PkceVerifier, State};
use serde::{Deserialize, Serialize};
use session_store::{
    BrowserId, GLOBAL_OWNER, Key, KeyRing, Randomness, RecordKind, Records, SessionId, StoreError, draw, hash,
};

use crate::reauth::PreviousAuth;
use crate::return_to::ReturnTo;

/// As many sign-ins may wait in one browser, each in a tab of its own; starting another drops the oldest.
const AT_MOST: usize = 5;
/// All of them together, names included: proxies refuse a `Cookie` header of more than 8 kB.
const MOST_BYTES: usize = 6_000;
/// The names there are. However many are started at once, no browser can hold more.
const SLOTS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// What the cookies of a request say to a sign-in.
#[derive(Clone, Debug, Default)]
pub struct BrowserCookies {
    /// The browser, during a sign-up.
    pub browser: Option<BrowserId>,
    /// The session it has, or had.
    pub session: Option<SessionId>,
    /// The sign-ins that wait in it.
    pub pending: Vec<SealedSignIn>,
}

/// A sign-in under way, as its browser holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSignIn {
    /// The end of the cookie's name.
    pub(crate) slot: char,
    /// The cookie's value.
    pub(crate) value: String,
}

impl fmt::Debug for SealedSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedSignIn({}, [redacted])", self.slot)
    }
}

/// What must be checked together is one value. State and nonce are hashes of the PKCE verifier, which keeps the cookie
/// small: none of the three tells another one.
#[derive(Serialize, Deserialize)]
pub(crate) struct PendingSignIn {
    #[serde(rename = "v")]
    pub verifier: PkceVerifier,
    #[serde(rename = "u")]
    expires_at: Timestamp,
    #[serde(rename = "r")]
    pub return_to: ReturnTo,
    /// What this sign-in is to confirm, if it is to confirm something.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub previous_auth: Option<PreviousAuth>,
    /// Whether it goes by way of the page for a new password.
    #[serde(rename = "n", default, skip_serializing_if = "std::ops::Not::not")]
    pub recovers: bool,
}

impl PendingSignIn {
    pub fn state(&self) -> State {
        State::from_random(self.derive("state"))
    }

    pub fn nonce(&self) -> Nonce {
        Nonce::from_random(self.derive("nonce"))
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        hash(purpose, &[self.verifier.expose().as_bytes()]).0
    }

    /// The end of its cookie's name.
    pub fn slot(&self) -> char {
        slot(self.state().expose())
    }
}

/// A sign-in that starts, and the cookies that change by it.
pub(crate) struct Kept {
    pub pending: PendingSignIn,
    pub set: SealedSignIn,
    /// The names of those that must go.
    pub dropped: Vec<char>,
}

/// Keeps sign-ins between their start and their callback. Cheap to clone.
#[derive(Clone)]
pub(crate) struct PendingSignIns {
    pub records: Records,
    pub random: Arc<dyn Randomness>,
    pub clock: Clock,
    /// From the start of a sign-in to its callback.
    pub lifetime: Duration,
}

impl PendingSignIns {
    /// Draws what a sign-in will be checked against, and makes room for it among those that wait in this browser.
    pub fn keep(
        &self,
        held: &BrowserCookies,
        return_to: ReturnTo,
        previous_auth: Option<PreviousAuth>,
        recovers: bool,
    ) -> Kept {
        let (random, keys) = (self.random.as_ref(), self.records.keys());
        let (mut stay, mut dropped) = newest(&keys, &held.pending);
        let surplus = stay.split_off(stay.len().min(AT_MOST - 1));
        dropped.extend(surplus.iter().map(|oldest| oldest.slot));
        let mut pending = PendingSignIn {
            verifier: PkceVerifier::from_random(draw(random)),
            expires_at: self.clock.now() + self.lifetime,
            return_to,
            previous_auth,
            recovers,
        };
        // A name that none of the others has: there are at most four of them.
        while stay.iter().any(|other| other.slot == pending.slot()) {
            pending.verifier = PkceVerifier::from_random(draw(random));
        }
        let plain = serde_json::to_vec(&pending).expect("a plain struct");
        let sealed = keys.seal(random, &context(pending.slot()), &plain);
        let set = SealedSignIn {
            slot: pending.slot(),
            value: URL_SAFE_NO_PAD.encode(sealed),
        };
        while size(&stay) + set.size() > MOST_BYTES {
            let Some(oldest) = stay.pop() else { break };
            dropped.push(oldest.slot);
        }
        dropped.retain(|slot| *slot != set.slot);
        Kept {
            pending,
            set,
            dropped,
        }
    }

    /// The sign-in of this browser and state, however old it is.
    pub fn find(&self, held: &BrowserCookies, state: &str) -> Option<PendingSignIn> {
        let keys = self.records.keys();
        let of_state = held.pending.iter().filter(|sealed| sealed.slot == slot(state));
        let mut opened = of_state.filter_map(|sealed| open(&keys, sealed));
        opened.find(|pending| pending.state().expose() == state)
    }

    pub fn is_too_old(&self, pending: &PendingSignIn) -> bool {
        pending.expires_at <= self.clock.now()
    }

    /// Notes that it was used; answers whether this is the first time. The mark lives as long as the sign-in itself.
    pub async fn use_up(&self, pending: &PendingSignIn) -> Result<bool, StoreError> {
        let key = Key {
            kind: RecordKind::UsedSignIn,
            id: hash("used sign-in", &[pending.state().expose().as_bytes()]),
        };
        let records = &self.records;
        let mark = records.sealed(key, GLOBAL_OWNER, &(), pending.expires_at);
        records.insert_if_absent(mark).await
    }
}

impl SealedSignIn {
    /// The longest name, the sign between and the value.
    fn size(&self) -> usize {
        "__Host-lc-signin-a=; ".len() + self.value.len()
    }
}

/// Those that open, the newest first, and the names of those that do not.
fn newest(keys: &KeyRing, held: &[SealedSignIn]) -> (Vec<SealedSignIn>, Vec<char>) {
    let (mut opened, mut dead) = (Vec::new(), Vec::new());
    for sealed in held {
        match open(keys, sealed) {
            Some(pending) => opened.push((pending.expires_at, sealed.clone())),
            None => dead.push(sealed.slot),
        }
    }
    // Of the same moment, what a browser sends last was set last (RFC 6265 section 5.4).
    opened.reverse();
    opened.sort_by_key(|(expires_at, _)| Reverse(*expires_at));
    (opened.into_iter().map(|(_, sealed)| sealed).collect(), dead)
}

fn open(keys: &KeyRing, sealed: &SealedSignIn) -> Option<PendingSignIn> {
    let bytes = URL_SAFE_NO_PAD.decode(&sealed.value).ok()?;
    let plain = keys.open(&context(sealed.slot), &bytes)?;
    serde_json::from_slice(&plain).ok()
}

/// Binds a value to its name, so that one cookie cannot be passed off as another.
fn context(slot: char) -> Vec<u8> {
    format!("sign-in under way:{slot}").into_bytes()
}

/// A short hash of the state.
fn slot(state: &str) -> char {
    let [first, ..] = hash("slot", &[state.as_bytes()]).0;
    char::from(SLOTS[usize::from(first) % SLOTS.len()])
}

/// Whether a cookie's name may end in it.
pub(crate) fn is_slot(text: &[u8]) -> bool {
    matches!(text, [one] if SLOTS.contains(one))
}

fn size(sealed: &[SealedSignIn]) -> usize {
    sealed.iter().map(SealedSignIn::size).sum()
}
