//! Who calls: the live session that the cookie of a request opens.

use std::sync::Arc;

use account::Account;
use axum::extract::{FromRef as _, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use signin::{SecurityEvent, Session, SessionId, Visit};

use super::error::ApiError;
use crate::state::AppState;

/// A person with a live session. Everybody else is refused with 401.
pub(super) struct Caller {
    pub account: Arc<Account>,
    pub session: Session,
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let account = Arc::<Account>::from_ref(state);
        let id = session_cookie(&account, &parts.headers);
        let found = match &id {
            Some(id) => account.signin.visits.read(id).await?,
            None => Visit::Unknown,
        };
        match found {
            Visit::SignedIn(session, _) => Ok(Self { account, session }),
            // The cookie is still good for learning that somebody else ended the session.
            Visit::RevokedRemotely => Err(ApiError::SignedOut { forget: None }),
            Visit::Unknown => {
                if !account.signin.cookies.has_session(parts.headers.get_all(COOKIE)) {
                    return Err(ApiError::SignedOut { forget: None });
                }
                let line = account.signin.security.event(SecurityEvent::UnknownSession);
                line.of_cookie(id.as_ref()).refused("no live session");
                let forget = Some(account.signin.cookies.forget_session());
                Err(ApiError::SignedOut { forget })
            }
        }
    }
}

/// The session that the cookie names, alive or not.
pub(super) fn session_cookie(account: &Account, headers: &HeaderMap) -> Option<SessionId> {
    account.signin.cookies.session(headers.get_all(COOKIE))
}
