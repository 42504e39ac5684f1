//! Passwords: the pool's policy, and argon2id for keeping them.

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::exception::{Exception, ExceptionKind};
use crate::random;

/// Light on purpose: a stand-in checks passwords hundreds of times in a test run, and guards no secret of value.
const MEMORY_KIB: u32 = 512;

/// A password policy (API reference, `PasswordPolicyType`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "as Cognito has them")]
pub struct PasswordPolicy {
    /// 6 to 99; 8 in a new pool.
    pub minimum_length: u32,
    /// Whether an upper-case letter is needed.
    pub require_uppercase: bool,
    /// Whether a lower-case letter is needed.
    pub require_lowercase: bool,
    /// Whether a digit is needed.
    pub require_numbers: bool,
    /// Whether a special character is needed.
    pub require_symbols: bool,
    /// Days an administrator's temporary password works; 7 in a new pool.
    pub temporary_password_validity_days: u32,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum_length: 8,
            require_uppercase: true,
            require_lowercase: true,
            require_numbers: true,
            require_symbols: true,
            temporary_password_validity_days: 7,
        }
    }
}

/// The special characters Cognito counts (developer guide, "Password policies").
const SYMBOLS: &str = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";

impl PasswordPolicy {
    /// Refuses a password that the policy does not allow.
    pub(crate) fn check(&self, password: &str) -> Result<(), Exception> {
        match self.reason_against(password) {
            None => Ok(()),
            Some(reason) => {
                let message = format!("Password did not conform with policy: {reason}");
                Err(Exception::new(ExceptionKind::InvalidPassword, message))
            }
        }
    }

    fn reason_against(&self, password: &str) -> Option<&'static str> {
        let length = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
        let lacks = |wanted: bool, has: fn(char) -> bool| wanted && !password.chars().any(has);
        let blank_ends = password.starts_with(' ') || password.ends_with(' ');
        if length < self.minimum_length {
            Some("Password not long enough")
        } else if length > 256 {
            Some("Password too long")
        } else if blank_ends {
            Some("Password must not start or end with a space")
        } else if lacks(self.require_uppercase, |c| c.is_ascii_uppercase()) {
            Some("Password must have uppercase characters")
        } else if lacks(self.require_lowercase, |c| c.is_ascii_lowercase()) {
            Some("Password must have lowercase characters")
        } else if lacks(self.require_numbers, |c| c.is_ascii_digit()) {
            Some("Password must have numeric characters")
        } else if lacks(self.require_symbols, |c| SYMBOLS.contains(c)) {
            Some("Password must have symbol characters")
        } else {
            None
        }
    }
}

/// A password as it is kept: argon2id with a salt of its own.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PasswordHash {
    salt: String,
    hash: String,
}

impl PasswordHash {
    /// Hashes `password`.
    pub fn of(password: &str) -> Self {
        let salt = random::bytes::<16>();
        Self {
            salt: STANDARD_NO_PAD.encode(salt),
            hash: STANDARD_NO_PAD.encode(stretch(password, &salt)),
        }
    }

    /// Whether this is the hash of `password`.
    pub fn matches(&self, password: &str) -> bool {
        let salt = STANDARD_NO_PAD.decode(&self.salt).unwrap_or_default();
        let hash = STANDARD_NO_PAD.decode(&self.hash).unwrap_or_default();
        verify_slices_are_equal(&stretch(password, &salt), &hash).is_ok()
    }
}

fn stretch(password: &str, salt: &[u8]) -> [u8; 32] {
    let params = Params::new(MEMORY_KIB, 1, 1, Some(32)).expect("the parameters are in range");
    let mut out = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, &mut out)
        .expect("salt and output have a valid length");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_what_is_missing() {
        let policy = PasswordPolicy::default();
        assert!(policy.check("Correct-Horse-9").is_ok());
        for (password, reason) in [
            ("Ab1!", "Password not long enough"),
            ("lower-case-9", "Password must have uppercase characters"),
            ("UPPER-CASE-9", "Password must have lowercase characters"),
            ("No-Digits-Here", "Password must have numeric characters"),
            ("NoSymbols99", "Password must have symbol characters"),
        ] {
            let refusal = policy.check(password).expect_err(password);
            assert_eq!(
                refusal.message,
                format!("Password did not conform with policy: {reason}")
            );
        }
    }

    #[test]
    fn a_hash_matches_its_own_password_only() {
        let hash = PasswordHash::of("Correct-Horse-9");
        assert!(hash.matches("Correct-Horse-9") && !hash.matches("Correct-Horse-8"));
    }
}
