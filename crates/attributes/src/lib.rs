#![doc = include_str!("../README.md")]

mod account;
mod ask;
mod attribute;
#[cfg(test)]
mod builder;
mod changes;
mod consent;
mod contact;
#[cfg(feature = "toml")]
mod file;
mod input;
mod password;
mod pattern;
mod rule;
mod schema;
mod sign_up;
mod text;
mod tick;
mod value;

use std::collections::BTreeMap;

pub use account::{Account, NameRule, SignUpErrors, SignUpForm, SignUpPages, SignUpRules, Username};
pub use ask::{Again, Ask, Skip, SkippedPrompts};
pub use attribute::{Attribute, AttributeType, Choice};
pub use changes::Changes;
pub use consent::{Consent, ConsentTerms, MAX_CONSENT_LENGTH};
pub use contact::{ContactChange, ContactChanges};
#[cfg(feature = "toml")]
pub use file::{STANDARD_ATTRIBUTES, SchemaError};
pub use input::InputType;
pub use password::{MAX_PASSWORD_LENGTH, Password, PasswordRule, PasswordRules};
pub use pattern::{Pattern, PatternError};
pub use rule::{FieldError, Lock, Rule};
pub use schema::{Group, Schema, UserContext};
pub use text::Text;
#[cfg(feature = "toml")]
pub use value::time_zones;
pub use value::{MAX_DECIMALS, MAX_NUMBER, MAX_VALUE_LENGTH, Step};
pub use value::{country_codes, is_blank, join_moment, normalize_code, normalize_text, split_moment};

/// Attribute values by name, both exactly as Cognito has them on the wire: `"custom:desk_number"` to `"42"`.
///
/// Cognito sends and takes every type as a string:
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AttributeType.html>.
pub type Values = BTreeMap<String, String>;
