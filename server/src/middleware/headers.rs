//! The headers that are the same everywhere, those that depend on the page, and the content security policy with a fresh nonce
//! in each response (ASVS 3.4, 14.3.2).

use app::server::{CspNonce, PictureHosts};
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
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

/// Where forms lead besides this application: browsers check redirects after a form post, too, and signing
/// out goes on to the pool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormTargets(pub Vec<String>);

/// Nothing may be loaded from an answer without scripts and styles, and no page may frame it.
pub(super) const LOADS_NOTHING: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// What the scripts and styles of this answer are known by.
pub(super) fn draw_nonce(state: &AppState, request: &mut Request) -> String {
    let nonce = hex(state.draw::<16>());
    request.extensions_mut().insert(CspNonce(nonce.clone()));
    nonce
}

pub(super) fn set_policy(state: &AppState, nonce: &str, response: &mut Response) {
    if is_json(response) {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, LOADS_NOTHING);
        return;
    }
    let policy = policy(
        nonce,
        &state.form_targets.borrow(),
        &state.picture_hosts,
        state.reload_socket.as_deref(),
    );
    if let Ok(policy) = HeaderValue::from_maybe_shared(policy.into_bytes()) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
}

fn is_json(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    kind.is_some_and(|kind| kind.starts_with(b"application/") && kind.ends_with(b"json"))
}

/// Scripts: our own files, and inline ones with the nonce. No `strict-dynamic`, which would make browsers
/// ignore `'self'`: the `modulepreload` link that Leptos writes has no nonce.
#[must_use]
pub fn policy(
    nonce: &str,
    forms: &FormTargets,
    pictures: &PictureHosts,
    reload_socket: Option<&str>,
) -> String {
    let mut policy = String::with_capacity(512);
    let mut add = |text: &str| policy.push_str(text);
    add("default-src 'none'; script-src 'self' 'nonce-");
    add(nonce);
    add("' 'wasm-unsafe-eval'; style-src 'self' 'nonce-");
    add(nonce);
    add("'; img-src 'self' data:");
    for picture in pictures.origins() {
        add(" ");
        add(&picture);
    }
    add("; font-src 'self'; manifest-src 'self'; connect-src 'self'");
    if let Some(socket) = reload_socket {
        add(" ");
        add(socket);
    }
    add("; form-action 'self'");
    for form in &forms.0 {
        add(" ");
        add(form);
    }
    add("; object-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    policy
}

fn hex(bytes: [u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(bytes))
}
