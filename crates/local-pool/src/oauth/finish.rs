//! The redirect back to the app after a sign-in.

use axum::http::header;
use axum::response::Response;

use super::authorize::{AuthorizeRequest, ResponseType};
use crate::cookies;
use crate::exception::Exception;
use crate::misbehave::Misbehaviour;
use crate::params::{query, with_query};
use crate::random;
use crate::replies::redirect;
use crate::service::Service;
use crate::state::{AuthorizationCode, BrowserSession, User};
use crate::tokens::{SignIn, Tokens, issue};

/// How long the `cognito` cookie's session lasts after an interactive sign-in.
const SESSION_SECONDS: i64 = 3600;
/// How long an authorization code lasts.
const CODE_SECONDS: i64 = 300;

/// Whether a password was typed just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    Interactive,
    Silent,
}

/// After a password (and factor): starts the browser's session and goes to the app.
pub(crate) fn finish_interactive(service: &Service, request: &AuthorizeRequest, user: &User) -> Response {
    let now = service.now();
    let (pool, sub) = (user.pool.clone(), user.sub.clone());
    let session = BrowserSession {
        pool,
        sub,
        auth_time: now,
        until: now.plus_seconds(SESSION_SECONDS),
    };
    let id = random::uuid();
    service
        .state()
        .browser_sessions
        .put_and_sweep(id.clone(), session.clone(), now);
    // The session is stored before the redirect: the app may send the browser straight back.
    let mut response = finish(service, request, &session, Arrival::Interactive);
    let headers = response.headers_mut();
    headers.append(
        header::SET_COOKIE,
        cookies::set(cookies::SESSION, &id, Some(SESSION_SECONDS)),
    );
    headers.append(header::SET_COOKIE, cookies::clear(cookies::PAGE));
    response
}

/// The redirect with a code, or with tokens in the fragment.
pub(crate) fn finish(
    service: &Service,
    request: &AuthorizeRequest,
    session: &BrowserSession,
    arrival: Arrival,
) -> Response {
    let state = returned_state(request, arrival).filter(|_| !service.misbehaves(Misbehaviour::DropState));
    match request.response_type {
        ResponseType::Code => {
            let code = new_code(service, request, session);
            let mut pairs = vec![("code", code.as_str())];
            pairs.extend(state.as_deref().map(|state| ("state", state)));
            redirect(&with_query(&request.redirect_uri, &query(pairs)))
        }
        ResponseType::Token => match issue_tokens(service, request, session) {
            Err(exception) => super::authorize::refuse(&request.error("server_error", &exception.message)),
            Ok(tokens) => redirect(&fragment(&request.redirect_uri, &tokens, state.as_deref())),
        },
    }
}

/// As Cognito does: with a session that was there already, `state` comes back encoded twice.
fn returned_state(request: &AuthorizeRequest, arrival: Arrival) -> Option<String> {
    let state = request.state.as_deref()?;
    match arrival {
        Arrival::Interactive => Some(state.to_owned()),
        Arrival::Silent => Some(url::form_urlencoded::byte_serialize(state.as_bytes()).collect()),
    }
}

fn new_code(service: &Service, request: &AuthorizeRequest, session: &BrowserSession) -> String {
    let now = service.now();
    let row = AuthorizationCode {
        pool: request.client.pool.clone(),
        client: request.client.id.clone(),
        sub: session.sub.clone(),
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge.clone(),
        scopes: request.scopes.clone(),
        nonce: request.nonce.clone(),
        resource: request.resource.clone(),
        auth_time: session.auth_time,
        until: now.plus_seconds(CODE_SECONDS),
    };
    let code = random::uuid();
    service.state().codes.put_and_sweep(code.clone(), row, now);
    code
}

fn issue_tokens(
    service: &Service,
    request: &AuthorizeRequest,
    session: &BrowserSession,
) -> Result<Tokens, Exception> {
    let user = service.state().user(&session.pool, &session.sub)?.clone();
    let sign_in = SignIn {
        scopes: request.scopes.clone(),
        nonce: request.nonce.clone(),
        resource: request.resource.clone(),
        auth_time: session.auth_time,
        by_api: false,
    };
    Ok(issue(service, &request.client, &user, sign_in))
}

/// The implicit flow: no refresh token.
fn fragment(redirect_uri: &str, tokens: &Tokens, state: Option<&str>) -> String {
    let expires_in = tokens.expires_in.to_string();
    let mut pairs = Vec::new();
    pairs.extend(tokens.id_token.as_deref().map(|token| ("id_token", token)));
    pairs.extend([
        ("access_token", tokens.access_token.as_str()),
        ("token_type", "bearer"),
    ]);
    pairs.push(("expires_in", &expires_in));
    pairs.extend(state.map(|state| ("state", state)));
    format!("{redirect_uri}#{}", query(pairs))
}
