//! A panic is a bug: it costs one request, and tells the person nothing.

use std::panic::AssertUnwindSafe;

use axum::response::{IntoResponse, Response};
use futures::FutureExt as _;

use super::http_error::HttpError;

/// The panic's own text stays out of the log line: it may hold a value. The panic hook has printed it with
/// its place to standard error.
pub(super) async fn catch_panic(answer: impl Future<Output = Response>) -> Response {
    // Nothing of the request is used again.
    AssertUnwindSafe(answer)
        .catch_unwind()
        .await
        .unwrap_or_else(|_panic| {
            tracing::error!(event = "request_panicked", "a request panicked");
            HttpError::Panicked.into_response()
        })
}
