//! The token that proves a plain form was rendered for this session (ASVS 3.5.1). Derived from the session
//! id, so nothing needs to be stored; useless without the cookie.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{Auth, BrowserId, SessionId};

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
        self.token(&message(session))
    }

    /// The token for forms that anybody can post, of this browser.
    #[must_use]
    pub fn open_form_token(&self, browser: &BrowserId) -> CsrfToken {
        self.token(&open_message(browser))
    }

    /// Whether `token` is one that [`Self::open_form_token`] made for this browser.
    #[must_use]
    pub fn is_open_form_token(&self, browser: &BrowserId, token: &str) -> bool {
        self.is_token(&open_message(browser), token)
    }

    fn token(&self, message: &[u8]) -> CsrfToken {
        let tag = self.inner.records.keys().sign(message);
        CsrfToken(URL_SAFE_NO_PAD.encode(tag.as_ref()))
    }

    /// Whether `token` is one that [`Self::csrf_token`] made for this session.
    #[must_use]
    pub fn is_csrf_token(&self, session: &SessionId, token: &str) -> bool {
        self.is_token(&message(session), token)
    }

    fn is_token(&self, message: &[u8], token: &str) -> bool {
        let tag = URL_SAFE_NO_PAD.decode(token);
        tag.is_ok_and(|tag| self.inner.records.keys().is_signed(message, &tag))
    }
}

fn open_message(browser: &BrowserId) -> Vec<u8> {
    [b"open form:".as_slice(), &browser.hash().0].concat()
}

fn message(session: &SessionId) -> Vec<u8> {
    [b"csrf:".as_slice(), &session.hash().0].concat()
}
