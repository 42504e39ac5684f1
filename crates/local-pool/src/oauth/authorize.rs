//! `GET /oauth2/authorize`: what is asked for, and whether it may be.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::finish::{self, Arrival};
use crate::cookies;
use crate::params::{Params, query, with_query};
use crate::replies::{error_page, redirect};
use crate::seed::url_problem;
use crate::service::Service;
use crate::state::{BrowserSession, Client, UserPool};

/// A request that may be answered with a redirect to the app.
#[derive(Clone)]
pub(crate) struct AuthorizeRequest {
    pub client: Client,
    pub redirect_uri: String,
    pub response_type: ResponseType,
    pub scopes: Vec<String>,
    pub state: Option<String>,
    pub nonce: Option<String>,
    pub challenge: Option<String>,
    pub resource: Option<String>,
    pub prompt: Vec<String>,
    pub login_hint: Option<String>,
}

/// `response_type`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseType {
    Code,
    Token,
}

/// An error, by where it is shown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AuthorizeError {
    /// To the pool's own page: the app cannot be trusted to be the app.
    Page {
        error: &'static str,
        client_id: Option<String>,
    },
    /// Back to the app.
    App {
        redirect_uri: String,
        state: Option<String>,
        error: &'static str,
        description: String,
    },
}

/// `GET /oauth2/authorize`
pub(crate) async fn authorize(
    State(service): State<Arc<Service>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    let raw = raw.unwrap_or_default();
    let request = match read(&service, &Params::parse(&raw)) {
        Ok(request) => request,
        Err(error) => return refuse(&error),
    };
    let wants = |prompt: &str| request.prompt.iter().any(|p| p == prompt);
    let session = live_session(&service, &headers, &request.client.pool);
    match session {
        Some(session) if !wants("login") => finish::finish(&service, &request, &session, Arrival::Silent),
        _ if wants("none") => refuse(&request.error("login_required", "Login required")),
        _ => redirect(&format!("/login?{raw}")),
    }
}

/// The browser's single-sign-on session at this pool, if it is alive and its user may still sign in.
pub(crate) fn live_session(service: &Service, headers: &HeaderMap, pool: &str) -> Option<BrowserSession> {
    let id = cookies::read(headers, cookies::SESSION)?;
    let now = service.now();
    let state = service.state();
    let session = state.browser_sessions.get(&id)?;
    let user = state.users.get(pool, &session.sub)?;
    let usable = session.pool == pool && now < session.until && user.enabled;
    usable.then(|| session.clone())
}

/// Answers an error with the redirect it deserves.
pub(crate) fn refuse(error: &AuthorizeError) -> Response {
    match error {
        AuthorizeError::Page { error, client_id } => error_page(error, client_id.as_deref()),
        AuthorizeError::App {
            redirect_uri,
            state,
            error,
            description,
        } => {
            let mut pairs = vec![("error_description", description.as_str()), ("error", *error)];
            pairs.extend(state.as_deref().map(|state| ("state", state)));
            redirect(&with_query(redirect_uri, &query(pairs)))
        }
    }
}

impl AuthorizeRequest {
    /// An error that goes back to this request's app.
    pub fn error(&self, error: &'static str, description: &str) -> AuthorizeError {
        let (redirect_uri, state) = (self.redirect_uri.clone(), self.state.clone());
        AuthorizeError::App {
            redirect_uri,
            state,
            error,
            description: description.into(),
        }
    }
}

/// Reads and checks the parameters. Client and redirect address come first: until both are known good, an error is shown
/// on the pool's own page and never sent to the address of the request (RFC 6749 section 4.1.2.1).
pub(crate) fn read(service: &Service, params: &Params) -> Result<AuthorizeRequest, AuthorizeError> {
    let client_id = params.get("client_id");
    let page = |error| AuthorizeError::Page {
        error,
        client_id: client_id.map(str::to_owned),
    };
    let client = service.state().clients.get(params.text("client_id")).cloned();
    let client = client.ok_or(AuthorizeError::Page {
        error: "Client does not exist",
        client_id: None,
    })?;
    if params.repeated().is_some() {
        return Err(page("invalid_request"));
    }
    if service
        .state()
        .pool(&client.pool)
        .is_ok_and(|pool| pool.lacks_style(&client.id))
    {
        return Err(page("Login pages unavailable"));
    }
    let heeded = heeded(service, &client, params);
    let params = heeded.as_ref().unwrap_or(params);
    let redirect_uri = read_redirect_uri(&client, params).ok_or_else(|| page("redirect_mismatch"))?;
    let state = params.get("state").map(str::to_owned);
    let app = |error, description: String| {
        let (redirect_uri, state) = (redirect_uri.clone(), state.clone());
        AuthorizeError::App {
            redirect_uri,
            state,
            error,
            description,
        }
    };
    let invalid = |description: String| app("invalid_request", description);
    let response_type = read_response_type(&client, params).map_err(|(error, text)| app(error, text))?;
    refuse_unsupported(params).map_err(invalid)?;
    let challenge = read_challenge(&client, params).map_err(invalid)?;
    let scopes = read_scopes(&client, params.get("scope"))
        .ok_or_else(|| app("invalid_scope", "Invalid scope requested".into()))?;
    let own = |name: &str| params.get(name).map(str::to_owned);
    let prompts = params.text("prompt").split(' ').filter(|p| !p.is_empty());
    Ok(AuthorizeRequest {
        redirect_uri: redirect_uri.clone(),
        response_type,
        scopes,
        state: state.clone(),
        nonce: own("nonce"),
        challenge,
        resource: own("resource"),
        prompt: prompts.map(str::to_owned).collect(),
        login_hint: own("login_hint"),
        client,
    })
}

/// The parameters without those that classic pages do not heed, if the pool has such pages (developer guide, "Authorize
/// endpoint": `prompt`, `lang` and `resource` are of managed login only).
fn heeded(service: &Service, client: &Client, params: &Params) -> Option<Params> {
    let state = service.state();
    let is_classic = state.pool(&client.pool).is_ok_and(UserPool::has_classic_pages);
    is_classic.then(|| params.without(&["lang", "prompt", "resource"]))
}

/// The address to go back to, if the client has it; the client's own if the request names none.
fn read_redirect_uri(client: &Client, params: &Params) -> Option<String> {
    let named = params.get("redirect_uri");
    let wanted = named.or(client.default_redirect_uri.as_deref())?;
    client.callback_urls.iter().find(|uri| *uri == wanted).cloned()
}

fn read_response_type(client: &Client, params: &Params) -> Result<ResponseType, (&'static str, String)> {
    let (response_type, flow) = match params.get("response_type") {
        Some("code") => (ResponseType::Code, "code"),
        Some("token") => (ResponseType::Token, "implicit"),
        _ => return Err(("invalid_request", "response_type must be code or token".into())),
    };
    if client.allows(flow) {
        Ok(response_type)
    } else {
        Err((
            "unauthorized_client",
            format!("The client may not use the {flow} flow"),
        ))
    }
}

/// What Cognito would honour and this pool cannot do is refused by name.
fn refuse_unsupported(params: &Params) -> Result<(), String> {
    for name in [
        "idp_identifier",
        "acr_values",
        "max_age",
        "request",
        "request_uri",
    ] {
        if params.get(name).is_some() {
            return Err(format!("local-pool does not implement the parameter {name}"));
        }
    }
    match params.get("identity_provider") {
        None | Some("COGNITO") => {}
        Some(other) => return Err(format!("local-pool has no identity provider {other}")),
    }
    let known_prompts = ["none", "login"];
    if let Some(other) = params
        .text("prompt")
        .split(' ')
        .find(|p| !p.is_empty() && !known_prompts.contains(p))
    {
        return Err(format!("local-pool does not implement prompt={other}"));
    }
    let state = params.get("state").map(serde_json::from_str::<serde_json::Value>);
    if matches!(
        state,
        Some(Ok(serde_json::Value::Object(_) | serde_json::Value::Array(_)))
    ) {
        return Err("state must not be JSON".into());
    }
    match params.get("resource").and_then(url_problem) {
        Some(problem) => Err(format!("resource: {problem}")),
        None => Ok(()),
    }
}

fn read_challenge(client: &Client, params: &Params) -> Result<Option<String>, String> {
    let challenge = params.get("code_challenge");
    match (challenge, params.get("code_challenge_method")) {
        (None, None) if client.require_pkce => Err("code_challenge is missing".into()),
        (None, None) => Ok(None),
        (Some(challenge), Some("S256")) => {
            let base64url = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
            if challenge.len() == 43 && challenge.bytes().all(base64url) {
                Ok(Some(challenge.to_owned()))
            } else {
                Err("code_challenge must be a SHA-256 in base64url".into())
            }
        }
        (None, Some(_)) => Err("code_challenge is missing".into()),
        (Some(_), None) => Err("code_challenge_method is missing".into()),
        (Some(_), Some(_)) => Err("code_challenge_method supports only S256 algorithm".into()),
    }
}

/// The scopes asked for, or all of the client's. `email`, `phone` and `profile` need `openid` beside them.
fn read_scopes(client: &Client, scope: Option<&str>) -> Option<Vec<String>> {
    let Some(scope) = scope else {
        return Some(client.scopes.iter().cloned().collect());
    };
    let asked: Vec<String> = scope
        .split(' ')
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
        .collect();
    let has = |name: &str| asked.iter().any(|s| s == name);
    let allowed = asked.iter().all(|scope| client.scopes.contains(scope));
    let needs_openid = has("email") || has("phone") || has("profile");
    (allowed && (has("openid") || !needs_openid)).then_some(asked)
}
