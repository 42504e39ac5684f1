//! The person's own sessions, in this browser and in others.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use signin::OwnSession;
use utoipa::ToSchema;

use super::caller::Caller;
use super::description::{FromOurPage, ReadErrors, WriteErrors};
use super::error::ApiError;
use super::problem::Problem;

/// A session of the person who asks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionView {
    /// Names it. Opens nothing.
    handle: String,
    /// Whether it is the one that asks.
    current: bool,
    /// The browser, as far as it says.
    browser: Option<&'static str>,
    /// The operating system, as far as the browser says.
    system: Option<&'static str>,
    /// When it was begun (RFC 3339).
    #[schema(format = DateTime)]
    signed_in_at: String,
    /// When it was last used, to the minute (RFC 3339).
    #[schema(format = DateTime)]
    used_at: String,
}

/// How many sessions were ended.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ended {
    ended: usize,
}

/// Lists the person's live sessions: the one that asks, then by their last use.
#[utoipa::path(
    get,
    path = "/api/sessions",
    security(("session" = [])),
    responses(
        ReadErrors,
        (status = 200, body = Vec<SessionView>),
    )
)]
pub(super) async fn list(Caller { account, session }: Caller) -> Result<Json<Vec<SessionView>>, ApiError> {
    let own = account.signin.own_sessions.list(&session).await?;
    Ok(Json(own.into_iter().map(SessionView::new).collect()))
}

/// Ends all sessions of the person but the one that asks.
#[utoipa::path(
    delete,
    path = "/api/sessions",
    security(("session" = [])),
    params(FromOurPage),
    responses(
        WriteErrors,
        (status = 200, body = Ended),
    )
)]
pub(super) async fn end_others(Caller { account, session }: Caller) -> Result<Json<Ended>, ApiError> {
    let ended = account.signin.own_sessions.end_others(&session).await?;
    Ok(Json(Ended { ended }))
}

/// Ends another session of the person. The one that asks ends by `POST /api/sign-out`.
#[utoipa::path(
    delete,
    path = "/api/sessions/{handle}",
    security(("session" = [])),
    params(
        ("handle" = String, Path, description = "From the list of sessions."),
        FromOurPage,
    ),
    responses(
        WriteErrors,
        (status = 204, description = "It is over."),
        (status = 404, description = "There is no other session of that name.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn end_one(
    Caller { account, session }: Caller,
    Path(handle): Path<String>,
) -> Result<StatusCode, ApiError> {
    if account.signin.own_sessions.end_one(&session, &handle).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}

impl SessionView {
    fn new(own: OwnSession) -> Self {
        let time = |seconds| Timestamp::from_second(seconds).unwrap_or_default().to_string();
        Self {
            handle: own.handle,
            current: own.is_this,
            browser: own.device.browser.map(signin::Browser::name),
            system: own.device.system.map(signin::System::name),
            signed_in_at: time(own.signed_in_at.unix_seconds()),
            used_at: time(own.used_at.unix_seconds()),
        }
    }
}
