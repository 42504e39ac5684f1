//! Answers that several endpoints give.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response as HttpResponse, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::params::query;
use crate::random;
use crate::service::Service;

const NO_STORE: HeaderValue = HeaderValue::from_static("no-cache, no-store, max-age=0, must-revalidate");

/// The grant type of a token request, for the record of requests.
#[derive(Clone)]
pub(crate) struct GrantType(pub String);

/// `302` to `location`.
pub(crate) fn redirect(location: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(location) else {
        return error_page("invalid_request", None);
    };
    let mut response = HttpResponse::new(Body::empty());
    *response.status_mut() = StatusCode::FOUND;
    response.headers_mut().insert(header::LOCATION, location);
    response.headers_mut().insert(header::CACHE_CONTROL, NO_STORE);
    response
}

/// `302` to the pool's own error page, for what must not reach the app.
pub(crate) fn error_page(error: &str, client_id: Option<&str>) -> Response {
    let mut pairs = vec![("error", error)];
    pairs.extend(client_id.map(|id| ("client_id", id)));
    redirect(&format!("/error?{}", query(pairs)))
}

/// A JSON answer of an `/oauth2/*` endpoint.
pub(crate) fn json_response(status: StatusCode, body: &Value) -> Response {
    let mut response = (status, body.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json;charset=UTF-8"),
    );
    headers.insert(header::CACHE_CONTROL, NO_STORE);
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    headers.insert(header::EXPIRES, HeaderValue::from_static("0"));
    let request_id = HeaderValue::from_str(&random::uuid()).expect("a UUID is ASCII");
    headers.insert(HeaderName::from_static("x-amz-cognito-request-id"), request_id);
    response
}

/// A `200`, which may be told to break off in the middle.
pub(crate) fn oauth_json(service: &Service, body: &Value) -> Response {
    let mut response = json_response(StatusCode::OK, body);
    if service.misbehaves(crate::misbehave::Misbehaviour::MalformedJson) {
        *response.body_mut() = Body::from("{\"access_token\":\"eyJ");
    }
    response
}

/// `{"error": "…"}`
pub(crate) fn oauth_error(status: StatusCode, error: &str) -> Response {
    json_response(status, &json!({ "error": error }))
}
