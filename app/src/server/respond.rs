//! What goes back besides a value: status, cookies, redirects; and the one place where a failure is logged.

use std::error::Error as StdError;

use http::StatusCode;
use http::header::{HeaderName, HeaderValue, LOCATION, RETRY_AFTER, SET_COOKIE};
use leptos::context::use_context;
use leptos::server_fn::redirect::REDIRECT_HEADER;
use leptos_axum::ResponseOptions;

use super::chain;
use super::posted::note_transient;
use super::request::{is_page_view, is_plain_form, page_path, with_parts};
use crate::error::{AppError, ErrorKind, RequestId};

/// Marks an answer to what could not be read as a form. The server answers in its place, and takes the mark away.
pub const UNREADABLE: &str = "x-unreadable";

/// Marks a prefetched page that would have shown something once. The server answers in its place.
pub const UNSHOWN: &str = "x-unshown";

/// Leaves what is shown once to the visit.
pub(super) fn mark_unshown() {
    set_header(UNSHOWN, "message");
}

pub(crate) fn mark_unreadable() {
    set_header(UNREADABLE, "form");
    // Not the redirect that Leptos makes of it.
    set_status(ErrorKind::BadRequest);
}

/// Logs a failure once, with its causes, and answers what the person is told.
pub(crate) fn fail(kind: ErrorKind, cause: &(dyn StdError + 'static)) -> AppError {
    let error = refuse(kind);
    let request_id = error.request_id.map(|id| id.to_string());
    // What any client can bring about by a request is no error of ours.
    if status(kind).is_server_error() && !is_quota_exceeded(cause) && !is_without_pool(cause) {
        tracing::error!(
            event = "request_failed",
            ?kind,
            request_id,
            cause = chain(cause),
            "request failed"
        );
    } else {
        tracing::warn!(
            event = "request_refused",
            ?kind,
            request_id,
            cause = chain(cause),
            "request refused"
        );
    }
    error
}

fn is_quota_exceeded(cause: &(dyn StdError + 'static)) -> bool {
    std::iter::successors(Some(cause), |&error| error.source())
        .any(|error| matches!(error.downcast_ref(), Some(signin::CallError::QuotaExceeded(_))))
}

/// What the person is told when there is nothing to log. A plain post that leads nowhere yet leads to a page
/// that says it.
pub(crate) fn refuse(kind: ErrorKind) -> AppError {
    if may_pass(kind) {
        note_transient();
    }
    let request_id = with_parts(|parts| parts.extensions.get::<RequestId>().copied()).flatten();
    let error = AppError { kind, request_id };
    if !is_redirected() {
        if is_plain_form() {
            show_elsewhere(error, signin::ReturnTo::parse(&page_path()).as_str());
        } else {
            set_status(kind);
        }
    }
    error
}

/// Whether the same form may come to something else a moment later: it was not tried, or the pool or we were in no state
/// to do it.
fn may_pass(kind: ErrorKind) -> bool {
    let status = status(kind);
    let is_untried = matches!(
        kind,
        ErrorKind::SignedOut | ErrorKind::Incomplete | ErrorKind::NotFresh | ErrorKind::PasswordReset
    );
    is_untried || status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

/// Sends the browser to the page of a failure: its address is clean, whatever stood in this one.
pub(super) fn show_elsewhere(error: AppError, return_to: &str) {
    let reference = error.request_id.map(|id| id.to_string()).unwrap_or_default();
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("kind", &format!("{:?}", error.kind))
        .append_pair("reference", &reference)
        .append_pair("return_to", return_to)
        .finish();
    redirect_within_app(&format!("/failed?{query}"));
}

/// Answers with the status of a failure.
pub(crate) fn set_status(kind: ErrorKind) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status(kind));
        if let Some(seconds) = retry_after(kind) {
            response.insert_header(RETRY_AFTER, HeaderValue::from_static(seconds));
        }
    }
}

/// Answers with the status of a failure that happened in an earlier request, on its page. Failures of the
/// server count where they happen: a link to this page must raise no alarm.
pub(crate) fn set_status_of_report(kind: ErrorKind) {
    if !status(kind).is_server_error() {
        set_status(kind);
    }
}

/// When to come back, in seconds (RFC 9110 section 10.2.3).
fn retry_after(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::WaitAMinute => Some("60"),
        ErrorKind::WaitAWhile => Some("900"),
        ErrorKind::WaitAnHour => Some("3600"),
        _ => None,
    }
}

/// The HTTP status of each failure.
fn status(kind: ErrorKind) -> StatusCode {
    match kind {
        ErrorKind::SignedOut | ErrorKind::Ended => StatusCode::UNAUTHORIZED,
        ErrorKind::Incomplete
        | ErrorKind::Denied
        | ErrorKind::Forged
        | ErrorKind::NotFresh
        | ErrorKind::PasswordReset
        | ErrorKind::NotAskedAgain
        | ErrorKind::SignUpClosed
        | ErrorKind::SignUpRefused
        | ErrorKind::NoCookies => StatusCode::FORBIDDEN,
        ErrorKind::WaitAMinute | ErrorKind::WaitAWhile | ErrorKind::WaitAnHour => {
            StatusCode::TOO_MANY_REQUESTS
        }
        ErrorKind::NotPending
        | ErrorKind::SignInTooLate
        | ErrorKind::UsedOrExpired
        | ErrorKind::TwoSessions
        | ErrorKind::BadRequest => StatusCode::BAD_REQUEST,
        ErrorKind::AddressTooLong => StatusCode::URI_TOO_LONG,
        ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::Refused | ErrorKind::Untrusted => StatusCode::BAD_GATEWAY,
        ErrorKind::Unavailable | ErrorKind::StoreUnavailable | ErrorKind::Offline => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        ErrorKind::Misconfigured | ErrorKind::Failed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Sends the browser to another address: 303 for pages and plain forms (RFC 9700 section 4.12); after a
/// `fetch` the router follows.
pub(crate) fn redirect(location: &str) {
    let response = use_context::<ResponseOptions>().expect("leptos_axum provides the response");
    let Ok(location) = HeaderValue::from_str(location) else {
        return;
    };
    response.insert_header(LOCATION, location);
    if is_page_view() || is_plain_form() {
        response.set_status(StatusCode::SEE_OTHER);
    } else {
        response.insert_header(
            HeaderName::from_static(REDIRECT_HEADER),
            HeaderValue::from_static(""),
        );
    }
}

/// [`redirect`] to a path of ours.
pub(crate) fn redirect_within_app(path: &str) {
    debug_assert!(
        path.starts_with('/') && !path.starts_with("//"),
        "{path} is no local path"
    );
    redirect(path);
}

fn is_redirected() -> bool {
    use_context::<ResponseOptions>().is_some_and(|response| {
        response
            .0
            .read()
            .is_ok_and(|parts| parts.headers.contains_key(LOCATION))
    })
}

pub(crate) fn set_cookies(cookies: &[String]) {
    for cookie in cookies {
        set_cookie(cookie);
    }
}

/// Says it once, however many parts of a page want it said.
pub(crate) fn set_cookie(cookie: &str) {
    let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie))
    else {
        return;
    };
    let is_said = |parts: &leptos_axum::ResponseParts| {
        parts
            .headers
            .get_all(SET_COOKIE)
            .iter()
            .any(|said| *said == value)
    };
    if !response.0.read().is_ok_and(|parts| is_said(&parts)) {
        response.append_header(SET_COOKIE, value);
    }
}

pub(crate) fn set_header(name: &'static str, value: &'static str) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

fn is_without_pool(cause: &(dyn StdError + 'static)) -> bool {
    cause
        .downcast_ref()
        .is_some_and(signin::FinishError::is_without_pool)
}

#[cfg(test)]
mod tests {
    use signin::{CallError, QuotaCategory, SessionCallError};

    use super::*;

    #[test]
    fn exceeded_quota_is_found_among_the_causes() {
        let over = CallError::QuotaExceeded(QuotaCategory::Update);
        assert!(is_quota_exceeded(&SessionCallError::Unavailable(over.into())));
        let another = std::io::Error::other("refused");
        assert!(!is_quota_exceeded(&SessionCallError::Unavailable(another.into())));
    }
}
