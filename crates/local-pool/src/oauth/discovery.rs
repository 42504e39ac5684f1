//! `/.well-known/openid-configuration` and the key set (OpenID Connect Discovery; RFC 7517).

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::misbehave::Misbehaviour;
use crate::service::Service;

/// `GET /{pool}/.well-known/openid-configuration`
pub(crate) async fn configuration(State(service): State<Arc<Service>>, Path(pool): Path<String>) -> Response {
    if service.state().pools.get(&pool).is_none() {
        return no_pool(&pool);
    }
    Json(document(&service, &pool)).into_response()
}

/// Just what Cognito lists: no `code_challenge_methods_supported`, although S256 works.
fn document(service: &Service, pool: &str) -> Value {
    let origin = &service.origin;
    json!({
        "authorization_endpoint": format!("{origin}/oauth2/authorize"),
        "end_session_endpoint": format!("{origin}/logout"),
        "id_token_signing_alg_values_supported": ["RS256"],
        "issuer": service.issuer(pool),
        "jwks_uri": format!("{origin}/{pool}/.well-known/jwks.json"),
        "response_types_supported": ["code", "token"],
        "revocation_endpoint": format!("{origin}/oauth2/revoke"),
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint": format!("{origin}/oauth2/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "userinfo_endpoint": format!("{origin}/oauth2/userInfo"),
    })
}

/// `GET /{pool}/.well-known/jwks.json`
pub(crate) async fn jwks(State(service): State<Arc<Service>>, Path(pool): Path<String>) -> Response {
    if service.misbehaves(Misbehaviour::SlowJwks) {
        tokio::time::sleep(Duration::from_secs(30)).await;
    }
    if service.state().pools.get(&pool).is_none() {
        return no_pool(&pool);
    }
    Json(service.with_keys(&pool, crate::keys::Keys::jwks)).into_response()
}

fn no_pool(pool: &str) -> Response {
    let body = json!({ "message": format!("User pool {pool} does not exist.") });
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}
