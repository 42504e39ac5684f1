//! The two kinds of address, and what people type for one.

use attributes::Username;
use serde::{Deserialize, Serialize};

/// A contact address of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Address {
    /// `email`
    Email,
    /// `phone_number`
    Phone,
}

impl Address {
    /// All there are.
    pub const ALL: [Self; 2] = [Self::Email, Self::Phone];

    /// The attribute's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone_number",
        }
    }

    /// The attribute that says whether it was proven.
    pub(super) fn verified_name(self) -> &'static str {
        match self {
            Self::Email => "email_verified",
            Self::Phone => "phone_number_verified",
        }
    }

    /// The address as the pool wants it, by the rule of the sign-up form.
    pub(super) fn read(self, typed: &str) -> Option<String> {
        let rule = match self {
            Self::Email => Username::Email,
            Self::Phone => Username::PhoneNumber,
        };
        rule.check(typed).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_type_them() {
        for (address, typed, read) in [
            (Address::Email, " ada@example.com ", Some("ada@example.com")),
            (
                Address::Email,
                "ada+tag@sub.example.com",
                Some("ada+tag@sub.example.com"),
            ),
            (Address::Email, "ada", None),
            (Address::Email, "@example.com", None),
            (Address::Email, "ada@localhost", None),
            (Address::Email, "ada@example..com", None),
            (Address::Email, "a da@example.com", None),
            (Address::Email, "ada@b@example.com", None),
            (Address::Phone, "+44 20 7946-0958", Some("+442079460958")),
            (Address::Phone, "+1 (555) 010.0000", Some("+15550100000")),
            (Address::Phone, "020 7946 0958", None),
            (Address::Phone, "+0123456", None),
            (Address::Phone, "+1234567890123456", None),
            (Address::Phone, "+44x", None),
            (
                Address::Phone,
                "\u{2068}+972 2-555-0199\u{2069}",
                Some("+97225550199"),
            ),
            (Address::Phone, "+49\u{a0}(0)30/123 456", Some("+4930123456")),
            (
                Address::Email,
                "\u{200b}ada@example.com\u{feff}",
                Some("ada@example.com"),
            ),
        ] {
            assert_eq!(address.read(typed).as_deref(), read, "{typed}");
        }
        assert_eq!(
            Address::Email.read(&format!("{}@example.com", "a".repeat(250))),
            None
        );
    }
}
