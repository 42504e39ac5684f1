//! Nobody waits longer than this for the first byte. Calls to the pool give up earlier, with a page of ours.

use axum::response::{IntoResponse, Response};

use super::http_error::HttpError;
use crate::timeouts::REQUEST_TIMEOUT;

pub(super) async fn limit_time(answer: impl Future<Output = Response>) -> Response {
    tokio::time::timeout(REQUEST_TIMEOUT, answer)
        .await
        .unwrap_or_else(|_| {
            tracing::error!(event = "request_timed_out", "a request took too long");
            HttpError::TimedOut.into_response()
        })
}
