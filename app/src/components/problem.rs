//! A failure, in plain words, with one next step.

use leptos::prelude::*;

use super::tabs::TellOver;
use super::title::Title;
use crate::brand::use_brand;
use crate::error::{AppError, ErrorKind};
use crate::texts::{NextStep, Texts, use_texts};

/// The page for posts that could not be answered on their own.
#[cfg(feature = "ssr")]
const FAILED: &str = "/failed";

/// Stands in the place of a page that could not be shown.
#[component]
pub(crate) fn Problem(error: AppError) -> impl IntoView {
    let texts = use_texts();
    let text = (texts.error)(error.kind);
    let here = use_here();
    // Somebody who cannot sign in may be somebody who never confirmed.
    let is_sign_in = matches!(
        error.kind,
        ErrorKind::Denied
            | ErrorKind::NotPending
            | ErrorKind::SignInTooLate
            | ErrorKind::UsedOrExpired
            | ErrorKind::Refused
    );
    let have_code =
        is_sign_in.then(|| view! { <p><a href="/confirm">{texts.pages().sign_up.have_code}</a></p> });
    let contact = use_brand().contact().map(|address| {
        view! { <p><a href=address.to_owned() rel="external">{texts.pages().footer.contact_us}</a></p> }
    });
    let (href, label) = next_step(texts, error.kind.next_step(), here);
    view! {
        <Title text=text.title />
        <section class="card problem" role="alert">
            {error.kind.is_over().then(|| view! { <TellOver /> })}
            <h1>{text.title}</h1>
            <p>{text.body}</p>
            <p><a class="button" href=href>{label}</a></p>
            {have_code}
            {error.request_id.map(|id| view! {
                <p class="reference">{texts.reference} ": " <code>{id.to_string()}</code></p>
            })}
            {contact}
        </section>
    }
}

/// The one thing to do after a failure, as a link.
pub(super) fn next_step(texts: &Texts, step: NextStep, here: String) -> (String, &'static str) {
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
pub(super) fn use_here() -> String {
    let here = crate::server::page_path();
    if here.split('?').next() == Some(FAILED) {
        let from = crate::query::query("return_to").unwrap_or_default();
        return signin::ReturnTo::here(&from).to_string();
    }
    here
}

/// The same in the browser, where no island stands on the page of a failed post.
#[cfg(not(feature = "ssr"))]
pub(super) fn use_here() -> String {
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

pub(super) fn with_return_to(path: &str, here: &str) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    format!(
        "{path}{separator}return_to={}",
        leptos_router::location::Url::escape(here)
    )
}
