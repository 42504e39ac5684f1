//! A user of a pool.

use std::collections::{BTreeMap, BTreeSet};

use clock::Timestamp;
use serde::{Deserialize, Serialize};

use super::table::Row;
use crate::password::PasswordHash;
use crate::srp::SrpVerifier;

/// `UserStatus`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum UserStatus {
    /// Signed up, not confirmed yet.
    Unconfirmed,
    /// Can sign in.
    Confirmed,
    /// Must ask for a code and choose a new password.
    ResetRequired,
    /// Has a temporary password and must choose another one.
    ForceChangePassword,
}

impl UserStatus {
    /// The spelling of the API.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unconfirmed => "UNCONFIRMED",
            Self::Confirmed => "CONFIRMED",
            Self::ResetRequired => "RESET_REQUIRED",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
        }
    }
}

/// A user. `sub` never changes; `username` is the same as `sub` where people sign in by e-mail or phone.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct User {
    pub pool: String,
    pub sub: String,
    pub username: String,
    pub password: Option<PasswordHash>,
    /// For `USER_SRP_AUTH`; none in pools whose clients do not use it.
    pub srp: Option<SrpVerifier>,
    /// Until when an administrator's temporary password works.
    pub temporary_until: Option<Timestamp>,
    pub totp: Option<Totp>,
    /// The second factor is asked for.
    pub totp_enabled: bool,
    pub totp_preferred: bool,
    /// Everything except `sub`; all values are strings.
    pub attributes: BTreeMap<String, String>,
    pub status: UserStatus,
    pub enabled: bool,
    pub groups: BTreeSet<String>,
    /// Accounts at identity providers that are linked to this one.
    #[serde(default)]
    pub identities: Vec<Identity>,
    pub sign_up_code: Option<Code>,
    pub reset_code: Option<Code>,
    /// Codes for `email` and `phone_number`, with the value that waits for them.
    pub attribute_codes: BTreeMap<String, AttributeCode>,
    pub failures: Failures,
    /// Everything issued before this moment is void.
    pub signed_out_at: Option<Timestamp>,
    pub created: Timestamp,
    pub modified: Timestamp,
}

/// An account at an identity provider, as the claim `identities` has it: everything is a string.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    pub user_id: String,
    pub provider_name: String,
    pub provider_type: String,
    /// Of SAML only.
    pub issuer: Option<String>,
    pub primary: String,
    /// Milliseconds since the epoch.
    pub date_created: String,
}

/// A code that was sent.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Code {
    pub value: String,
    pub until: Timestamp,
    /// Wrong guesses so far.
    #[serde(default)]
    pub failed: u32,
}

/// A code that proves an attribute.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AttributeCode {
    pub code: Code,
    /// The value that becomes the attribute's once the code is entered; none when it is set already.
    pub new_value: Option<String>,
}

/// An authenticator app (RFC 6238).
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Totp {
    /// Base32.
    pub secret: String,
    /// A code of it was seen once.
    pub verified: bool,
    /// The last time step whose code was used: each code works once.
    pub last_step: Option<i64>,
}

/// Failed passwords in a row.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Failures {
    pub count: u32,
    pub locked_until: Option<Timestamp>,
}

impl User {
    /// A new, enabled user.
    pub fn new(pool: &str, sub: String, username: String, status: UserStatus, now: Timestamp) -> Self {
        Self {
            pool: pool.into(),
            sub,
            username,
            password: None,
            srp: None,
            temporary_until: None,
            totp: None,
            totp_enabled: false,
            totp_preferred: false,
            attributes: BTreeMap::new(),
            status,
            enabled: true,
            groups: BTreeSet::new(),
            identities: Vec::new(),
            sign_up_code: None,
            reset_code: None,
            attribute_codes: BTreeMap::new(),
            failures: Failures::default(),
            signed_out_at: None,
            created: now,
            modified: now,
        }
    }

    /// The value of an attribute, `sub` included.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        if name == "sub" {
            Some(&self.sub)
        } else {
            self.attributes.get(name).map(String::as_str)
        }
    }

    /// Whether a code of an authenticator app is asked for at sign-in.
    pub fn uses_totp(&self) -> bool {
        self.totp_enabled && self.totp.as_ref().is_some_and(|totp| totp.verified)
    }

    /// Whether `email` or `phone_number` was proven.
    pub fn is_verified(&self, flag: &str) -> bool {
        self.attribute(flag)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }
}

impl Row for User {
    const TABLE: &'static str = "users";
}
