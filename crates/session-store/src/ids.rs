//! The two identifiers a browser holds. Both are 256 random bits, shown to the browser as base64url and to
//! the store only as a hash (ASVS 7.2.1–7.2.3).

use std::fmt;

use aws_lc_rs::digest::{Context, SHA256};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::random::{Randomness, draw};
use crate::store::Id;

macro_rules! browser_held_id {
    ($(#[$doc:meta])* $name:ident, $purpose:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name([u8; 32]);

        impl $name {
            /// Draws a new one.
            pub fn new(random: &dyn Randomness) -> Self {
                Self(draw(random))
            }

            /// Reads a cookie's value; `None` when it is not one of ours.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
                Some(Self(bytes.try_into().ok()?))
            }

            /// The cookie's value: 43 characters of base64url. A credential: never log it.
            #[must_use]
            pub fn expose(&self) -> String {
                URL_SAFE_NO_PAD.encode(self.0)
            }

            /// The hash under which the store knows it.
            #[must_use]
            pub fn hash(&self) -> Id {
                hash($purpose, &[&self.0])
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
}

browser_held_id!(
    /// Names one signed-in session.
    SessionId,
    "session"
);
browser_held_id!(
    /// Names one browser while it signs in, so that a callback can be tied to the browser that started it.
    BrowserId,
    "browser"
);

/// SHA-256 over the length-prefixed parts, so that no two lists of parts meet in one hash.
#[must_use]
pub fn hash(purpose: &str, parts: &[&[u8]]) -> Id {
    let mut hash = Context::new(&SHA256);
    for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut id = [0; 32];
    id.copy_from_slice(hash.finish().as_ref());
    Id(id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::SystemRandomness;

    #[test]
    fn ids_are_unique_and_parse_back() {
        let ids: HashSet<String> = (0..10_000)
            .map(|_| SessionId::new(&SystemRandomness).expose())
            .collect();
        assert_eq!(ids.len(), 10_000);
        for id in ids.iter().take(10) {
            assert_eq!(id.len(), 43);
            assert_eq!(SessionId::parse(id).unwrap().expose(), *id);
        }
    }

    #[test]
    fn malformed_ids_are_refused() {
        let long = "A".repeat(44);
        for text in ["", "short", long.as_str(), "………………", "AAAA AAAA"] {
            assert_eq!(SessionId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn debug_output_is_redacted() {
        let id = SessionId::new(&SystemRandomness);
        assert_eq!(format!("{id:?}"), "SessionId([redacted])");
    }

    #[test]
    fn parts_are_kept_apart_and_purposes_too() {
        assert_ne!(hash("p", &[b"ab", b"c"]), hash("p", &[b"a", b"bc"]));
        assert_ne!(hash("session", &[b"a"]), hash("browser", &[b"a"]));
    }
}
