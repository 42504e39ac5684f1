//! Strings that must not be printed. Their `Debug` is `[redacted]`, and they have no `Display`.

use std::fmt;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// A string of its own kind that must not be printed.
macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the string as it is.
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The string itself. Never log it.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
}

/// A secret that is 256 random bits as base64url, 43 characters.
macro_rules! random_secret {
    ($($name:ident),*) => {$(
        impl $name {
            /// Writes random bytes as base64url without padding: 43 characters of `[A-Za-z0-9_-]`.
            /// The bytes must come from a cryptographic source.
            #[must_use]
            pub fn from_random(bytes: [u8; 32]) -> Self {
                Self(URL_SAFE_NO_PAD.encode(bytes))
            }
        }
    )*};
}

secret! {
    /// The secret of the app client (RFC 6749 section 2.3.1).
    ClientSecret
}
secret! {
    /// The `code` of a callback: five minutes, one use (RFC 6749 section 4.1.2).
    AuthorizationCode
}
secret! {
    /// An access token: a JWT that opens userInfo and the user API (RFC 6749 section 1.4).
    AccessToken
}
secret! {
    /// An ID token: a JWT that says who signed in (OpenID Connect Core 1.0 section 2).
    IdToken
}
secret! {
    /// A refresh token, opaque to clients (RFC 6749 section 1.5).
    RefreshToken
}
secret! {
    /// Ties an ID token to one sign-in (OpenID Connect Core 1.0 section 15.5.2).
    Nonce
}
secret! {
    /// Ties a callback to one sign-in of one browser (RFC 6749 section 10.12). Only letters, digits, `_` and
    /// `-`: Cognito gives anything else back doubly encoded when it already knew the visitor.
    State
}
secret! {
    /// Proves that a code is redeemed by the client that asked for it (RFC 7636 section 4.1).
    PkceVerifier
}
secret! {
    /// A password. Never stored.
    Password
}
secret! {
    /// A code that the pool sent by e-mail or text message, or that an authenticator app shows: mostly six digits, up
    /// to 2,048 characters.
    ConfirmationCode
}
secret! {
    /// What an authenticator app makes its codes from: base32 (RFC 4648 section 6, RFC 6238).
    TotpSecret
}
random_secret!(Nonce, State, PkceVerifier);

impl PkceVerifier {
    /// What is sent ahead: base64url of the SHA-256 (RFC 7636 section 4.2, `S256`).
    #[must_use]
    pub fn challenge(&self) -> PkceChallenge {
        PkceChallenge(URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, self.0.as_bytes())))
    }
}

/// The hash of a [`PkceVerifier`]. No secret: it travels in the authorize URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PkceChallenge(String);

impl PkceChallenge {
    /// The 43 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636 appendix B.
    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        let bytes = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105,
            214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let verifier = PkceVerifier::from_random(bytes);
        assert_eq!(verifier.expose(), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(
            verifier.challenge().as_str(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn random_values_survive_any_url() {
        for byte in [0, 0x3e, 0x7f, 0xff] {
            let state = State::from_random([byte; 32]);
            assert_eq!(state.expose().len(), 43);
            assert!(
                state
                    .expose()
                    .bytes()
                    .all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_')
            );
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let secret = "hunter2";
        let printed = format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            ClientSecret::new(secret),
            AuthorizationCode::new(secret),
            AccessToken::new(secret),
            IdToken::new(secret),
            RefreshToken::new(secret),
            Nonce::new(secret),
            State::new(secret),
            PkceVerifier::new(secret),
            Password::new(secret),
            ConfirmationCode::new(secret),
            TotpSecret::new(secret),
        );
        assert!(!printed.contains(secret), "{printed}");
        assert!(printed.starts_with("ClientSecret([redacted])"), "{printed}");
    }

    #[test]
    fn a_secret_is_stored_as_its_string() {
        let stored = serde_json::to_string(&RefreshToken::new("r")).unwrap();
        assert_eq!(stored, "\"r\"");
        assert_eq!(
            serde_json::from_str::<RefreshToken>(&stored).unwrap(),
            RefreshToken::new("r")
        );
    }
}
