//! Misbehaviours by name: what a client must survive although no pool should ever do it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

/// One thing the pool can do wrong on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Misbehaviour {
    /// The ID token names another issuer.
    BadIss,
    /// The ID token is for another client.
    BadAud,
    /// The ID token carries another nonce.
    BadNonce,
    /// The ID token's signature is broken.
    BadSig,
    /// The ID token has `alg: none` and no signature.
    AlgNone,
    /// The ID token is signed by HMAC with the public key (PEM) as the secret.
    Hs256,
    /// The ID token names a key that the JWKS does not have.
    UnknownKid,
    /// The ID token expired an hour ago.
    Expired,
    /// The ID token was issued two days ago, and still has an hour to live.
    OldIat,
    /// The ID token says `token_use: access`.
    WrongTokenUse,
    /// The ID token is about another user than the access token.
    WrongSub,
    /// `/oauth2/userInfo` answers about another user.
    UserinfoWrongSub,
    /// The JWKS takes 30 seconds.
    SlowJwks,
    /// `/oauth2/token` takes 30 seconds.
    SlowToken,
    /// `/oauth2/token`, `userInfo`, `revoke` answer 429; the JSON API `TooManyRequestsException`.
    #[serde(rename = "429")]
    Throttle,
    /// `/oauth2/token`, `userInfo`, `revoke` answer 500; the JSON API `InternalErrorException`.
    #[serde(rename = "500")]
    ServerError,
    /// `/oauth2/token`, `userInfo` and the JSON API answer 200 with half a document.
    MalformedJson,
    /// The connection of a call to `/oauth2/token`, `userInfo`, `revoke` or the JSON API is closed before the call
    /// has any effect.
    DropConnection,
    /// A refresh is refused as if the token had been revoked.
    RefreshRevoked,
    /// A refresh happens (and rotates), but its answer never arrives.
    LostRefreshAnswer,
    /// The redirect back to the app lacks `state`.
    DropState,
    /// An authorization code works a second time.
    CodeTwice,
}

/// All of them, in the order of the documentation.
pub const MISBEHAVIOURS: [Misbehaviour; 22] = {
    use Misbehaviour as M;
    [
        M::BadIss,
        M::BadAud,
        M::BadNonce,
        M::BadSig,
        M::AlgNone,
        M::Hs256,
        M::UnknownKid,
        M::Expired,
        M::OldIat,
        M::WrongTokenUse,
        M::WrongSub,
        M::UserinfoWrongSub,
        M::SlowJwks,
        M::SlowToken,
        M::Throttle,
        M::ServerError,
        M::MalformedJson,
        M::DropConnection,
        M::RefreshRevoked,
        M::LostRefreshAnswer,
        M::DropState,
        M::CodeTwice,
    ]
};

/// How often to misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// The next time only.
    Once,
    /// The next so many times.
    Exactly(u32),
    /// Until told otherwise.
    Always,
}

/// What is switched on.
#[derive(Debug, Default)]
pub(crate) struct Switches(Mutex<BTreeMap<Misbehaviour, Times>>);

impl Switches {
    pub fn set(&self, which: Misbehaviour, times: Times) {
        self.lock().insert(which, times);
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    /// Names of what is switched on.
    pub fn active(&self) -> Vec<Misbehaviour> {
        self.lock().keys().copied().collect()
    }

    /// Whether to do it now; counts down.
    pub fn take(&self, which: Misbehaviour) -> bool {
        let mut on = self.lock();
        let left = match on.get(&which) {
            None | Some(Times::Exactly(0)) => return false,
            Some(Times::Always) => return true,
            Some(Times::Once) => 0,
            Some(Times::Exactly(n)) => n - 1,
        };
        if left == 0 {
            on.remove(&which);
        } else {
            on.insert(which, Times::Exactly(left));
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Misbehaviour, Times>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misbehaviour_ends_after_its_times() {
        let switches = Switches::default();
        switches.set(Misbehaviour::BadSig, Times::Exactly(2));
        let seen: Vec<bool> = (0..3).map(|_| switches.take(Misbehaviour::BadSig)).collect();
        assert_eq!(seen, [true, true, false]);
    }
}
