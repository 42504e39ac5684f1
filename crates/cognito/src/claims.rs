//! What verified tokens say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use clock::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::attributes::{self, Names};
use crate::{ClientId, Issuer, Nonce, Subject, TokenError};

/// The claims of a verified ID token (Cognito developer guide, "Understanding the identity token").
/// `Debug` leaves out what is personal.
#[derive(Clone, PartialEq, Eq)]
pub struct IdClaims {
    /// `iss`, in the spelling of the token. With `subject` it names a person.
    pub issuer: Issuer,
    /// `sub`.
    pub subject: Subject,
    /// `cognito:username`; the same as `sub` in pools where people sign in with an e-mail address.
    pub username: String,
    /// When the person last proved who they are. A refresh does not renew it.
    pub auth_time: Timestamp,
    /// `iat`.
    pub issued_at: Timestamp,
    /// `exp`.
    pub expires_at: Timestamp,
    /// `email`.
    pub email: Option<String>,
    /// `email_verified`, sent as a boolean or as a string.
    pub email_verified: Option<bool>,
    /// `cognito:groups`.
    pub groups: Vec<String>,
    /// The accounts at identity providers behind this one.
    pub identities: Vec<Identity>,
    /// `amr`: how the person proved who they are, if the pool says (RFC 8176).
    pub factors: Vec<String>,
    /// `nonce`.
    pub nonce: Option<Nonce>,
    /// Standard attributes (without `sub`) and custom ones, spelled as the user API does: all strings.
    pub attributes: BTreeMap<String, String>,
    /// Those of the attributes that the token has as booleans or numbers.
    pub not_text: BTreeSet<String>,
}

/// An account at an identity provider.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Identity {
    /// Who the person is there.
    #[serde(rename = "userId")]
    pub user_id: String,
    /// The provider's name in the pool.
    #[serde(rename = "providerName")]
    pub provider_name: String,
    /// `SAML`, `OIDC`, `Google`, …
    #[serde(rename = "providerType")]
    pub provider_type: String,
}

/// The claims of a verified access token (Cognito developer guide, "Understanding the access token").
#[derive(Clone, PartialEq, Eq)]
pub struct AccessClaims {
    /// `iss`, in the spelling of the token.
    pub issuer: Issuer,
    /// `sub`.
    pub subject: Subject,
    /// `username`.
    pub username: String,
    /// `client_id`.
    pub client_id: ClientId,
    /// The words of `scope`.
    pub scopes: Vec<String>,
    /// `cognito:groups`.
    pub groups: Vec<String>,
    /// When the person last proved who they are.
    pub auth_time: Timestamp,
    /// `iat`.
    pub issued_at: Timestamp,
    /// `exp`.
    pub expires_at: Timestamp,
}

impl AccessClaims {
    /// Whether the token has a scope.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|own| own == scope)
    }
}

/// The claims of a token as they are on the wire.
pub(crate) struct RawClaims(pub Map<String, Value>);

impl RawClaims {
    /// A string that is there and not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// A moment, in whole seconds since the Unix epoch.
    pub fn time(&self, name: &str) -> Option<Timestamp> {
        self.0.get(name)?.as_i64().map(Timestamp::from_unix_seconds)
    }

    fn list<T: serde::de::DeserializeOwned>(&self, name: &str) -> Vec<T> {
        let items = self.0.get(name).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .filter_map(|item| serde_json::from_value(item.clone()).ok())
            .collect()
    }

    fn flag(&self, name: &str) -> Option<bool> {
        match self.0.get(name)? {
            Value::Bool(flag) => Some(*flag),
            // Cognito takes booleans in any case and may give them back as it took them.
            Value::String(text) => text.to_ascii_lowercase().parse().ok(),
            _ => None,
        }
    }
}

/// What the claims of both tokens have in common, once checked.
pub(crate) struct Checked {
    pub issuer: Issuer,
    pub subject: Subject,
    pub auth_time: Timestamp,
    pub issued_at: Timestamp,
    pub expires_at: Timestamp,
}

impl IdClaims {
    pub(crate) fn new(checked: Checked, raw: &RawClaims) -> Result<Self, TokenError> {
        let Checked {
            issuer,
            subject,
            auth_time,
            issued_at,
            expires_at,
        } = checked;
        Ok(Self {
            issuer,
            subject,
            username: raw
                .text("cognito:username")
                .ok_or(TokenError::UsernameMissing)?
                .to_owned(),
            auth_time,
            issued_at,
            expires_at,
            email: raw.text("email").map(str::to_owned),
            email_verified: raw.flag("email_verified"),
            groups: raw.list("cognito:groups"),
            identities: raw.list("identities"),
            factors: raw.list("amr"),
            nonce: raw.text("nonce").map(Nonce::from),
            attributes: attributes::among(&raw.0),
            not_text: attributes::not_text_among(&raw.0),
        })
    }
}

impl AccessClaims {
    pub(crate) fn new(checked: Checked, client_id: &ClientId, raw: &RawClaims) -> Result<Self, TokenError> {
        let Checked {
            issuer,
            subject,
            auth_time,
            issued_at,
            expires_at,
        } = checked;
        Ok(Self {
            issuer,
            subject,
            username: raw
                .text("username")
                .ok_or(TokenError::UsernameMissing)?
                .to_owned(),
            client_id: client_id.clone(),
            scopes: raw
                .text("scope")
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            groups: raw.list("cognito:groups"),
            auth_time,
            issued_at,
            expires_at,
        })
    }
}

impl fmt::Debug for IdClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdClaims")
            .field("issuer", &self.issuer)
            .field("subject", &self.subject)
            .field("auth_time", &self.auth_time)
            .field("issued_at", &self.issued_at)
            .field("expires_at", &self.expires_at)
            .field("attributes", &Names(&self.attributes))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("provider_name", &self.provider_name)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for AccessClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessClaims")
            .field("issuer", &self.issuer)
            .field("subject", &self.subject)
            .field("scopes", &self.scopes)
            .field("issued_at", &self.issued_at)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
