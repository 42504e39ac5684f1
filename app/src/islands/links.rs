//! Addresses that lead on from here.

#[cfg(not(feature = "ssr"))]
use leptos::prelude::window;

use crate::texts::{NextStep, Texts};

/// The page for posts that could not be answered on their own.
#[cfg(feature = "ssr")]
const FAILED: &str = "/failed";

/// The one thing to do after a failure, as a link.
pub(crate) fn next_step(texts: &Texts, step: NextStep, here: String) -> (String, &'static str) {
    match step {
        NextStep::SignIn => (login_path(&here), texts.actions.sign_in),
        NextStep::Confirm => (confirm_path(&here), texts.actions.confirm_identity),
        NextStep::NewPassword => (new_password_path(&here), texts.actions.choose_password),
        NextStep::SignOut => ("/logout".to_owned(), texts.actions.sign_out),
        NextStep::TryAgain => (here, texts.actions.try_again),
        NextStep::GoHome => ("/".to_owned(), texts.actions.home),
    }
}

/// Proving again who one is, to come back here.
pub(crate) fn confirm_path(here: &str) -> String {
    format!("{}&fresh=true", with_return_to("/login", here))
}

/// Choosing a new password at the pool, to come back here.
pub(crate) fn new_password_path(here: &str) -> String {
    let login = login_path(here);
    let separator = if login.contains('?') { '&' } else { '?' };
    format!("{login}{separator}forgot_password=true")
}

/// The path and query of the page in view, or of the one that a failed post came from.
#[cfg(feature = "ssr")]
pub(crate) fn use_here() -> String {
    let here = crate::server::page_path();
    if here.split('?').next() == Some(FAILED) {
        let from = crate::server::query("return_to").unwrap_or_default();
        return signin::ReturnTo::here(&from).to_string();
    }
    here
}

/// The same in the browser, where no island stands on the page of a failed post.
#[cfg(not(feature = "ssr"))]
pub(crate) fn use_here() -> String {
    let location = window().location();
    let (path, query) = (location.pathname(), location.search());
    path.unwrap_or_default() + &query.unwrap_or_default()
}

/// Signing in from here, to come back here.
pub(crate) fn login_path(here: &str) -> String {
    // From the page of a sign-in that failed the next one goes to the same place.
    if here == "/login" || here.starts_with("/login?") {
        return here.to_owned();
    }
    if here == "/" {
        return "/login".to_owned();
    }
    with_return_to("/login", here)
}

pub(crate) fn with_return_to(path: &str, here: &str) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    format!("{path}{separator}return_to={}", in_query(here))
}

#[cfg(feature = "ssr")]
fn in_query(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect()
}

#[cfg(not(feature = "ssr"))]
fn in_query(value: &str) -> String {
    js_sys::encode_uri_component(value).into()
}
