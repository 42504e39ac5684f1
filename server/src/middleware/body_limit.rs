//! Bodies are read here, whole and bounded, and parsed: the largest form of ours fits.

use attributes::{AttributeType, Schema};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
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

pub(super) async fn limit_body(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let whole = Limited::new(body, largest(&state.account.schema)).collect();
    let Ok(read) = tokio::time::timeout(BODY_TIMEOUT, whole).await else {
        // Anybody can bring this about: it is no error of ours.
        tracing::warn!(event = "body_timed_out", "a body did not come in time");
        return HttpError::SlowBody.into_response();
    };
    match read {
        Ok(body) => {
            let body = body.to_bytes();
            parts.extensions.insert(PostedBody::read(&parts.headers, &body));
            next.run(Request::from_parts(parts, Body::from(body))).await
        }
        Err(error) if error.is::<LengthLimitError>() => HttpError::TooLarge.into_response(),
        Err(_) => HttpError::Unreadable.into_response(),
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
