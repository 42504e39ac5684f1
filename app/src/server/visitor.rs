//! The user who looks at a page, for what stands around it: how they are called and recognised.

use std::sync::Arc;

use super::picture::PICTURE;
use super::request::has_session_cookie;
use super::visit::{self, CurrentSession, Found};
use super::{CurrentUser, csrf, flows, page_path, session_cookie, set_cookie};
use crate::api::Visitor;
use crate::error::AppError;

/// The visitor of the page; never redirects.
pub(crate) async fn visitor() -> Result<Option<Visitor>, AppError> {
    let current = current_session().await?;
    Ok(current.map(|current| Visitor { csrf: current.csrf() }))
}

/// Whether the visitor has a session. The profile is not asked for: the header must not depend on the pool.
pub(crate) async fn is_signed_in() -> Result<bool, AppError> {
    Ok(current_session().await?.is_some())
}

async fn current_session() -> Result<Option<Arc<CurrentSession>>, AppError> {
    match visit::find().await? {
        Found::Session(current) => Ok(Some(current)),
        Found::RevokedRemotely => Ok(None),
        Found::Nothing => {
            forget_dead_cookie();
            Ok(None)
        }
    }
}

/// Who is signed in, for the header. A page that reads the person anyway asks neither store nor pool once more; on another
/// one they are called what they were last seen as, without the pool.
pub(crate) async fn identity() -> Option<Identity> {
    let Ok(Found::Session(current)) = visit::find().await else {
        return None;
    };
    let user = visit::user_at_hand(&current).await?;
    Some(Identity::of(&user))
}

/// Whom the page for signing out asks: also while the store does not answer, which prevents no sign-out.
pub(crate) async fn sign_out_visitor() -> Result<Option<Visitor>, AppError> {
    match (visitor().await, session_cookie()) {
        (Err(_), Some(id)) => Ok(Some(Visitor { csrf: csrf(&id) })),
        (visitor, _) => visitor,
    }
}

/// A cookie that opens nothing is of no use. The callback is left alone: it may just be setting a new one.
fn forget_dead_cookie() {
    if has_session_cookie() && !page_path().starts_with("/logged_in") {
        set_cookie(&flows().signin.cookies.forget_session());
    }
}

/// Name, email, initials and picture of a person, as far as they are known.
pub(crate) struct Identity {
    pub name: String,
    pub email: Option<String>,
    pub initials: String,
    /// Its address.
    pub picture: Option<String>,
}

/// What people may be called by, the first that there is.
const NAMES: [&str; 4] = ["name", "given_name", "nickname", "email"];

/// Whether the header of each page shows this attribute.
pub(super) fn shows_at_head(name: &str) -> bool {
    name == PICTURE || NAMES.contains(&name)
}

impl Identity {
    pub(super) fn of(user: &CurrentUser) -> Self {
        let name = user.display_name().to_owned();
        let email = user.profile.values.get("email");
        Self {
            initials: initials(&name),
            picture: user.picture(),
            email: email.filter(|email| **email != name).cloned(),
            name,
        }
    }
}

impl CurrentUser {
    /// What they know their account by: the email address, else the user name.
    pub(crate) fn account_name(&self) -> &str {
        let email = self.profile.values.get("email").filter(|email| !email.is_empty());
        email.map_or_else(|| self.session.username(), String::as_str)
    }

    /// What to call them: their name, else a shorter one, else the email address; blank if there is nothing.
    pub(crate) fn display_name(&self) -> &str {
        let values = &self.profile.values;
        let name = NAMES.iter().find_map(|name| values.get(*name));
        name.map_or("", String::as_str)
    }
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let words = [words.next(), words.next_back()];
    let first = |word: &str| word.chars().find(|letter| letter.is_alphanumeric());
    let letters = words.into_iter().flatten().filter_map(first);
    letters.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_first_and_last_word() {
        for (name, expected) in [
            ("Ada Lovelace", "AL"),
            ("Ada King, Countess of \"Lovelace\"", "AL"),
            ("ada@example.com", "A"),
            ("  ", ""),
            ("דנה כהן", "דכ"),
            ("<b> Ünal", "BÜ"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
