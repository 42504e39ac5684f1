//! Bodies are read here, whole and bounded: the largest form of ours fits many times over.

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::fault::Fault;

/// 64 KiB.
pub(super) const LARGEST: usize = 64 * 1024;

pub(super) async fn limit_body(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match Limited::new(body, LARGEST).collect().await {
        Ok(body) => {
            next.run(Request::from_parts(parts, Body::from(body.to_bytes())))
                .await
        }
        Err(error) if error.is::<LengthLimitError>() => Fault::TooLarge.into_response(),
        Err(_) => Fault::Unreadable.into_response(),
    }
}
