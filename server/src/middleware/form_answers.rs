//! What Leptos does by itself with a form, put right: it answers what it cannot read with a 500 and the error in an
//! address, a plain form with 302, and leads to whatever the `Referer` says.

use app::RequestId;
use app::server::{CameFrom, UNREADABLE};
use axum::extract::Request;
use axum::http::header::{LOCATION, REFERER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use leptos::server_fn::redirect::REDIRECT_HEADER;
use url::{Position, Url};

use super::http_error::HttpError;
use crate::config::AppOrigin;
use crate::form_targets;
use crate::state::AppState;

/// Leptos must not see where a request comes from. What of it is ours goes on as a path.
pub(super) fn take_referer(state: &AppState, request: &mut Request) {
    let referer = request.headers_mut().remove(REFERER);
    if let Some(page) = referer.and_then(|referer| page_of_ours(&state.origin, &referer)) {
        request.extensions_mut().insert(page);
    }
}

pub(super) async fn mend_answer(
    state: &AppState,
    id: RequestId,
    is_post: bool,
    mut response: Response,
) -> Response {
    if response.headers_mut().remove(UNREADABLE).is_some() {
        tracing::warn!(
            event = "form_unreadable",
            "a form that cannot be read was refused"
        );
        return HttpError::Unreadable.into_response();
    }
    let is_redirect = response.status().is_redirection() && response.status() != StatusCode::NOT_MODIFIED;
    if is_post && is_redirect {
        // Every browser goes on with GET (RFC 9700 section 4.12).
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    if !is_redirect && !response.headers().contains_key(REDIRECT_HEADER) {
        response.headers_mut().remove(LOCATION);
    }
    if !leads_to_us_or_the_pool(state, response.headers()).await {
        tracing::error!(
            event = "redirect_stopped",
            "a redirect to somewhere else was stopped"
        );
        let failed = format!("/failed?kind=Failed&reference={id}");
        if let Ok(failed) = HeaderValue::from_str(&failed) {
            response.headers_mut().insert(LOCATION, failed);
        }
    }
    response
}

/// The page that a form was posted from.
fn page_of_ours(origin: &AppOrigin, referer: &HeaderValue) -> Option<CameFrom> {
    let url = Url::parse(referer.to_str().ok()?).ok()?;
    let path = &url[Position::BeforePath..Position::AfterQuery];
    origin.contains(&url).then(|| CameFrom(path.to_owned()))
}

async fn leads_to_us_or_the_pool(state: &AppState, headers: &HeaderMap) -> bool {
    let Some(location) = headers.get(LOCATION) else {
        return true;
    };
    // As a browser resolves it.
    let url = location
        .to_str()
        .ok()
        .and_then(|location| state.origin.page("/").join(location).ok());
    let Some(url) = url else {
        return false;
    };
    let origin = url.origin().ascii_serialization();
    if state.origin.contains(&url) || state.form_targets.borrow().0.contains(&origin) {
        return true;
    }
    // The pool may have been reached only now. Its description is kept: nothing is asked for again.
    let targets = form_targets::ask(&state.account).await;
    targets.is_some_and(|targets| targets.0.contains(&origin))
}
