//! A form has each of its fields once. Which of two values counts is not left to whoever reads it first.

use std::collections::BTreeSet;

use auth::SecurityEvent;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::fault::{Fault, Field};
use crate::state::AppState;

/// Longer names are none of ours.
const LONGEST_NAME: usize = 64;

pub(super) async fn refuse_repeated_fields(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let content_type = request.headers().get(CONTENT_TYPE);
    let is_form = content_type.is_some_and(|value| {
        let form = b"application/x-www-form-urlencoded";
        value
            .as_bytes()
            .get(..form.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(form))
    });
    let is_post = request.method() == Method::POST;
    let (parts, body) = request.into_parts();
    // Bounded by the layer above.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Fault::Unreadable.into_response();
    };
    if !is_form {
        // Nothing of ours takes anything else; read as a form all the same it would get round the check below.
        return if is_post && !body.is_empty() {
            tracing::warn!("a body that is no form was refused");
            Fault::Unreadable.into_response()
        } else {
            next.run(Request::from_parts(parts, Body::from(body))).await
        };
    }
    match repeated(&body) {
        None => next.run(Request::from_parts(parts, Body::from(body))).await,
        Some(name) => {
            let session = state.auth.cookies().session(parts.headers.get_all(COOKIE));
            let line = state.auth.security(SecurityEvent::RepeatedField);
            line.of_cookie(session.as_ref()).refused(&name);
            let mut response = Fault::Repeated.into_response();
            response.extensions_mut().insert(Field(name));
            response
        }
    }
}

/// The first name that comes again, as far as it can be one of ours.
fn repeated(body: &[u8]) -> Option<String> {
    let mut seen = BTreeSet::new();
    let (name, _) = form_urlencoded::parse(body).find(|(name, _)| !seen.insert(name.to_string()))?;
    Some(name.chars().take(LONGEST_NAME).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_comes_again_is_found_however_it_is_written() {
        for (body, expected) in [
            ("", None),
            ("a=1&b=2", None),
            ("values[a]=1&shown[a]=1", None),
            ("a=1&a=1", Some("a")),
            ("a=1&b=2&b=", Some("b")),
            ("values[a]=1&values%5Ba%5D=2", Some("values[a]")),
            ("a&a", Some("a")),
        ] {
            assert_eq!(repeated(body.as_bytes()).as_deref(), expected, "{body}");
        }
        let long = format!("{0}=1&{0}=2", "x".repeat(1000));
        assert_eq!(
            repeated(long.as_bytes()).map(|name| name.len()),
            Some(LONGEST_NAME)
        );
    }
}
