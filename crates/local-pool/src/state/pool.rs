//! A user pool and its app clients, as configured.

use std::collections::{BTreeMap, BTreeSet};

use clock::Timestamp;
use serde::{Deserialize, Serialize};

use super::client_secrets::ClientSecrets;
use super::lifetimes::Lifetimes;
use super::table::Row;
use crate::attributes::Schema;
use crate::password::PasswordPolicy;

/// A user pool (API reference, `UserPoolType`).
#[derive(Clone, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "as Cognito has them")]
pub(crate) struct UserPool {
    pub id: String,
    pub name: String,
    pub schema: Schema,
    /// `email`, `phone_number`: people sign in by these instead of a user name.
    pub username_attributes: Vec<String>,
    /// `email`, `phone_number`, `preferred_username`: people sign in by these as well, once proven.
    pub alias_attributes: Vec<String>,
    pub auto_verified_attributes: Vec<String>,
    pub verify_before_update: Vec<String>,
    pub password_policy: PasswordPolicy,
    pub self_sign_up: bool,
    pub case_sensitive: bool,
    pub mfa: Mfa,
    /// Passkeys, and second factors beside authenticator apps: the texts of `SetUserPoolMfaConfig` by structure. Kept and shown only.
    #[serde(default)]
    pub other_factors: BTreeMap<String, BTreeMap<String, String>>,
    /// `SignInPolicy`: what people may begin with, when it is set. Kept and shown only.
    #[serde(default)]
    pub first_factors: Vec<String>,
    /// `AccountRecoverySetting`, when it is set: where codes for a forgotten password go, most wanted first.
    #[serde(default)]
    pub recovery: Option<Vec<Recovery>>,
    pub groups: BTreeMap<String, Group>,
    /// Identifier of a resource server, and its scopes.
    pub resource_servers: BTreeMap<String, ResourceServer>,
    #[serde(default)]
    pub domain: Option<Domain>,
    /// `DeletionProtection`
    #[serde(default)]
    pub deletion_protected: bool,
    #[serde(default)]
    pub tier: Tier,
    /// `EmailConfiguration`, when it is not Cognito's own sender.
    #[serde(default)]
    pub email_sender: BTreeMap<String, String>,
    /// `SmsConfiguration`
    #[serde(default)]
    pub sms_sender: BTreeMap<String, String>,
    /// What is written with codes, and to those who are invited, where it is not in the service's own words.
    #[serde(default)]
    pub code_message: MessageTemplate,
    #[serde(default)]
    pub invite_message: MessageTemplate,
    /// `IssuerConfiguration` `UPDATED`. Kept and shown only: tokens name this pool's own address.
    #[serde(default)]
    pub has_updated_issuer: bool,
    /// `UserPoolTags`
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// The styles of managed login by client.
    #[serde(default)]
    pub styles: BTreeMap<String, Style>,
    pub created: Timestamp,
    pub modified: Timestamp,
}

/// Words of one's own (API reference, `MessageTemplateType`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MessageTemplate {
    pub email: Option<String>,
    pub subject: Option<String>,
    pub text_message: Option<String>,
}

/// `MfaConfiguration`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mfa {
    /// No second factor.
    #[default]
    Off,
    /// A second factor for users who have set one up.
    Optional,
    /// Everybody must set one up.
    On,
}

impl Mfa {
    /// On the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Off => "OFF",
            Self::Optional => "OPTIONAL",
            Self::On => "ON",
        }
    }
}

/// A proven address for codes (API reference, `RecoveryOptionType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Recovery {
    Email,
    PhoneNumber,
}

impl Recovery {
    /// Both, in the order of the console's new pools.
    pub const EMAIL_FIRST: [Self; 2] = [Self::Email, Self::PhoneNumber];
    /// What counts without the setting: SMS is preferred over e-mail (API reference, `CreateUserPool`).
    pub const UNSET: [Self; 2] = [Self::PhoneNumber, Self::Email];

    /// `Name` on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "verified_email",
            Self::PhoneNumber => "verified_phone_number",
        }
    }

    /// The attribute with the address.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
        }
    }
}

/// A group of users (API reference, `GroupType`).
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Group {
    pub description: Option<String>,
    pub role_arn: Option<String>,
    pub precedence: Option<i64>,
    pub created: Timestamp,
    pub modified: Timestamp,
}

/// A resource server with its scopes (API reference, `ResourceServerType`).
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct ResourceServer {
    pub name: String,
    /// Scope name and description.
    pub scopes: BTreeMap<String, String>,
}

/// `UserPoolTier`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Tier {
    Lite,
    #[default]
    Essentials,
    Plus,
}

impl Tier {
    /// All of them, with their names on the wire.
    pub const ALL: [(&str, Self); 3] = [
        ("LITE", Self::Lite),
        ("ESSENTIALS", Self::Essentials),
        ("PLUS", Self::Plus),
    ];

    /// On the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lite => "LITE",
            Self::Essentials => "ESSENTIALS",
            Self::Plus => "PLUS",
        }
    }
}

/// A style of managed login (API reference, `ManagedLoginBrandingType`). What it says is kept and shown, and some of it heeded by the
/// pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Style {
    pub id: String,
    pub created: Timestamp,
    /// If it is not the service's own.
    #[serde(default)]
    pub look: Option<Look>,
}

/// `Settings` and `Assets` of a style.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Look {
    pub settings: serde_json::Value,
    /// Members by their names.
    pub assets: Vec<BTreeMap<String, String>>,
}

/// A prefix domain (API reference, `CreateUserPoolDomain`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Domain {
    pub prefix: String,
    /// `ManagedLoginVersion`
    pub version: i64,
    /// The ARN of its certificate, if it is a domain of the operator's own.
    #[serde(default)]
    pub certificate: Option<String>,
}

impl UserPool {
    /// Whether its pages are those of the classic hosted UI: what a domain has unless managed login is asked for. A seeded
    /// pool, which has no domain, shows managed login.
    pub fn has_classic_pages(&self) -> bool {
        self.domain.as_ref().is_some_and(|domain| domain.version == 1)
    }

    /// Whether it has managed login, and no style for this client: then there is nothing to show. A pool without a domain
    /// shows its pages anyway.
    pub fn lacks_style(&self, client: &str) -> bool {
        self.domain.as_ref().is_some_and(|domain| domain.version > 1) && !self.styles.contains_key(client)
    }

    /// Where codes for a forgotten password go, most wanted first.
    pub fn recovery(&self) -> &[Recovery] {
        self.recovery.as_deref().unwrap_or(&Recovery::UNSET)
    }

    /// Whether this is the pool's prefix domain.
    pub fn has_domain(&self, prefix: &str) -> bool {
        self.domain.as_ref().is_some_and(|domain| domain.prefix == prefix)
    }
}

/// An app client (API reference, `UserPoolClientType`).
#[derive(Clone, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "as Cognito has them")]
pub(crate) struct Client {
    pub id: String,
    pub pool: String,
    pub name: String,
    #[serde(rename = "secret")]
    pub secrets: ClientSecrets,
    pub callback_urls: Vec<String>,
    pub logout_urls: Vec<String>,
    pub default_redirect_uri: Option<String>,
    /// `AllowedOAuthFlowsUserPoolClient`: without it the OAuth settings do not count.
    pub oauth_enabled: bool,
    pub scopes: BTreeSet<String>,
    pub oauth_flows: BTreeSet<String>,
    pub auth_flows: BTreeSet<String>,
    pub read_attributes: Option<Vec<String>>,
    pub write_attributes: Option<Vec<String>>,
    pub lifetimes: Lifetimes,
    pub hide_unknown_users: bool,
    pub token_revocation: bool,
    /// Not a setting of Cognito: see the seed.
    #[serde(default)]
    pub require_pkce: bool,
    pub rotation: Option<Rotation>,
    pub created: Timestamp,
    pub modified: Timestamp,
}

/// `RefreshTokenRotation`, when enabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rotation {
    pub grace_seconds: i64,
}

impl Client {
    /// Whether the client may use an OAuth flow: `code`, `implicit`, `client_credentials`.
    pub fn allows(&self, flow: &str) -> bool {
        self.oauth_enabled && self.oauth_flows.contains(flow)
    }

    /// Whether the client may use an authentication flow such as `ALLOW_USER_SRP_AUTH`.
    pub fn allows_auth(&self, flow: &str) -> bool {
        self.auth_flows.contains(flow)
    }
}

impl Row for UserPool {
    const TABLE: &'static str = "pools";
}

impl Row for Client {
    const TABLE: &'static str = "clients";
}
