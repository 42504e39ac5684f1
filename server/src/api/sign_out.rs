//! The end of a session.

use std::sync::Arc;

use account::Account;
use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::session_cookie;
use super::description::{FromOurPage, WriteErrors};

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// A browser that has forgotten its session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SignedOut {
    /// Whether the session is known to be over. If not, the store failed: ending it is tried for a while yet.
    ended: bool,
    /// Go here to end the pool's own session, too; else the next sign-in may not ask for a password. Null while the pool
    /// cannot be reached.
    location: Option<String>,
}

/// Ends this session. Without one it does nothing, and answers the same.
#[utoipa::path(
    post,
    path = "/api/sign-out",
    params(FromOurPage),
    responses(
        WriteErrors,
        (status = 200, body = SignedOut),
    )
)]
pub(super) async fn sign_out(State(account): State<Arc<Account>>, headers: HeaderMap) -> impl IntoResponse {
    let signed_out = account
        .signin
        .sign_out
        .sign_out(session_cookie(&account, &headers).as_ref())
        .await;
    let mut headers = HeaderMap::new();
    headers.insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
    if let Ok(forgotten) = HeaderValue::from_str(&account.signin.cookies.forget_session()) {
        headers.insert(SET_COOKIE, forgotten);
    }
    let answer = SignedOut {
        ended: signed_out.is_ended,
        location: signed_out.location.map(String::from),
    };
    (headers, Json(answer))
}
