//! Whoever writes must come from a page of ours (RFC 10017 section 6.1.3.3; ASVS 3.5.1–3.5.3). Two proofs, each
//! of which a foreign site cannot give: what the browser says about where the request comes from, and either
//! a header that only our own script can set or a token that only a page of this session holds.

use app::MARK;
use auth::SecurityEvent;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CONTENT_TYPE, COOKIE, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::fault::{Fault, accepts_html};
use super::{form_once, open_form};
use crate::state::AppState;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
pub(super) const TOKEN_FIELD: &str = "csrf";

/// A form on every page, for everybody: it changes nothing but the language in which this browser is answered. That it
/// comes from a page of ours is proof enough.
const FOR_EVERYBODY: &str = "/api/set_language";
/// What people without a session may post. These forms carry a token of the browser instead.
const OPEN_FORMS: [&str; 3] = ["/api/sign_up", "/api/confirm_sign_up", "/api/resend_sign_up_code"];

/// Why a request was refused.
#[derive(Clone, Copy, Debug)]
enum Refusal {
    /// By its own account it comes from elsewhere, or does not say.
    AnotherOrigin,
    /// Neither our script's header nor a form.
    NoProof,
    /// A form without the token of this session.
    NoToken,
    /// A form for anybody, and no cookie that it could be tied to.
    NoCookie,
}

pub(super) async fn require_same_origin(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    if request.method() != Method::POST {
        // Nothing of ours takes any other method; refused here so that nothing ever takes one unproven.
        return ([(ALLOW, "GET, HEAD, POST")], Fault::MethodNotAllowed).into_response();
    }
    let is_for_everybody = request.uri().path() == FOR_EVERYBODY && is_form(request.headers());
    if is_for_everybody && is_same_origin(request.headers(), state.origin.as_str()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // Bounded by the layer above.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Fault::Unreadable.into_response();
    };
    let is_open = OPEN_FORMS.contains(&parts.uri.path());
    match check(&state, &parts.headers, &body, is_open) {
        Ok(()) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Err(Refusal::NoCookie) if accepts_html(&parts.headers) => {
            open_form::show_again(&state, parts, &body).await
        }
        Err(reason) => {
            if matches!(reason, Refusal::NoToken)
                && let Some(repeated) = form_once::repeat_after_the_session(&state, &parts, &body).await
            {
                return repeated;
            }
            let session = state.auth.cookies().session(parts.headers.get_all(COOKIE));
            let line = state.auth.security(SecurityEvent::ForgedRequest);
            line.of_cookie(session.as_ref()).refused(&format!("{reason:?}"));
            Fault::Forged.into_response()
        }
    }
}

fn check(state: &AppState, headers: &HeaderMap, body: &Bytes, is_open: bool) -> Result<(), Refusal> {
    if !is_same_origin(headers, state.origin.as_str()) {
        return Err(Refusal::AnotherOrigin);
    }
    if only(headers, &HeaderName::from_static(MARK.0)) == Some(MARK.1) {
        return Ok(());
    }
    if !is_form(headers) {
        return Err(Refusal::NoProof);
    }
    if is_open && state.auth.cookies().browser(headers.get_all(COOKIE)).is_none() {
        return Err(Refusal::NoCookie);
    }
    if has_token(state, headers, body, is_open) {
        Ok(())
    } else {
        Err(Refusal::NoToken)
    }
}

fn is_same_origin(headers: &HeaderMap, origin: &str) -> bool {
    if headers.contains_key(SEC_FETCH_SITE) {
        only(headers, &SEC_FETCH_SITE) == Some("same-origin")
    } else {
        // Browsers before 2023.
        only(headers, &ORIGIN) == Some(origin)
    }
}

pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let content_type = only(headers, &CONTENT_TYPE).and_then(|value| value.split(';').next());
    content_type.is_some_and(|value| {
        value
            .trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}

fn has_token(state: &AppState, headers: &HeaderMap, body: &Bytes, is_open: bool) -> bool {
    let cookies = || headers.get_all(COOKIE);
    let mut tokens = form_urlencoded::parse(body).filter(|(name, _)| name == TOKEN_FIELD);
    let (Some((_, token)), None) = (tokens.next(), tokens.next()) else {
        return false;
    };
    let auth = &state.auth;
    if is_open {
        let browser = auth.cookies().browser(cookies());
        browser.is_some_and(|browser| auth.is_open_form_token(&browser, &token))
    } else {
        let session = auth.cookies().session(cookies());
        session.is_some_and(|session| auth.is_csrf_token(&session, &token))
    }
}

/// The value of a header that was sent exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    values.next().is_none().then_some(first)?.to_str().ok()
}
