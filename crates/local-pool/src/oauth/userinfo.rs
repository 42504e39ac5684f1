//! `/oauth2/userInfo`: the user's attributes as they are now, every value a string.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::attributes::rights;
use crate::misbehave::Misbehaviour;
use crate::replies::{json_response, oauth_json};
use crate::service::Service;
use crate::tokens::{Bearer, check_access_token};

const EXPIRED: &str = "Access token is expired, disabled, or deleted, or the user has globally signed out.";

/// `GET /oauth2/userInfo`
pub(crate) async fn userinfo(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let Some(token) = bearer_token(&headers) else {
        let description = "Bad OAuth2 request at UserInfo Endpoint";
        return refusal(StatusCode::BAD_REQUEST, "invalid_request", description);
    };
    match check_access_token(&service, token) {
        Err(_) => refusal(StatusCode::UNAUTHORIZED, "invalid_token", EXPIRED),
        Ok(bearer) if !bearer.has("openid") => {
            let description = "Access token does not contain openid scope";
            refusal(StatusCode::UNAUTHORIZED, "invalid_token", description)
        }
        Ok(bearer) => oauth_json(&service, &document(&service, &bearer)),
    }
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty()).then(|| token.trim())
}

fn document(service: &Service, bearer: &Bearer) -> Value {
    let shown = rights::shown(&bearer.client, &bearer.user, &bearer.scopes);
    let mut document: Map<String, Value> = shown
        .into_iter()
        .map(|(name, value)| (name, value.into()))
        .collect();
    document.insert("username".into(), bearer.user.username.clone().into());
    if service.misbehaves(Misbehaviour::UserinfoWrongSub) {
        document.insert("sub".into(), "00000000-0000-4000-8000-000000000000".into());
    }
    Value::Object(document)
}

/// The documented header has no `Bearer` in front.
fn refusal(status: StatusCode, error: &str, description: &str) -> Response {
    let mut response = json_response(
        status,
        &json!({ "error": error, "error_description": description }),
    );
    let challenge = format!("error=\"{error}\", error_description=\"{description}\"");
    let challenge = HeaderValue::from_str(&challenge).expect("the texts are ASCII");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}
