//! The headers that are the same everywhere, and those that depend on the page (ASVS 3.4, 14.3.2).

use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use crate::state::AppState;

const EVERYWHERE: [(HeaderName, HeaderValue); 4] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ),
];

/// Two years.
const ONLY_HTTPS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Pages whose address may hold a code, or that are part of going to the pool and back.
const SIGN_IN_PAGES: [&str; 4] = ["/login", "/logged_in", "/logout", "/logged_out"];

pub(super) fn set_headers(state: &AppState, referrer: HeaderValue, response: &mut Response) {
    let headers = response.headers_mut();
    headers.extend(EVERYWHERE);
    headers.insert(REFERRER_POLICY, referrer);
    if state.origin.is_https() {
        headers.insert(STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
    }
    // Only files of the built front end say otherwise.
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

/// For the page at this path.
pub(super) fn referrer_policy(path: &str) -> HeaderValue {
    // Browsers send `Origin: null` with a form on a `no-referrer` page. `Sec-Fetch-Site` is what counts then.
    HeaderValue::from_static(if SIGN_IN_PAGES.contains(&path.trim_end_matches('/')) {
        "no-referrer"
    } else {
        "same-origin"
    })
}
