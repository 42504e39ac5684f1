//! The token that proves a plain form was rendered for this session (ASVS 3.5.1). Derived from the session
//! id, so nothing needs to be stored; useless without the cookie. What a page shows of it has a one-time id behind it,
//! by which a form that is posted twice is known ([`crate::PostedForm`]).

use std::fmt;
use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use session_store::{BrowserId, Randomness, Records, SessionId, draw};

/// Between the token and the one-time id.
const SEPARATOR: char = '.';
const ID_LEN: usize = 16;

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

/// Makes the tokens of forms and checks them. Cheap to clone.
#[derive(Clone)]
pub struct Csrf {
    pub(crate) records: Records,
    pub(crate) random: Arc<dyn Randomness>,
}

impl Csrf {
    /// The token for forms of this session.
    #[must_use]
    pub fn csrf_token(&self, session: &SessionId) -> CsrfToken {
        self.token(&message(session))
    }

    /// The token for public forms, of this browser.
    #[must_use]
    pub fn open_form_token(&self, browser: &BrowserId) -> CsrfToken {
        self.token(&open_message(browser))
    }

    /// Whether `token` is one that [`Self::open_form_token`] made for this browser.
    #[must_use]
    pub fn is_open_form_token(&self, browser: &BrowserId, token: &str) -> bool {
        self.is_token(&open_message(browser), token)
    }

    /// The token with a fresh one-time id, for the forms of one rendered page. The id is authenticated together with the
    /// token: it cannot be invented. It also masks the token, so that no two pages have a part of it in common: the length
    /// of compressed pages tells nothing about it (BREACH).
    #[must_use]
    pub fn one_time(&self, token: &CsrfToken) -> CsrfToken {
        let mut id = draw::<ID_LEN>(self.random.as_ref()).to_vec();
        let masked = URL_SAFE_NO_PAD.encode(self.mask(&token.0, &id).unwrap_or_default());
        let tag = self.records.keys().sign(&one_time_message(&token.0, &id));
        id.extend_from_slice(tag.as_ref());
        CsrfToken(format!("{masked}{SEPARATOR}{}", URL_SAFE_NO_PAD.encode(id)))
    }

    /// The token of what a form carries, without the one-time id; `None` if there is no id, or not one of ours.
    pub(crate) fn token_of_one_time(&self, carried: &str) -> Option<String> {
        let (masked, id) = carried.split_once(SEPARATOR)?;
        let id = URL_SAFE_NO_PAD.decode(id).ok()?;
        let (id, tag) = id.split_at_checked(ID_LEN)?;
        let token = URL_SAFE_NO_PAD.encode(self.mask(masked, id)?);
        let is_ours = self.records.keys().is_signed(&one_time_message(&token, id), tag);
        is_ours.then_some(token)
    }

    /// A token under the mask of this id, or what is under it: the same operation.
    fn mask(&self, token: &str, id: &[u8]) -> Option<Vec<u8>> {
        let token = URL_SAFE_NO_PAD.decode(token).ok()?;
        let mask = self.records.keys().sign(&[b"form mask:".as_slice(), id].concat());
        // A longer one is none of ours, and the end of it would stay as it is.
        let is_covered = token.len() <= mask.as_ref().len();
        is_covered.then(|| {
            token
                .iter()
                .zip(mask.as_ref())
                .map(|(byte, mask)| byte ^ mask)
                .collect()
        })
    }

    fn token(&self, message: &[u8]) -> CsrfToken {
        let tag = self.records.keys().sign(message);
        CsrfToken(URL_SAFE_NO_PAD.encode(tag.as_ref()))
    }

    /// Whether `token` is one that [`Self::csrf_token`] made for this session.
    #[must_use]
    pub fn is_csrf_token(&self, session: &SessionId, token: &str) -> bool {
        self.is_token(&message(session), token)
    }

    fn is_token(&self, message: &[u8], carried: &str) -> bool {
        let token = if carried.contains(SEPARATOR) {
            self.token_of_one_time(carried)
        } else {
            Some(carried.to_owned())
        };
        let Some(token) = token else { return false };
        let tag = URL_SAFE_NO_PAD.decode(token);
        tag.is_ok_and(|tag| self.records.keys().is_signed(message, &tag))
    }
}

fn open_message(browser: &BrowserId) -> Vec<u8> {
    [b"open form:".as_slice(), &browser.hash().0].concat()
}

fn one_time_message(token: &str, id: &[u8]) -> Vec<u8> {
    [b"one-time form:".as_slice(), token.as_bytes(), b":", id].concat()
}

fn message(session: &SessionId) -> Vec<u8> {
    [b"csrf:".as_slice(), &session.hash().0].concat()
}
