//! For a server on axum: the session behind a request, and where a request comes from.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::{COOKIE, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use session_store::{SessionId, StoreError};

use crate::Signin;
use crate::session::Session;
use crate::visit::Visit;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The live session of the request's cookie, in one round trip to the store. Taking it out of a request counts as a use.
#[derive(Debug)]
pub struct RequireSession {
    /// What the cookie holds. Opens the session.
    pub id: SessionId,
    /// Who it is.
    pub session: Session,
}

/// Why there is no session. All but the last answer 401.
#[derive(Debug, thiserror::Error)]
pub enum SessionRejection {
    /// The request has no session cookie.
    #[error("there is no session cookie")]
    NoCookie,
    /// The cookie opens nothing, or there are two of them (`None`): the browser had better forget it.
    #[error("the session cookie opens nothing")]
    Dead(Option<SessionId>),
    /// The session was ended from another browser. The cookie is still good for learning that.
    #[error("the session was ended from another browser")]
    RevokedRemotely,
    /// The store cannot be read. Answers 503; logging it is left to who handles it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<S> FromRequestParts<S> for RequireSession
where
    Arc<Signin>: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = SessionRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, SessionRejection> {
        let signin = Arc::<Signin>::from_ref(state);
        let cookies = || parts.headers.get_all(COOKIE);
        if !signin.cookies.has_session(cookies()) {
            return Err(SessionRejection::NoCookie);
        }
        let Some(id) = signin.cookies.session(cookies()) else {
            return Err(SessionRejection::Dead(None));
        };
        match signin.visits.read_session(&id).await? {
            Visit::SignedIn(session, _) => Ok(Self { id, session }),
            Visit::RevokedRemotely => Err(SessionRejection::RevokedRemotely),
            Visit::Unknown => Err(SessionRejection::Dead(Some(id))),
        }
    }
}

impl IntoResponse for SessionRejection {
    fn into_response(self) -> Response {
        match self {
            Self::NoCookie | Self::Dead(_) | Self::RevokedRemotely => StatusCode::UNAUTHORIZED,
            Self::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
        .into_response()
    }
}

/// Whether the browser says that a request was made by a page of `origin` (`scheme://host[:port]`): the first of the two
/// proofs against forged requests (RFC 10017 section 6.1.3.3; ASVS 3.5.1). The second is a [token](crate::Csrf).
#[must_use]
pub fn is_same_origin(headers: &HeaderMap, origin: &str) -> bool {
    if headers.contains_key(SEC_FETCH_SITE) {
        single_value(headers, &SEC_FETCH_SITE) == Some("same-origin")
    } else {
        // Browsers before 2023.
        single_value(headers, &ORIGIN) == Some(origin)
    }
}

/// The value of a header that was sent exactly once.
#[must_use]
pub fn single_value<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    values.next().is_none().then_some(first)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "https://app.example.com";

    #[test]
    fn requests_of_other_pages_are_told_apart() {
        let (site, origin) = ("sec-fetch-site", "origin");
        for (sent, expected) in [
            (vec![(site, "same-origin")], true),
            (vec![(site, "same-site"), (origin, OURS)], false),
            (vec![(site, "cross-site")], false),
            (vec![(site, "none")], false),
            (vec![(site, "same-origin"), (site, "same-origin")], false),
            (vec![(origin, OURS)], true),
            (vec![(origin, "https://app.example.com.evil.example")], false),
            (vec![(origin, "null")], false),
            (vec![(origin, OURS), (origin, OURS)], false),
            (vec![], false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in &sent {
                headers.append(HeaderName::from_static(name), value.parse().unwrap());
            }
            assert_eq!(is_same_origin(&headers, OURS), expected, "{sent:?}");
        }
    }
}
