//! How a person is reached, and what many sign in with: e-mail address and telephone number. A new one counts when
//! its code has come back; until then it is written down here, so that it can be shown, sent again and taken back.

mod address;
mod changes;
mod error;
mod pending;

use attributes::{ContactChange, Schema};

pub use address::Address;
pub use changes::AddressChanges;
pub use error::ContactInfoError;
pub(crate) use pending::{PendingChange, PendingChanges, key};

use crate::profile::Profile;

/// One address of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactInfo {
    /// Which.
    pub address: Address,
    /// What it is now.
    pub value: Option<String>,
    /// Whether it was proven.
    pub verified: bool,
    /// What it is to become when the code has come back.
    pub pending: Option<String>,
    /// Whether the operator lets people change it.
    pub change: ContactChange,
}

impl ContactInfo {
    /// One address of this person, and the change of it that waits for its code.
    pub(crate) fn new(
        schema: &Schema,
        address: Address,
        profile: &Profile,
        pending: Option<&PendingChange>,
    ) -> Self {
        let value = |name: &str| {
            let value = profile.values.get(name);
            value.filter(|value| !value.is_empty()).cloned()
        };
        Self {
            address,
            value: value(address.name()),
            verified: value(address.verified_name()).is_some_and(is_true),
            pending: pending.map(|pending| pending.value.clone()),
            change: schema.contact_change(address.name()),
        }
    }
}

/// The scopes to ask for. `phone`, by which userInfo tells telephone numbers, only where people may change theirs: many
/// app clients do not allow it (Cognito developer guide, "Scopes, M2M, and resource servers").
#[must_use]
pub fn scopes(schema: &Schema) -> Vec<String> {
    let is_phone_offered = schema.contact_change(Address::Phone.name()) != ContactChange::Off;
    let always = ["openid", "email", "profile", "aws.cognito.signin.user.admin"];
    let scopes = always.into_iter().chain(is_phone_offered.then_some("phone"));
    scopes.map(String::from).collect()
}

/// Cognito takes booleans in any case and may give them back as it took them.
fn is_true(value: impl AsRef<str>) -> bool {
    value.as_ref().eq_ignore_ascii_case("true")
}
