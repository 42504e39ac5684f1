//! What pages share on the server: whom a request is from, what the browser sent, and what goes back besides the page.

mod asked_field;
mod error_page;
mod form_view;
pub(crate) mod format;
pub(crate) mod forms;
mod guards;
pub(crate) mod html;
pub(crate) mod language;
pub(crate) mod limits;
pub(crate) mod option_lists;
pub(crate) mod picture;
mod posted;
mod request;
mod respond;
pub(crate) mod template;
mod visit;
pub(crate) mod visitor;

use std::sync::Arc;

use std::error::Error as StdError;

use account::Account;
use leptos::context::use_context;
use signin::{
    FinishError, ReturnTo, SecurityEvent, SessionCallError, SessionId, StartError, StoreError, TooLong,
};

pub use asked_field::{AskedField, AskedFields};
pub use error_page::error_page;
pub(crate) use form_view::form_view;
pub(crate) use guards::{
    CurrentUser, FormPost, OnboardedFormPost, RequireOnboarded, RequireSession, RequireUser, ask_first,
};
pub use language::Language;
pub(crate) use language::language;
pub use picture::PictureHosts;
pub use posted::{PostNotes, repeated_headers};
pub(crate) use posted::{leave_message, leave_message_in_browser, note_transient, show_outcome};
pub use request::{
    CameFrom, ClientAddress, CspNonce, Prefetched, QUERY_NAMES, ShowsClaimSources, TokenVerified, Untaken,
    provide_context,
};
pub(crate) use request::{
    browser_cookie, cookies, device, has_left_cookie, is_page_view, is_plain_form, is_soft,
    is_token_verified, page_path, path, query, session_cookie, shows_claim_sources,
};
pub use respond::{UNREADABLE, UNSHOWN};
pub(crate) use respond::{
    fail, mark_unreadable, redirect, redirect_within_app, refuse, set_cookie, set_cookies, set_header,
    set_status, set_status_of_report,
};

use crate::error::{AppError, ErrorKind};

/// The page for the code of a new account.
pub(crate) const CONFIRM: &str = "/confirm";

/// The one value the server hands to the application.
pub(crate) fn flows() -> Arc<Account> {
    use_context::<Arc<Account>>().expect("the server provides `Account` to every request")
}

/// What the forms of this session carry, with a one-time id for this page.
pub(crate) fn csrf(id: &SessionId) -> String {
    let account = flows();
    account
        .signin
        .csrf
        .one_time(&account.signin.csrf.csrf_token(id))
        .as_str()
        .to_owned()
}

/// The form after registration, on the way to `return_to`.
pub(crate) fn welcome_path(return_to: &ReturnTo) -> String {
    with_return_to("/welcome", return_to)
}

pub(crate) fn with_return_to(path: &str, return_to: &ReturnTo) -> String {
    if *return_to == ReturnTo::default() {
        return path.to_owned();
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("return_to", return_to.as_str())
        .finish();
    format!("{path}?{query}")
}

/// No silent redirect elsewhere.
pub(crate) fn too_long(TooLong: TooLong) -> AppError {
    respond::refuse(ErrorKind::AddressTooLong)
}

pub(crate) fn start_error(error: &StartError) -> AppError {
    let kind = match error {
        StartError::Unavailable(_) => ErrorKind::Unavailable,
        StartError::Misconfigured(_) => ErrorKind::Misconfigured,
        StartError::Failed(_) => ErrorKind::StoreUnavailable,
    };
    fail(kind, error)
}

/// The page of a failed callback has another address: code and state are to leave the history
/// (RFC 9700 section 4.2.4).
pub(crate) fn finish_error(error: &FinishError, destination: &ReturnTo) -> AppError {
    let kind = match error {
        FinishError::Denied => ErrorKind::Denied,
        FinishError::NotPending => ErrorKind::NotPending,
        FinishError::TooLate => ErrorKind::SignInTooLate,
        FinishError::UsedOrExpired => ErrorKind::UsedOrExpired,
        FinishError::Unavailable(_) => ErrorKind::Unavailable,
        FinishError::Misconfigured { .. } => ErrorKind::Misconfigured,
        FinishError::Refused(_) => ErrorKind::Refused,
        FinishError::Untrusted(_) => ErrorKind::Untrusted,
        FinishError::NotAskedAgain => ErrorKind::NotAskedAgain,
        FinishError::AddressUnproven | FinishError::BeforeRecovery(_) => ErrorKind::NotFresh,
        FinishError::Failed(_) => ErrorKind::StoreUnavailable,
    };
    let detail = match error {
        FinishError::AddressUnproven => "AddressUnproven".to_owned(),
        FinishError::BeforeRecovery(_) => "BeforeRecovery".to_owned(),
        _ => format!("{kind:?}"),
    };
    flows()
        .signin
        .security
        .event(SecurityEvent::SignIn)
        .refused(&detail);
    let told = fail(kind, error);
    if is_page_view() {
        match error {
            FinishError::AddressUnproven => redirect_within_app(CONFIRM),
            FinishError::BeforeRecovery(return_to) => respond::show_elsewhere(told, return_to.as_str()),
            // Whatever the next step is, it goes on to where the sign-in was going.
            _ => respond::show_elsewhere(told, &with_return_to("/login", destination)),
        }
    }
    told
}

/// The session store does not answer, or takes nothing in.
pub(crate) fn store_error(error: &StoreError) -> AppError {
    fail(ErrorKind::StoreUnavailable, error)
}

pub(crate) fn user_error(error: &SessionCallError) -> AppError {
    let kind = match error {
        SessionCallError::Ended => ErrorKind::Ended,
        SessionCallError::Unavailable(_) => ErrorKind::Unavailable,
        SessionCallError::PasswordReset(_) => ErrorKind::PasswordReset,
        SessionCallError::Refused(_) => ErrorKind::Refused,
        SessionCallError::Failed(_) => ErrorKind::StoreUnavailable,
    };
    if kind == ErrorKind::Ended {
        set_cookie(&flows().signin.cookies.forget_session());
    }
    fail(kind, error)
}

/// The whole chain of causes, for the log.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
