//! `POST /oauth2/token` (RFC 6749, section 3.2; RFC 7636).

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::client_auth::{InvalidClient, authenticate};
use crate::attributes::rights::unreadable_by_scope;
use crate::hangup::Hangup;
use crate::misbehave::Misbehaviour;
use crate::params::Params;
use crate::replies::{GrantType, oauth_error, oauth_json};
use crate::service::Service;
use crate::state::{AuthorizationCode, Client, User, UserStatus};
use crate::tokens::{SignIn, Tokens, issue, mint, refresh};

type TokenAnswer = Result<Value, &'static str>;

/// `POST /oauth2/token`
pub(crate) async fn token(
    State(service): State<Arc<Service>>,
    hangup: Hangup,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if service.misbehaves(Misbehaviour::SlowToken) {
        tokio::time::sleep(Duration::from_secs(30)).await;
    }
    let Some(form) = read_form(&headers, &body) else {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    };
    let grant_type = form.text("grant_type").to_owned();
    if exceeds_quota(&service, &grant_type) {
        return oauth_error(StatusCode::TOO_MANY_REQUESTS, "too_many_requests");
    }
    let answer = grant(&service, &headers, &form);
    // After the grant: the tokens are rotated, only the answer is lost.
    if grant_type == "refresh_token" && answer.is_ok() && service.misbehaves(Misbehaviour::LostRefreshAnswer)
    {
        hangup.hang_up();
    }
    let mut response = match answer {
        Ok(body) => oauth_json(&service, &body),
        Err(error) => oauth_error(StatusCode::BAD_REQUEST, error),
    };
    response.extensions_mut().insert(GrantType(grant_type));
    response
}

/// Refreshing counts as signing in; redeeming a code and a client's own tokens have a quota of their own.
fn exceeds_quota(service: &Service, grant_type: &str) -> bool {
    let counted_as = match grant_type {
        "refresh_token" => "InitiateAuth",
        "authorization_code" | "client_credentials" => grant_type,
        _ => return false,
    };
    service.quotas.check_call(counted_as, service.now()).is_err()
}

/// The form, if it is one.
pub(super) fn read_form(headers: &HeaderMap, body: &Bytes) -> Option<Params> {
    let content_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let media_type = content_type.split(';').next()?.trim();
    let is_form = media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded");
    is_form.then(|| Params::parse(&String::from_utf8_lossy(body)))
}

fn grant(service: &Service, headers: &HeaderMap, form: &Params) -> TokenAnswer {
    if form.repeated().is_some() {
        return Err("invalid_request");
    }
    // The client before the grant type: what an unknown client asks for is none of its business.
    let client = authenticate(service, headers, form).map_err(|InvalidClient| "invalid_client")?;
    match form.get("grant_type") {
        None => Err("invalid_request"),
        Some("authorization_code") => redeem_code(service, &client, form),
        Some("refresh_token") => refresh_tokens(service, &client, form),
        Some("client_credentials") => client_credentials(service, &client, form),
        Some(_) => Err("unsupported_grant_type"),
    }
}

fn redeem_code(service: &Service, client: &Client, form: &Params) -> TokenAnswer {
    let code = form.get("code").ok_or("invalid_request")?;
    let redirect_uri = form.get("redirect_uri").ok_or("invalid_request")?;
    if !client.allows("code") {
        return Err("unauthorized_client");
    }
    // Taken before anything else is compared: a wrong redirect address or verifier uses the code up, too.
    let row = take_code(service, client, code)?;
    if row.redirect_uri != redirect_uri {
        return Err("unauthorized_client");
    }
    check_verifier(&row, form.get("code_verifier"))?;
    // Read again: the user may have been disabled or deleted since the code was issued.
    let user = service
        .state()
        .users
        .get(&row.pool, &row.sub)
        .cloned()
        .ok_or("invalid_grant")?;
    check_can_sign_in(client, &user, &row.scopes)?;
    let sign_in = SignIn {
        scopes: row.scopes,
        nonce: row.nonce,
        resource: row.resource,
        auth_time: row.auth_time,
        by_api: false,
    };
    Ok(body_of(issue(service, client, &user, sign_in)))
}

/// A code works once. It is gone after the first attempt of its own client, however that ends.
fn take_code(service: &Service, client: &Client, code: &str) -> Result<AuthorizationCode, &'static str> {
    let now = service.now();
    // One lock for reading and removing: of two requests with the same code one finds it.
    let mut state = service.state();
    let row = state
        .codes
        .get(code)
        .filter(|row| row.client == client.id)
        .cloned()
        .ok_or("invalid_grant")?;
    if !service.misbehaves(Misbehaviour::CodeTwice) {
        state.codes.remove(code);
    }
    if now < row.until {
        Ok(row)
    } else {
        Err("invalid_grant")
    }
}

/// PKCE (RFC 7636, section 4.6): a verifier is needed if a challenge was sent, and only then.
fn check_verifier(row: &AuthorizationCode, verifier: Option<&str>) -> Result<(), &'static str> {
    match (&row.challenge, verifier) {
        (None, None) => Ok(()),
        (Some(challenge), Some(verifier)) => {
            let hash = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
            verify_slices_are_equal(hash.as_bytes(), challenge.as_bytes()).map_err(|_| "invalid_grant")
        }
        _ => Err("invalid_grant"),
    }
}

fn check_can_sign_in(client: &Client, user: &User, scopes: &[String]) -> Result<(), &'static str> {
    if !user.enabled || user.status != UserStatus::Confirmed {
        return Err("invalid_grant");
    }
    match unreadable_by_scope(client, scopes) {
        None => Ok(()),
        Some(attribute) => {
            tracing::warn!(
                client = client.id,
                attribute,
                "the client may not read what its scope asks for"
            );
            Err("invalid_grant")
        }
    }
}

fn refresh_tokens(service: &Service, client: &Client, form: &Params) -> TokenAnswer {
    let token = form.get("refresh_token").ok_or("invalid_request")?;
    let tokens = refresh::refresh(service, client, token).map_err(|refused| {
        tracing::info!(client = client.id, ?refused, "refresh refused");
        "invalid_grant"
    })?;
    Ok(body_of(tokens))
}

fn client_credentials(service: &Service, client: &Client, form: &Params) -> TokenAnswer {
    if !client.allows("client_credentials") || client.secrets.is_empty() {
        return Err("unauthorized_client");
    }
    if form.get("aws_client_metadata").is_some() {
        tracing::warn!("aws_client_metadata has no effect: there are no Lambda triggers here");
    }
    let own: Vec<String> = client
        .scopes
        .iter()
        .filter(|scope| scope.contains('/'))
        .cloned()
        .collect();
    let scopes: Vec<String> = match form.get("scope") {
        None => own,
        Some(asked) => asked.split(' ').map(str::to_owned).collect(),
    };
    let allowed = |scope: &String| scope.contains('/') && client.scopes.contains(scope);
    if scopes.is_empty() || !scopes.iter().all(allowed) {
        return Err("invalid_scope");
    }
    let access_token = mint::client_credentials_token(service, client, &scopes);
    service.issued.push(access_token.clone());
    let expires_in = client.lifetimes.access;
    Ok(json!({ "access_token": access_token, "expires_in": expires_in, "token_type": "Bearer" }))
}

fn body_of(tokens: Tokens) -> Value {
    let mut body = json!({
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
    });
    if let Some(id_token) = tokens.id_token {
        body["id_token"] = id_token.into();
    }
    if let Some(refresh_token) = tokens.refresh_token {
        body["refresh_token"] = refresh_token.into();
    }
    body
}
