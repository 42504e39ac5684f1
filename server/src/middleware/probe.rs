//! Whether the process is alive is asked every second, by who reads no more than the status. None of the steps is for that:
//! the request carries nothing that is read, the answer is one word, and its lines would only hide others in the log.

use axum::extract::Request;
use axum::http::Method;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::middleware::Next;
use axum::response::Response;

use super::headers;
use crate::router::{HEALTHY, LIVE};
use crate::state::AppState;

/// `HAProxy` asks with OPTIONS unless it is told otherwise.
const METHODS: [Method; 3] = [Method::GET, Method::HEAD, Method::OPTIONS];

/// Whether it is such a probe, which cannot fail. Readiness is another matter: that it has changed is to be seen.
pub(super) fn is_of_life(request: &Request) -> bool {
    [HEALTHY, LIVE].contains(&request.uri().path()) && METHODS.contains(request.method())
}

/// The route's word, with the headers that every answer has.
pub(super) async fn answer(state: &AppState, request: Request, next: Next) -> Response {
    let referrer = headers::referrer_policy(request.uri().path());
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, headers::LOADS_NOTHING);
    headers::set_headers(state, referrer, &mut response);
    response
}
