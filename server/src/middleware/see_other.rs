//! A redirect after a form post is a 303, which makes every browser go on with GET (RFC 9700 section 4.12).
//! Leptos answers a plain form with 302 when a server function does not redirect by itself.

use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

pub(super) async fn redirect_with_get(request: Request, next: Next) -> Response {
    let is_post = request.method() == Method::POST;
    let mut response = next.run(request).await;
    if is_post && response.status().is_redirection() && response.status() != StatusCode::NOT_MODIFIED {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    response
}
