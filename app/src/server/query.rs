//! The query of the page in view, each value decoded once: an address that was kept in a value would else come out as another one.

use http::request::Parts;

use super::request::with_parts;

/// Every query parameter that a page reads.
pub const QUERY_NAMES: [&str; 15] = [
    "code",
    "done",
    "elsewhere",
    "error",
    "forgot_password",
    "fresh",
    "here",
    "iss",
    "kind",
    "login_hint",
    "other",
    "reference",
    "return_to",
    "sign_up",
    "state",
];

/// A value of the page's query, decoded once; the first of that name.
pub(crate) fn query(name: &'static str) -> Option<String> {
    debug_assert!(QUERY_NAMES.contains(&name), "{name} is missing in `QUERY_NAMES`");
    let find = |parts: &Parts| {
        let mut pairs = url::form_urlencoded::parse(parts.uri.query()?.as_bytes());
        pairs
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    };
    with_parts(find).flatten()
}
