//! A form has each of its fields once. Which of two values counts is not left to whoever reads it first.

use std::collections::BTreeSet;
use std::ops::ControlFlow::{self, Break, Continue};

use axum::extract::Request;
use axum::http::Method;
use axum::http::header::COOKIE;
use axum::response::{IntoResponse, Response};
use signin::SecurityEvent;

use super::form::PostedBody;
use super::http_error::{Field, HttpError};
use crate::state::AppState;

/// Longer names are none of ours.
const LONGEST_NAME: usize = 64;

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
    use url::form_urlencoded;

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
