//! A signed-in session: who, since when, and with which tokens. What the store keeps of it, and how its person is named.

use std::time::Duration;

use clock::Timestamp;
use cognito::{AccessToken, IdToken, Issuer, RefreshToken, RefreshedTokens, Subject, TokenSet};
use serde::{Deserialize, Serialize};
use session_store::{Id, Key, RecordKind, hash};

use crate::device::Device;

/// An access token with less than this left, or less than a tenth of its life, is refreshed.
const MARGIN: Duration = Duration::from_mins(1);

/// An access token with less than this left may be over before the pool sees it.
const LAST_MOMENT: Duration = Duration::from_secs(5);

/// A live session.
#[derive(Clone, Debug)]
pub struct Session {
    pub(crate) id: Id,
    pub(crate) record: SessionRecord,
    /// Hashed once: a page asks a dozen times.
    user: Id,
}

/// What is stored of a session. The user is the pair of issuer and subject (ASVS 10.5.2).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SessionRecord {
    pub issuer: Issuer,
    pub subject: Subject,
    pub username: String,
    pub signed_in_at: Timestamp,
    pub authenticated_at: Timestamp,
    pub used_at: Timestamp,
    #[serde(default)]
    pub device: Device,
    /// The identity providers this sign-in came through.
    #[serde(default)]
    pub providers: Vec<String>,
    /// Whether the user is still to review what another one may have filled in before them.
    #[serde(default)]
    pub is_to_review: bool,
}

/// The owner of all sessions of a user, and the id of what is kept of them beyond one session.
#[must_use]
pub fn user(issuer: &Issuer, subject: &Subject) -> Id {
    hash("user", &[issuer.as_str().as_bytes(), subject.as_str().as_bytes()])
}

impl Session {
    pub(crate) fn new(id: Id, record: SessionRecord) -> Self {
        let user = user(&record.issuer, &record.subject);
        Self { id, record, user }
    }

    /// What the store knows it by. Opens nothing.
    #[must_use]
    pub fn id(&self) -> Id {
        self.id
    }

    /// The user's `sub`: stable, unique in the pool.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.record.subject
    }

    /// The user name in the pool; in pools with e-mail sign-in that is the `sub`.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.record.username
    }

    /// When the person last proved who they are (`auth_time`).
    #[must_use]
    pub fn authenticated_at(&self) -> Timestamp {
        self.record.authenticated_at
    }

    /// When this session began.
    #[must_use]
    pub fn signed_in_at(&self) -> Timestamp {
        self.record.signed_in_at
    }

    /// The identity providers of the account, by their names in the pool; empty for a password in the pool.
    #[must_use]
    pub fn providers(&self) -> &[String] {
        &self.record.providers
    }

    /// Whether the person is still to look through the answers of the sign-up form: another user may have given them.
    #[must_use]
    pub fn is_to_review(&self) -> bool {
        self.record.is_to_review
    }

    /// The user, whom all their sessions belong to: the pair of issuer and subject, never an e-mail address.
    #[must_use]
    pub fn user(&self) -> Id {
        self.user
    }
}

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

pub(crate) fn key(id: Id) -> Key {
    Key {
        kind: RecordKind::Session,
        id,
    }
}

/// What is cached of a user as long as they have a session.
#[must_use]
pub fn profile_key(user: Id) -> Key {
    Key {
        kind: RecordKind::Profile,
        id: user,
    }
}

/// Where the tokens of a session are, for code that reads them together with other records.
#[must_use]
pub fn tokens_key(session: Id) -> Key {
    Key {
        kind: RecordKind::Tokens,
        id: session,
    }
}
