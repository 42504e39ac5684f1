//! `POST /oauth2/revoke` (RFC 7009), for refresh tokens.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::client_auth::{InvalidClient, authenticate};
use super::token::read_form;
use crate::replies::oauth_error;
use crate::service::Service;
use crate::tokens::refresh::{self, Revocation};

/// `POST /oauth2/revoke`
pub(crate) async fn revoke(State(service): State<Arc<Service>>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(form) = read_form(&headers, &body) else {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    };
    let client = match authenticate(&service, &headers, &form) {
        Ok(client) => client,
        Err(InvalidClient) => return oauth_error(StatusCode::UNAUTHORIZED, "invalid_client"),
    };
    let Some(token) = form.get("token").filter(|_| client.token_revocation) else {
        return oauth_error(StatusCode::BAD_REQUEST, "invalid_request");
    };
    match refresh::revoke(&service, &client, token) {
        Revocation::Done | Revocation::Unknown => StatusCode::OK.into_response(),
        Revocation::WrongKind => oauth_error(StatusCode::BAD_REQUEST, "unsupported_token_type"),
        Revocation::OfAnotherClient => oauth_error(StatusCode::UNAUTHORIZED, "invalid_client"),
    }
}
