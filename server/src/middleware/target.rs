//! A request asks for a path (RFC 9112 section 3.2: origin-form, or absolute-form with a path). `host:port`, as for a
//! tunnel, and `*` are nothing that anything below could answer.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::fault::Fault;

pub(super) async fn require_path(request: Request, next: Next) -> Response {
    let target = request.uri().path_and_query();
    if target.is_some_and(|target| target.path().starts_with('/')) {
        return next.run(request).await;
    }
    tracing::warn!("a request without a path was refused");
    Fault::Unreadable.into_response()
}
