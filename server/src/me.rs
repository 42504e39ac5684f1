//! `GET /api/me`: the signed-in person, for scripts. Never a token.

use app::RequestId;
use attributes::Values;
use auth::{Auth, SecurityEvent, SessionCallError, StoreError};
use axum::extract::State;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Serialize;
use serde_json::json;

/// The answer to a signed-in person.
#[derive(Debug, Serialize)]
struct Me {
    sub: String,
    username: String,
    attributes: Values,
    complete: bool,
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoAnswer {
    #[error("there is no live session")]
    SignedOut,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Pool(#[from] SessionCallError),
}

pub(crate) async fn show(
    State(auth): State<Auth>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    match find(&auth, &headers).await {
        Ok(me) => Json(me).into_response(),
        Err(reason) => {
            let mut answer = refuse(&reason, id);
            if answer.status() == StatusCode::UNAUTHORIZED && is_cookie_dead(&auth, &headers).await {
                let session = auth.cookies().session(headers.get_all(COOKIE));
                let line = auth.signin().security.event(SecurityEvent::UnknownSession);
                line.of_cookie(session.as_ref()).refused("no live session");
                let forgotten = HeaderValue::from_str(&auth.cookies().forget_session());
                answer
                    .headers_mut()
                    .extend(forgotten.ok().map(|value| (SET_COOKIE, value)));
            }
            answer
        }
    }
}

/// Whether there is a cookie that opens nothing, and that is of no use in another way, as that of a session which was
/// ended from elsewhere is.
async fn is_cookie_dead(auth: &Auth, headers: &HeaderMap) -> bool {
    match auth.cookies().session(headers.get_all(COOKIE)) {
        Some(id) => !auth
            .signin()
            .revoked_sessions
            .was_revoked_remotely(&id)
            .await
            .unwrap_or(true),
        None => auth.cookies().has_session(headers.get_all(COOKIE)),
    }
}

async fn find(auth: &Auth, headers: &HeaderMap) -> Result<Me, NoAnswer> {
    let id = auth.cookies().session(headers.get_all(COOKIE));
    let id = id.ok_or(NoAnswer::SignedOut)?;
    let session = auth
        .signin()
        .sessions
        .find(&id)
        .await?
        .ok_or(NoAnswer::SignedOut)?;
    let profile = auth.profile(&session).await?;
    let mut attributes = profile.values.clone();
    // The operator's list decides about custom attributes here, too.
    attributes.retain(|name, _| !name.starts_with("custom:") || auth.schema().get(name).is_some());
    Ok(Me {
        sub: session.subject().as_str().to_owned(),
        username: session.username().to_owned(),
        complete: auth.is_complete(&session, &profile),
        attributes,
    })
}

fn refuse(reason: &NoAnswer, id: RequestId) -> Response {
    let (status, name) = match reason {
        NoAnswer::SignedOut | NoAnswer::Pool(SessionCallError::Ended) => {
            return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "signed_out" }))).into_response();
        }
        NoAnswer::Pool(SessionCallError::Unavailable(_)) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        NoAnswer::Pool(SessionCallError::PasswordReset(_)) => {
            (StatusCode::FORBIDDEN, "password_reset_required")
        }
        NoAnswer::Pool(SessionCallError::Refused(_)) => (StatusCode::BAD_GATEWAY, "refused"),
        NoAnswer::Store(_) | NoAnswer::Pool(SessionCallError::Failed(_)) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "failed")
        }
    };
    let error: &dyn std::error::Error = reason;
    tracing::error!(event = "profile_unread", error, "the profile could not be read");
    (
        status,
        Json(json!({ "error": name, "request_id": id.to_string() })),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_has_its_status() {
        for (reason, status) in [
            (NoAnswer::SignedOut, 401),
            (NoAnswer::Pool(SessionCallError::Ended), 401),
            (
                NoAnswer::Pool(SessionCallError::Unavailable("no route".into())),
                503,
            ),
        ] {
            assert_eq!(refuse(&reason, RequestId(1)).status(), status, "{reason}");
        }
    }
}
