//! Whether people may change how they are reached.

/// How the pool changes an address, as the operator says. A pool that changes it at once may lock out a person who mistypes
/// the address they sign in with, so nothing is offered that was not said to be safe.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum ContactChange {
    /// People cannot change it here.
    #[default]
    Off,
    /// The old address stays until the new one is confirmed: the pool lists it under
    /// `AttributesRequireVerificationBeforeUpdate`.
    VerifiedFirst,
    /// The new address counts at once, unconfirmed. Safe only where it is no sign-in name.
    AtOnce,
}

/// [`ContactChange`] for each address.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct ContactChanges {
    /// `email`
    pub email: ContactChange,
    /// `phone_number`
    pub phone_number: ContactChange,
}

impl ContactChanges {
    /// The one for an attribute; off for all that are no addresses.
    #[must_use]
    pub fn of(self, name: &str) -> ContactChange {
        match name {
            "email" => self.email,
            "phone_number" => self.phone_number,
            _ => ContactChange::Off,
        }
    }
}
