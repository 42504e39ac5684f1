//! Passwords and what the user pool wants of them: the same rules while a person types and on the server.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html>

use std::fmt;

use serde::{Deserialize, Serialize};

/// The greatest number of characters Cognito takes.
pub const MAX_PASSWORD_LENGTH: usize = 256;

/// The special characters that Cognito counts as such, and the space within a password.
const SYMBOLS: &str = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";

/// A password on its way from a form to the pool. It is never stored, and `Debug` does not show it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(pub String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password([redacted])")
    }
}

/// The password policy of the user pool, as the operator says it is. The default is that of a new pool.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "as Cognito has them")]
pub struct PasswordRules {
    /// The least number of characters, 6 to 99.
    pub min_length: u16,
    /// Whether a letter from a to z is needed.
    pub lowercase: bool,
    /// Whether a letter from A to Z is needed.
    pub uppercase: bool,
    /// Whether a digit is needed.
    pub numbers: bool,
    /// Whether a special character is needed.
    pub symbols: bool,
}

/// What a password can lack. Closed and without texts: a view words each of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum PasswordRule {
    /// So many characters or more.
    Length {
        /// The least number of characters.
        min: u16,
    },
    /// A letter from a to z.
    Lowercase,
    /// A letter from A to Z.
    Uppercase,
    /// A digit.
    Number,
    /// A special character.
    Symbol,
    /// No more characters than Cognito takes.
    NotTooLong,
    /// No blank at the beginning or the end, where it is mostly a mistake.
    NoBlankEnds,
    /// The pool's consent: it refused the password for a reason that is not among these.
    Accepted,
}

impl Default for PasswordRules {
    fn default() -> Self {
        Self {
            min_length: 8,
            lowercase: true,
            uppercase: true,
            numbers: true,
            symbols: true,
        }
    }
}

impl PasswordRules {
    /// The rules to show before anything is typed.
    #[must_use]
    pub fn list(&self) -> Vec<PasswordRule> {
        let length = PasswordRule::Length { min: self.min_length };
        let wanted = [
            (true, length),
            (self.lowercase, PasswordRule::Lowercase),
            (self.uppercase, PasswordRule::Uppercase),
            (self.numbers, PasswordRule::Number),
            (self.symbols, PasswordRule::Symbol),
        ];
        wanted
            .into_iter()
            .filter_map(|(wanted, rule)| wanted.then_some(rule))
            .collect()
    }

    /// The rules that a password does not meet, those of the list first.
    #[must_use]
    pub fn broken(&self, password: &Password) -> Vec<PasswordRule> {
        let always = [PasswordRule::NotTooLong, PasswordRule::NoBlankEnds];
        self.list()
            .into_iter()
            .chain(always)
            .filter(|rule| !rule.is_met(&password.0))
            .collect()
    }
}

impl PasswordRule {
    /// Whether a password meets the rule. What the pool thinks of it cannot be known here.
    #[must_use]
    pub fn is_met(self, password: &str) -> bool {
        let has = |fits: fn(char) -> bool| password.chars().any(fits);
        match self {
            Self::Length { min } => password.chars().count() >= usize::from(min),
            Self::Lowercase => has(|c| c.is_ascii_lowercase()),
            Self::Uppercase => has(|c| c.is_ascii_uppercase()),
            Self::Number => has(|c| c.is_ascii_digit()),
            Self::Symbol => has(|c| SYMBOLS.contains(c)),
            Self::NotTooLong => password.chars().count() <= MAX_PASSWORD_LENGTH,
            Self::NoBlankEnds => password.trim().len() == password.len(),
            Self::Accepted => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(rules: PasswordRules, password: &str) -> Vec<PasswordRule> {
        rules.broken(&Password(password.to_owned()))
    }

    #[test]
    fn a_password_is_told_everything_it_lacks() {
        let length = PasswordRule::Length { min: 8 };
        for (password, lacks) in [
            ("Correct-Horse-9", &[][..]),
            ("Ab1!", &[length]),
            ("lower-case-9", &[PasswordRule::Uppercase]),
            ("UPPER-CASE-9", &[PasswordRule::Lowercase]),
            ("No-Digits-Here", &[PasswordRule::Number]),
            ("NoSymbols99", &[PasswordRule::Symbol]),
            ("Blank within 9", &[]),
            (" Blank-before-9", &[PasswordRule::NoBlankEnds]),
            ("Blank-behind-9\n", &[PasswordRule::NoBlankEnds]),
            ("ÄÖÜ-äöü-1", &[PasswordRule::Lowercase, PasswordRule::Uppercase]),
            (
                "",
                &[
                    length,
                    PasswordRule::Lowercase,
                    PasswordRule::Uppercase,
                    PasswordRule::Number,
                    PasswordRule::Symbol,
                ],
            ),
        ] {
            assert_eq!(broken(PasswordRules::default(), password), lacks, "{password:?}");
        }
    }

    #[test]
    fn password_length_ends_at_cognitos_limit() {
        let password = |length: usize| format!("Aa1-{}", "ö".repeat(length - 4));
        assert_eq!(broken(PasswordRules::default(), &password(256)), []);
        assert_eq!(
            broken(PasswordRules::default(), &password(257)),
            [PasswordRule::NotTooLong]
        );
    }

    #[test]
    fn only_required_password_rules_are_listed() {
        let rules = PasswordRules {
            min_length: 12,
            lowercase: true,
            uppercase: false,
            numbers: false,
            symbols: false,
        };
        let length = PasswordRule::Length { min: 12 };
        assert_eq!(rules.list(), [length, PasswordRule::Lowercase]);
        assert_eq!(broken(rules, "correct horse"), []);
        assert_eq!(broken(rules, "SHORT"), [length, PasswordRule::Lowercase]);
    }

    #[test]
    fn debug_shows_no_password() {
        assert_eq!(
            format!("{:?}", Password("hunter2".to_owned())),
            "Password([redacted])"
        );
    }
}
