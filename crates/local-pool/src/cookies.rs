//! The cookies of the pool's domain. No `Secure`: the stand-in speaks http, on loopback only.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::random;

/// The single-sign-on session.
pub(crate) const SESSION: &str = "cognito";
/// The double-submit token of the forms.
pub(crate) const XSRF: &str = "XSRF-TOKEN";
/// A sign-in page that waits for its second step.
pub(crate) const PAGE: &str = "page-data";
/// The language of the pages.
pub(crate) const LANG: &str = "lang";

/// The value of a cookie.
pub(crate) fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .into_iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// A `Set-Cookie` for a value of our own making.
pub(crate) fn set(name: &str, value: &str, max_age: Option<i64>) -> HeaderValue {
    let age = max_age
        .map(|seconds| format!("; Max-Age={seconds}"))
        .unwrap_or_default();
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}");
    HeaderValue::from_str(&line).expect("names and values are letters, digits and dashes")
}

/// A `Set-Cookie` that removes.
pub(crate) fn clear(name: &str) -> HeaderValue {
    set(name, "", Some(0))
}

/// The browser's double-submit token, or a new one. Anything that is not a UUID is replaced.
pub(crate) fn xsrf(headers: &HeaderMap) -> String {
    let is_uuid =
        |value: &String| value.len() == 36 && value.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    read(headers, XSRF).filter(is_uuid).unwrap_or_else(random::uuid)
}
