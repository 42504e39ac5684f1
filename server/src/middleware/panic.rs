//! A panic is a bug: it costs one request, and tells the person nothing.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use super::http_error::HttpError;

/// The panic's own text stays out of the log line: it may hold a value. The panic hook has printed it with
/// its place to standard error.
pub(super) fn answer(_panic: Box<dyn Any + Send>) -> Response {
    tracing::error!(event = "request_panicked", "a request panicked");
    HttpError::Panicked.into_response()
}
