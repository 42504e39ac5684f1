//! The tokens of a session as they are stored.

use std::time::Duration;

use clock::Timestamp;
use cognito::{AccessToken, IdToken, RefreshToken, RefreshedTokens, TokenSet};
use serde::{Deserialize, Serialize};
use session_store::{Id, Key, RecordKind};

/// An access token with less than this left, or less than a tenth of its life, is refreshed.
const MARGIN: Duration = Duration::from_mins(1);

/// An access token with less than this left may be over before the pool sees it.
const LAST_MOMENT: Duration = Duration::from_secs(5);

/// The tokens of one session.
#[derive(Serialize, Deserialize)]
pub struct StoredTokens {
    pub(crate) access_token: AccessToken,
    pub(crate) id_token: IdToken,
    pub(crate) refresh_token: Option<RefreshToken>,
    issued_at: Timestamp,
    expires_at: Timestamp,
}

impl StoredTokens {
    /// What a token endpoint answered at `now`.
    #[must_use]
    pub fn new(set: TokenSet, now: Timestamp) -> Self {
        Self {
            access_token: set.access_token,
            id_token: set.id_token,
            refresh_token: set.refresh_token,
            issued_at: now,
            expires_at: now + set.expires_in,
        }
    }

    /// Without rotation the answer has no refresh token: the one we have stays (RFC 6749 section 6).
    pub(crate) fn renewed(self, new: RefreshedTokens, now: Timestamp) -> Self {
        Self {
            access_token: new.access_token,
            id_token: new.id_token.unwrap_or(self.id_token),
            refresh_token: new.refresh_token.or(self.refresh_token),
            issued_at: now,
            expires_at: now + new.expires_in,
        }
    }

    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        let life = self.expires_at.saturating_since(self.issued_at);
        self.expires_at.saturating_since(now) > MARGIN.min(life / 10)
    }

    /// Whether it can still be used.
    pub(crate) fn is_valid(&self, now: Timestamp) -> bool {
        self.expires_at.saturating_since(now) > LAST_MOMENT
    }
}

pub(crate) fn key(session: Id) -> Key {
    Key {
        kind: RecordKind::Tokens,
        id: session,
    }
}
