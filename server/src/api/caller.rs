//! Who calls: the live session that the cookie of a request opens.

use std::sync::Arc;

use account::Account;
use axum::extract::{FromRef as _, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use signin::extract::{RequireSession, SessionRejection};
use signin::{SecurityEvent, Session, SessionId};

use super::error::ApiError;
use crate::state::AppState;

/// A user with a live session. Other callers are refused with 401.
pub(super) struct Caller {
    pub account: Arc<Account>,
    pub session: Session,
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let account = Arc::<Account>::from_ref(state);
        match RequireSession::from_request_parts(parts, state).await {
            Ok(RequireSession { session, .. }) => Ok(Self { account, session }),
            Err(SessionRejection::Dead(id)) => {
                let line = account.signin.security.event(SecurityEvent::UnknownSession);
                line.of_cookie(id.as_ref()).refused("no live session");
                let forget = Some(account.signin.cookies.forget_session());
                Err(ApiError::SignedOut { forget })
            }
            // The cookie is still good for learning that the session was revoked remotely.
            Err(SessionRejection::NoCookie | SessionRejection::RevokedRemotely) => {
                Err(ApiError::SignedOut { forget: None })
            }
            Err(SessionRejection::Store(error)) => Err(error.into()),
        }
    }
}

impl Caller {
    /// What to answer when a flow failed. A session that the pool has ended is forgotten by the browser, too.
    pub fn refuse(&self, error: impl Into<ApiError>) -> ApiError {
        match error.into() {
            ApiError::SignedOut { .. } => ApiError::SignedOut {
                forget: Some(self.account.signin.cookies.forget_session()),
            },
            error => error,
        }
    }
}

/// The session that the cookie names, alive or not.
pub(super) fn session_cookie(account: &Account, headers: &HeaderMap) -> Option<SessionId> {
    account.signin.cookies.session(headers.get_all(COOKIE))
}
