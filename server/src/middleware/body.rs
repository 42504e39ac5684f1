//! What was posted: read whole and bounded, parsed once, and with each field once. The layers below and Leptos see the same bytes.

use std::collections::BTreeSet;
use std::mem;
use std::ops::ControlFlow::{self, Break, Continue};

use attributes::{AttributeType, Schema};
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use signin::SecurityEvent;
use url::form_urlencoded;

use super::http_error::{Field, HttpError};
use crate::state::AppState;
use crate::timeouts::BODY_TIMEOUT;

/// For everything but long texts: 64 KiB.
const ROOM: usize = 64 * 1024;
/// A character has up to four bytes, each of which a form writes as three.
const BYTES_PER_CHARACTER: usize = 12;
/// A form of the list holds what was typed and what it was shown with.
const VALUES_PER_FIELD: usize = 2;
/// Longer names are none of ours.
const LONGEST_NAME: usize = 64;

const TOKEN_FIELD: &str = "csrf";
const FORM: &str = "application/x-www-form-urlencoded";

/// The body of a request.
pub(super) struct PostedBody {
    is_empty: bool,
    is_form: bool,
    fields: Vec<(String, String)>,
}

impl PostedBody {
    pub fn read(headers: &HeaderMap, body: &Bytes) -> Self {
        let is_form = is_form(headers);
        let fields = is_form.then(|| form_urlencoded::parse(body).into_owned().collect());
        Self {
            is_empty: body.is_empty(),
            is_form,
            fields: fields.unwrap_or_default(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    pub fn is_form(&self) -> bool {
        self.is_form
    }

    /// Names and values, decoded, in order; none if it is no form.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The token of the form, if it has exactly one.
    pub fn token(&self) -> Option<&str> {
        let mut tokens = self.fields().iter().filter(|(name, _)| name == TOKEN_FIELD);
        let (Some((_, token)), None) = (tokens.next(), tokens.next()) else {
            return None;
        };
        Some(token)
    }

    /// Everything but the token, as a browser writes it.
    pub fn content(&self) -> String {
        let fields = self.fields().iter().filter(|(name, _)| name != TOKEN_FIELD);
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish()
    }
}

/// Whether the request says once that it is a form, whatever it says about its characters.
fn is_form(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let kind = value.to_str().ok().and_then(|value| value.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM))
}

/// Reads it; the request goes on with the same bytes.
pub(super) async fn read_body(state: &AppState, request: &mut Request) -> ControlFlow<Response, PostedBody> {
    let body = mem::take(request.body_mut());
    if body.is_end_stream() {
        return Continue(PostedBody::read(request.headers(), &Bytes::new()));
    }
    let whole = Limited::new(body, largest(&state.account.schema)).collect();
    let Ok(read) = tokio::time::timeout(BODY_TIMEOUT, whole).await else {
        // Any client can bring this about: it is no error of ours.
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

/// A form has each of its fields once: which of two values counts is not left to the reader.
pub(super) fn refuse_repeated_fields(
    state: &AppState,
    body: &PostedBody,
    request: &Request,
) -> ControlFlow<Response> {
    // Nothing of ours takes anything but a form; read as one all the same it would get round the check below.
    if !body.is_form() && request.method() == Method::POST && !body.is_empty() {
        tracing::warn!(event = "body_unreadable", "a body that is no form was refused");
        return HttpError::Unreadable.refuse();
    }
    let Some(name) = repeated(body.fields()) else {
        return Continue(());
    };
    let signin = &state.account.signin;
    let session = signin.cookies.session(request.headers().get_all(COOKIE));
    let line = signin.security.event(SecurityEvent::RepeatedField);
    line.of_cookie(session.as_ref()).refused(&name);
    let mut response = HttpError::Repeated.into_response();
    response.extensions_mut().insert(Field(name));
    Break(response)
}

/// The first name that comes again, as far as it can be one of ours.
fn repeated(fields: &[(String, String)]) -> Option<String> {
    let mut seen = BTreeSet::new();
    let (name, _) = fields.iter().find(|(name, _)| !seen.insert(name))?;
    Some(name.chars().take(LONGEST_NAME).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeated_in(body: &str) -> Option<String> {
        let fields: Vec<_> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        repeated(&fields)
    }

    #[test]
    fn duplicate_usernames_are_found_in_any_spelling() {
        for (body, expected) in [
            ("", None),
            ("a=1&b=2", None),
            ("values[a]=1&original[a]=1", None),
            ("a=1&a=1", Some("a")),
            ("a=1&b=2&b=", Some("b")),
            ("values[a]=1&values%5Ba%5D=2", Some("values[a]")),
            ("a&a", Some("a")),
        ] {
            assert_eq!(repeated_in(body).as_deref(), expected, "{body}");
        }
        let long = format!("{0}=1&{0}=2", "x".repeat(1000));
        assert_eq!(repeated_in(&long).map(|name| name.len()), Some(LONGEST_NAME));
    }
}
