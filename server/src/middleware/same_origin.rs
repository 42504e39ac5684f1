//! A write must come from a page of ours (RFC 10017 section 6.1.3.3; ASVS 3.5.1–3.5.3). Two proofs, each
//! of which a foreign site cannot give: what the browser says about where the request comes from, and either
//! a header that only our own script can set or a token that only a page of this session holds.

use std::mem;
use std::ops::ControlFlow::{self, Break, Continue};

use app::MARK;
use app::server::{TokenVerified, Untaken};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use signin::SecurityEvent;
use signin::extract::{is_same_origin, single_value};

use super::body::PostedBody;
use super::form_once;
use super::http_error::{HttpError, accepts_html};
use crate::router::methods_of;
use crate::site;
use crate::state::AppState;

/// A public form on every page: it changes nothing but the language in which this browser is answered. That it
/// comes from a page of ours is proof enough.
const PUBLIC_FORM: &str = "/api/set_language";
/// What people without a session may post. These forms carry a token of the browser instead.
const OPEN_FORMS: [&str; 3] = ["/api/sign_up", "/api/confirm_sign_up", "/api/resend_sign_up_code"];
const SIGN_UP: &str = "/api/sign_up";
/// Never go back to a browser.
const SECRETS: [&str; 3] = ["csrf", "password", "code"];

/// Why a request was refused.
#[derive(Clone, Copy, Debug)]
enum CsrfError {
    /// By its own account it comes from elsewhere, or does not say.
    AnotherOrigin,
    /// Neither our script's header nor a form.
    NoProof,
    /// A form without the token of this session.
    NoToken,
    /// A public form, and no cookie that it could be tied to.
    NoCookie,
}

pub(super) async fn require_same_origin(
    state: &AppState,
    body: &PostedBody,
    request: &mut Request,
) -> ControlFlow<Response> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Continue(());
    }
    let methods = methods_of(request);
    let is_taken = methods.contains(request.method());
    if *request.method() != Method::POST && !is_taken {
        // Refused here so that nothing ever takes one unproven.
        return Break(not_allowed(&methods));
    }
    // The only look at the token: what is behind this layer asks for the mark.
    let has_token = has_token(state, request, body);
    if has_token {
        request.extensions_mut().insert(TokenVerified);
    }
    let Err(reason) = check(state, request, body, has_token) else {
        return if is_taken {
            Continue(())
        } else {
            Break(not_allowed(&methods))
        };
    };
    Break(match reason {
        CsrfError::NoCookie if accepts_html(request.headers()) => {
            show_again(state, mem::take(request), body).await
        }
        reason => refuse(state, reason, (request.uri(), request.headers()), body).await,
    })
}

fn not_allowed(methods: &[Method]) -> Response {
    let methods: Vec<_> = methods.iter().map(Method::as_str).collect();
    ([(ALLOW, methods.join(", "))], HttpError::MethodNotAllowed).into_response()
}

async fn refuse(
    state: &AppState,
    reason: CsrfError,
    (uri, headers): (&Uri, &HeaderMap),
    body: &PostedBody,
) -> Response {
    if matches!(reason, CsrfError::NoToken)
        && let Some(repeated) = form_once::repeat_after_the_session(state, uri.path(), headers, body).await
    {
        return repeated;
    }
    let signin = &state.account.signin;
    let session = signin.cookies.session(headers.get_all(COOKIE));
    let line = signin.security.event(SecurityEvent::ForgedRequest);
    line.of_cookie(session.as_ref()).refused(&format!("{reason:?}"));
    HttpError::Forged.into_response()
}

fn check(state: &AppState, request: &Request, body: &PostedBody, has_token: bool) -> Result<(), CsrfError> {
    let (headers, path) = (request.headers(), request.uri().path());
    if !is_same_origin(headers, state.origin.as_str()) {
        return Err(CsrfError::AnotherOrigin);
    }
    if single_value(headers, &HeaderName::from_static(MARK.0)) == Some(MARK.1) {
        return Ok(());
    }
    if !body.is_form() {
        return Err(CsrfError::NoProof);
    }
    if path == PUBLIC_FORM {
        return Ok(());
    }
    let is_open = OPEN_FORMS.contains(&path);
    if is_open
        && state
            .account
            .signin
            .cookies
            .browser(headers.get_all(COOKIE))
            .is_none()
    {
        return Err(CsrfError::NoCookie);
    }
    if has_token {
        Ok(())
    } else {
        Err(CsrfError::NoToken)
    }
}

/// Whether the form carries the token of this session; of this browser, if it is for people without one. In the form for
/// everybody it may be either: it brings what was typed into the form beside it.
fn has_token(state: &AppState, request: &Request, body: &PostedBody) -> bool {
    let Some(token) = body.token() else { return false };
    let (account, path) = (&state.account, request.uri().path());
    let cookies = || request.headers().get_all(COOKIE);
    let of_browser = || {
        let browser = account.signin.cookies.browser(cookies());
        browser.is_some_and(|browser| account.signin.csrf.is_open_form_token(&browser, token))
    };
    let of_session = || {
        let session = account.signin.cookies.session(cookies());
        session.is_some_and(|session| account.signin.csrf.is_csrf_token(&session, token))
    };
    match path {
        PUBLIC_FORM => of_session() || of_browser(),
        path if OPEN_FORMS.contains(&path) => of_browser(),
        _ => of_session(),
    }
}

/// A public form that came without a cookie: the browser accepts none, or the page was open for too long. It is shown
/// again, with what was typed and why it was not taken.
async fn show_again(state: &AppState, request: Request, body: &PostedBody) -> Response {
    tracing::info!(event = "form_without_cookie", "a form came without a cookie");
    let typed = body.fields().iter().cloned();
    let typed = typed.filter(|(name, _)| !SECRETS.contains(&name.as_str()));
    let (mut parts, _) = request.into_parts();
    parts.extensions.insert(Untaken(typed.collect()));
    let page = match parts.uri.path() {
        SIGN_UP => "/signup",
        _ => "/confirm?other=true",
    };
    parts.method = Method::GET;
    parts.uri = Uri::from_static(page);
    for name in [CONTENT_TYPE, CONTENT_LENGTH] {
        parts.headers.remove(name);
    }
    let mut response = site::show_page(State(state.clone()), Request::from_parts(parts, Body::empty())).await;
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}
