//! A plain form that was shown once has one outcome: a repeated post gets that outcome, without the form being
//! posted to the application again. The second half of a double click is such a post, and its answer is the one the
//! browser shows.

use account::Account;
use app::MARK;
use app::server::{PostNotes, repeated_headers};
use axum::extract::Request;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use signin::{FormOutcome, Once, PostedForm};

use super::body::PostedBody;
use super::http_error::HttpError;
use crate::state::AppState;

/// A page that is loaded again shows this form with another one-time id. Making the same account twice is never meant.
const ANY_RENDERING: [&str; 1] = ["/api/sign_up"];

pub(super) async fn answer_once(
    state: &AppState,
    body: &PostedBody,
    mut request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::POST || request.headers().contains_key(MARK.0) {
        return next.run(request).await;
    }
    let Some(form) = posted_form(&state.account, request.uri().path(), body) else {
        return next.run(request).await;
    };
    let notes = PostNotes::default();
    request.extensions_mut().insert(notes.clone());
    let sent = request.headers().clone();
    let post = async move {
        let response = next.run(request).await;
        let is_redirect = response.status().is_redirection();
        let outcome = is_redirect
            .then(|| notes.outcome(response.headers(), &sent))
            .flatten();
        (response, outcome)
    };
    match state.account.signin.posted_forms.post_once(form, post).await {
        Ok(Once::First(response)) => response,
        Ok(Once::Repeated(outcome)) => repeat(&outcome),
        Err(error) => {
            tracing::warn!(
                event = "form_outcome_missing",
                %error,
                "a form that was posted again got no outcome in time"
            );
            HttpError::TimedOut.into_response()
        }
    }
}

/// The outcome of a form whose token is no longer this browser's, because the first post ended the session. Only while
/// the browser has no other session: who is signed in again has to see that another form is needed.
pub(super) async fn repeat_after_the_session(
    state: &AppState,
    path: &str,
    headers: &HeaderMap,
    body: &PostedBody,
) -> Option<Response> {
    let account = &state.account;
    let form = posted_form(account, path, body)?;
    if let Some(id) = account.signin.cookies.session(headers.get_all(COOKIE))
        && !matches!(account.signin.sessions.find(&id).await, Ok(None))
    {
        return None;
    }
    let outcome = account.signin.posted_forms.repeat_outcome(form).await.ok()??;
    Some(repeat(&outcome))
}

/// What the one-time id of this form stands for; `None` if it has none.
fn posted_form(account: &Account, path: &str, body: &PostedBody) -> Option<PostedForm> {
    let content = body.content();
    account.signin.posted_forms.posted_form(
        path,
        body.token()?,
        content.as_bytes(),
        ANY_RENDERING.contains(&path),
    )
}

fn repeat(outcome: &FormOutcome) -> Response {
    (StatusCode::SEE_OTHER, repeated_headers(outcome)).into_response()
}
