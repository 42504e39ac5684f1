//! What a pool is made of at the start: a file in TOML, or plain data.

mod check;
mod check_client;
mod install;

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use url::Url;

pub use crate::password::PasswordPolicy;
pub use crate::state::{Mfa, UserStatus};

pub(crate) use check::is_custom_name;
pub(crate) use check_client::{AUTH_FLOWS, OAUTH_FLOWS, SCOPES, is_secret, url_problem};
pub(crate) use install::{DEFAULT_AUTH_FLOWS, install};

const DEMO: &str = include_str!("../../seeds/demo.toml");

/// Pools with their clients and users. See `seeds/demo.toml` for a file that has everything.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Seed {
    /// At least one.
    pub pools: Vec<PoolSeed>,
}

/// One user pool.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct PoolSeed {
    /// Such as `eu-west-1_local0001`: AWS clients insist on the shape `{region}_{letters and digits}`.
    pub id: String,
    /// Shown on the pages.
    pub name: String,
    /// `email` and/or `phone_number`: people sign in by these instead of a user name.
    #[serde(default)]
    pub username_attributes: Vec<String>,
    /// `email`, `phone_number`, `preferred_username`: people may sign in by these too.
    #[serde(default)]
    pub alias_attributes: Vec<String>,
    /// Standard attributes that are required at sign-up.
    #[serde(default)]
    pub required_attributes: Vec<String>,
    /// Attributes besides the standard ones.
    #[serde(default)]
    pub custom_attributes: Vec<CustomAttributeSeed>,
    /// A code is sent to these when they are given: `email`, `phone_number`.
    #[serde(default)]
    pub auto_verified_attributes: Vec<String>,
    /// The old value stays until the new one is proven: `email`, `phone_number`.
    #[serde(default)]
    pub attributes_require_verification_before_update: Vec<String>,
    /// The pool's rules for passwords.
    #[serde(default)]
    pub password_policy: PasswordPolicy,
    /// Whether people may sign up by themselves.
    #[serde(default = "yes")]
    pub self_sign_up: bool,
    /// Whether `Alice` and `alice` are two people.
    #[serde(default)]
    pub case_sensitive_usernames: bool,
    /// Second factor: `off`, `optional`, `on`.
    #[serde(default)]
    pub mfa: Mfa,
    /// App clients.
    #[serde(default)]
    pub clients: Vec<ClientSeed>,
    /// Groups by name.
    #[serde(default)]
    pub groups: BTreeMap<String, GroupSeed>,
    /// Resource servers by identifier, for scopes of one's own.
    #[serde(default)]
    pub resource_servers: BTreeMap<String, ResourceServerSeed>,
    /// People.
    #[serde(default)]
    pub users: Vec<UserSeed>,
}

/// The type of a custom attribute.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum AttributeType {
    /// Text; `min` and `max` are lengths.
    String,
    /// A number; `min` and `max` are its range.
    Number,
    /// A date and time.
    DateTime,
    /// `true` or `false`.
    Boolean,
}

/// One custom attribute.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct CustomAttributeSeed {
    /// Without the `custom:` prefix; 1 to 20 characters.
    pub name: String,
    /// `String`, `Number`, `DateTime` or `Boolean`.
    #[serde(rename = "type")]
    pub attribute_type: AttributeType,
    /// Shortest length or smallest number.
    pub min: Option<i64>,
    /// Greatest length or number.
    pub max: Option<i64>,
    /// Whether it can be changed once the user exists.
    #[serde(default = "yes")]
    pub mutable: bool,
}

/// One app client. `Debug` does not show its secret.
#[derive(Clone, Deserialize, PartialEq, Eq)]
pub struct ClientSeed {
    /// Letters, digits, `_` and `+`; real ones have 26 lower-case letters and digits.
    pub id: String,
    /// For the operator's eyes.
    pub name: String,
    /// 24 to 64 letters, digits, `_` and `+`. A client without one is public.
    pub secret: Option<String>,
    /// Another that is good as well, while one takes the place of the other.
    pub second_secret: Option<String>,
    /// Where `/oauth2/authorize` may send people, to the byte.
    #[serde(default)]
    pub callback_urls: Vec<String>,
    /// Where `/logout` may send people, to the byte.
    #[serde(default)]
    pub logout_urls: Vec<String>,
    /// Used when `redirect_uri` is left out.
    pub default_redirect_uri: Option<String>,
    /// Allowed OAuth scopes.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Allowed OAuth flows: `code`, `implicit`, `client_credentials`.
    #[serde(default)]
    pub flows: Vec<String>,
    /// Allowed flows of `InitiateAuth`, such as `ALLOW_USER_SRP_AUTH`. Left out: Cognito's default three.
    pub explicit_auth_flows: Option<Vec<String>>,
    /// Attributes the client sees. Left out: the standard ones.
    pub read_attributes: Option<Vec<String>>,
    /// Attributes the client changes. Left out: the standard ones.
    pub write_attributes: Option<Vec<String>>,
    /// 300 to 86,400; 3,600 if left out.
    pub access_token_seconds: Option<i64>,
    /// 300 to 86,400; 3,600 if left out.
    pub id_token_seconds: Option<i64>,
    /// 3,600 to 315,360,000; 30 days if left out.
    pub refresh_token_seconds: Option<i64>,
    /// 180 to 900; 180 if left out.
    pub auth_session_seconds: Option<i64>,
    /// `PreventUserExistenceErrors`: whether an unknown name looks like a wrong password.
    #[serde(default)]
    pub prevent_user_existence_errors: bool,
    /// `EnableTokenRevocation`
    #[serde(default = "yes")]
    pub token_revocation: bool,
    /// Refuses `/oauth2/authorize` without PKCE. Not a setting of Cognito: for tests of clients that always send it.
    #[serde(default)]
    pub require_pkce: bool,
    /// `RefreshTokenRotation`: present means enabled.
    pub refresh_token_rotation: Option<RotationSeed>,
    /// How its pages look: what `CreateManagedLoginBranding` takes. Left out: as the local pool's own.
    pub style: Option<StyleSeed>,
}

/// A style of managed login. A picture of it that is none of Cognito's is not shown.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "PascalCase")]
pub struct StyleSeed {
    /// `Settings`
    pub settings: serde_json::Value,
    /// `Assets`, each with its members by their names.
    #[serde(default)]
    pub assets: Vec<BTreeMap<String, String>>,
}

/// Rotation of refresh tokens.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct RotationSeed {
    /// `RetryGracePeriodSeconds`, 0 to 60: how long the old token still works.
    #[serde(default)]
    pub grace_seconds: i64,
}

/// A group.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct GroupSeed {
    /// What it is for.
    pub description: Option<String>,
    /// Lower comes first.
    pub precedence: Option<i64>,
}

/// A resource server.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct ResourceServerSeed {
    /// For the operator's eyes.
    pub name: String,
    /// Scope names with descriptions; a client asks for `{identifier}/{scope}`.
    #[serde(default)]
    pub scopes: BTreeMap<String, String>,
}

/// A person. `Debug` shows neither password nor attributes.
#[derive(Clone, Deserialize, PartialEq, Eq)]
pub struct UserSeed {
    /// Left out in pools where people sign in by e-mail or phone: a UUID is made.
    pub username: Option<String>,
    /// In the clear, so only for made-up people. Left out: cannot sign in by password.
    pub password: Option<String>,
    /// Standard and custom attributes; values are strings. May hold `sub`.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// `CONFIRMED` if left out.
    pub status: Option<UserStatus>,
    /// Whether the account works.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Names of groups.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Accounts at identity providers that were linked to this one (`AdminLinkProviderForUser`).
    #[serde(default)]
    pub identities: Vec<IdentitySeed>,
}

/// An account at an identity provider. There are no identity providers here: this is what a person who came through
/// one has in the ID token.
#[derive(Clone, Deserialize, PartialEq, Eq)]
pub struct IdentitySeed {
    /// The provider's name in the pool, such as `Google`.
    pub provider_name: String,
    /// `Facebook`, `Google`, `LoginWithAmazon`, `SignInWithApple`, `SAML` or `OIDC`.
    pub provider_type: String,
    /// The person's name there.
    pub user_id: String,
}

impl fmt::Debug for IdentitySeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentitySeed")
            .field("provider_name", &self.provider_name)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ClientSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientSeed")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UserSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserSeed")
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

fn yes() -> bool {
    true
}

/// Everything that is wrong with a seed, at once.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the seed has {} problem(s):\n- {}", .0.len(), .0.join("\n- "))]
pub struct SeedError(pub Vec<String>);

impl Seed {
    /// The pool the project is shown with: e-mail sign-in, custom attributes of all four types, one client, two people.
    ///
    /// # Panics
    /// Never: the embedded file is covered by a test.
    #[must_use]
    pub fn demo() -> Self {
        Self::from_toml(DEMO).expect("a test reads the embedded seed")
    }

    /// E-mail address and password of everybody in [`Seed::demo`], to be printed at the start.
    #[must_use]
    pub fn demo_users() -> Vec<(String, String)> {
        let people = Self::demo().pools.into_iter().flat_map(|pool| pool.users);
        people
            .filter_map(|user| Some((user.attributes.get("email")?.clone(), user.password?)))
            .collect()
    }

    /// Reads a seed file. Unknown keys and impossible values are refused, all of them at once.
    pub fn from_toml(text: &str) -> Result<Self, SeedError> {
        let mut problems = Vec::new();
        let parser = toml::Deserializer::parse(text).map_err(|error| SeedError(vec![error.to_string()]))?;
        let unknown =
            |path: serde_ignored::Path<'_>| problems.push(format!("`{path}` is not a key of a seed"));
        let seed: Result<Self, _> = serde_ignored::deserialize(parser, unknown);
        match seed {
            Err(error) => problems.push(error.to_string().trim_end().to_owned()),
            Ok(seed) => {
                problems.extend(check::problems(&seed));
                if problems.is_empty() {
                    return Ok(seed);
                }
            }
        }
        Err(SeedError(problems))
    }

    /// Refuses impossible values, all of them at once. [`crate::Builder::start`] does it too.
    pub fn check(&self) -> Result<(), SeedError> {
        let problems = check::problems(self);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(SeedError(problems))
        }
    }

    /// Moves the callback and sign-out URLs of all clients to another origin, paths kept: for an app on a random port.
    #[must_use]
    pub fn with_app_origin(mut self, origin: &Url) -> Self {
        let moved = |text: &mut String| {
            if let Ok(url) = Url::parse(text) {
                let rest = url.as_str()[url.origin().ascii_serialization().len()..].to_owned();
                *text = origin.origin().ascii_serialization() + &rest;
            }
        };
        for client in self.pools.iter_mut().flat_map(|pool| &mut pool.clients) {
            client.callback_urls.iter_mut().for_each(moved);
            client.logout_urls.iter_mut().for_each(moved);
            client.default_redirect_uri.iter_mut().for_each(moved);
        }
        self
    }
}
