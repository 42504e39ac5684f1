//! Bodies are read here, whole and bounded, and parsed: the largest form of ours fits.

use std::mem;
use std::ops::ControlFlow::{self, Continue};

use attributes::{AttributeType, Schema};
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::Request;
use axum::response::Response;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::form::PostedBody;
use super::http_error::HttpError;
use crate::state::AppState;
use crate::timeouts::BODY_TIMEOUT;

/// For everything but long texts: 64 KiB.
const ROOM: usize = 64 * 1024;
/// A character has up to four bytes, each of which a form writes as three.
const BYTES_PER_CHARACTER: usize = 12;
/// A form of the list holds what was typed and what it was shown with.
const VALUES_PER_FIELD: usize = 2;

/// Reads it; the request goes on with the same bytes.
pub(super) async fn read_body(state: &AppState, request: &mut Request) -> ControlFlow<Response, PostedBody> {
    let body = mem::take(request.body_mut());
    if body.is_end_stream() {
        return Continue(PostedBody::read(request.headers(), &Bytes::new()));
    }
    let whole = Limited::new(body, largest(&state.account.schema)).collect();
    let Ok(read) = tokio::time::timeout(BODY_TIMEOUT, whole).await else {
        // Anybody can bring this about: it is no error of ours.
        tracing::warn!(event = "body_timed_out", "a body did not come in time");
        return HttpError::SlowBody.refuse();
    };
    match read {
        Ok(body) => {
            let body = body.to_bytes();
            let posted = PostedBody::read(request.headers(), &body);
            *request.body_mut() = Body::from(body);
            Continue(posted)
        }
        Err(error) if error.is::<LengthLimitError>() => HttpError::TooLarge.refuse(),
        Err(_) => HttpError::Unreadable.refuse(),
    }
}

/// In bytes, for forms with every text of this list at its longest.
fn largest(schema: &Schema) -> usize {
    let texts = schema.attributes().iter().map(|attribute| match attribute.kind {
        AttributeType::String { max_length, .. } => usize::from(max_length),
        _ => 0,
    });
    ROOM + texts.sum::<usize>() * BYTES_PER_CHARACTER * VALUES_PER_FIELD
}
