//! Who calls: the live session that the cookie of a request opens.

use auth::{Auth, SecurityEvent, Session, SessionId, Visit};
use axum::extract::{FromRef as _, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;

use super::error::ApiError;
use crate::state::AppState;

/// A person with a live session. Everybody else is refused with 401.
pub(super) struct Caller {
    pub auth: Auth,
    pub session: Session,
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let auth = Auth::from_ref(state);
        let id = session_cookie(&auth, &parts.headers);
        let found = match &id {
            Some(id) => auth.signin().visits.read(id).await?,
            None => Visit::Unknown,
        };
        match found {
            Visit::SignedIn(session, _) => Ok(Self { auth, session }),
            // The cookie is still good for learning that somebody else ended the session.
            Visit::RevokedRemotely => Err(ApiError::SignedOut { forget: None }),
            Visit::Unknown => {
                if !auth.cookies().has_session(parts.headers.get_all(COOKIE)) {
                    return Err(ApiError::SignedOut { forget: None });
                }
                let line = auth.signin().security.event(SecurityEvent::UnknownSession);
                line.of_cookie(id.as_ref()).refused("no live session");
                let forget = Some(auth.cookies().forget_session());
                Err(ApiError::SignedOut { forget })
            }
        }
    }
}

/// The session that the cookie names, alive or not.
pub(super) fn session_cookie(auth: &Auth, headers: &HeaderMap) -> Option<SessionId> {
    auth.cookies().session(headers.get_all(COOKIE))
}
