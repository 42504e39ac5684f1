//! The two kinds of address, and what people type for one.

/// The longest address of RFC 5321 section 4.5.3.1.3, less the angle brackets.
const LONGEST_EMAIL: usize = 254;

/// A way to reach somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// The address as the pool wants it, without what people type for their eyes.
    pub(super) fn read(self, typed: &str) -> Option<String> {
        match self {
            Self::Email => Some(typed.trim().to_owned()).filter(|text| is_email(text)),
            Self::Phone => {
                let is_for_eyes = |c: &char| c.is_whitespace() || "-().".contains(*c);
                let text: String = typed.chars().filter(|c| !is_for_eyes(c)).collect();
                Some(text).filter(|text| is_phone(text))
            }
        }
    }
}

/// Enough to catch a slip; the code proves the rest.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_plain =
        !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@' && local.contains(c));
    let has_dot = domain.split('.').count() >= 2 && domain.split('.').all(|label| !label.is_empty());
    is_plain && has_dot && !local.is_empty() && text.len() <= LONGEST_EMAIL
}

/// E.164: a plus sign and at most fifteen digits, the first of them no zero.
fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (5..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0')
    })
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
        ] {
            assert_eq!(address.read(typed).as_deref(), read, "{typed}");
        }
        assert_eq!(
            Address::Email.read(&format!("{}@example.com", "a".repeat(250))),
            None
        );
    }
}
