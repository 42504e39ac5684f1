//! A signed-in session: who, since when. What the store keeps of it, and how its person is named.

use clock::Timestamp;
use cognito::{Issuer, Subject};
use serde::{Deserialize, Serialize};
use session_store::{Id, Key, RecordKind, hash};

use crate::device::Device;

/// A live session.
#[derive(Clone, Debug)]
pub struct Session {
    pub(crate) id: Id,
    pub(crate) record: SessionRecord,
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
    /// Whether the person is still to look through what somebody else may have filled in before them.
    #[serde(default)]
    pub is_to_review: bool,
}

/// The owner of all sessions of a user, and the id of what is kept of them beyond one session.
#[must_use]
pub fn user(issuer: &Issuer, subject: &Subject) -> Id {
    hash("user", &[issuer.as_str().as_bytes(), subject.as_str().as_bytes()])
}

impl Session {
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

    /// Whether the person is still to look through the answers of the sign-up form: somebody else may have given them.
    #[must_use]
    pub fn is_to_review(&self) -> bool {
        self.record.is_to_review
    }

    /// The user, whom all their sessions belong to: the pair of issuer and subject, never an e-mail address.
    #[must_use]
    pub fn user(&self) -> Id {
        user(&self.record.issuer, &self.record.subject)
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
