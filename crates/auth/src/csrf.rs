//! The token that proves a plain form was rendered for this session (ASVS 3.5.1). Derived from the session
//! id, so nothing needs to be stored; useless without the cookie.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{Auth, SessionId};

/// What a form carries in its hidden field. Shown to the page of that session only.
#[derive(Clone, PartialEq, Eq)]
pub struct CsrfToken(String);

impl CsrfToken {
    /// The hidden field's value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CsrfToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CsrfToken([redacted])")
    }
}

impl Auth {
    /// The token for forms of this session.
    #[must_use]
    pub fn csrf_token(&self, session: &SessionId) -> CsrfToken {
        let tag = self.inner.records.keys().sign(&message(session));
        CsrfToken(URL_SAFE_NO_PAD.encode(tag.as_ref()))
    }

    /// Whether `token` is one that [`Self::csrf_token`] made for this session.
    #[must_use]
    pub fn is_csrf_token(&self, session: &SessionId, token: &str) -> bool {
        let Ok(tag) = URL_SAFE_NO_PAD.decode(token) else {
            return false;
        };
        self.inner.records.keys().is_signed(&message(session), &tag)
    }
}

fn message(session: &SessionId) -> Vec<u8> {
    [b"csrf:".as_slice(), &session.hash().0].concat()
}
