//! Pages are for people who go there. A GET of most of them starts or finishes a sign-in, or shows a message that is shown
//! once: what looks at a page beforehand (prefetching, previews, link checkers) or from within another page must use
//! nothing up. HEAD changes nothing either (RFC 9110 section 9.2.1), though routers answer it by running what GET runs.

use std::ops::ControlFlow::{self, Break, Continue};

use app::server::{Prefetched, UNSHOWN};
use app::{PREFETCH, VIEWS};
use axum::extract::{MatchedPath, Request};
use axum::http::header::ALLOW;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use super::http_error::HttpError;
use super::soft_navigation::is_soft;
use crate::router::{DOWNLOADS, PROBES};

/// Addresses that use nothing up. Every other route does, until it stands here.
const HARMLESS: [&str; 5] = [
    "/",
    "/account",
    "/failed",
    "/logout",
    "/.well-known/change-password",
];
/// For scripts, and files of the brand, which belong to a page; a GET below them changes nothing.
const HARMLESS_BELOW: [&str; 2] = ["/api/", "/brand/"];

/// Whatever they say, they are sent with a page that is not seen yet: Chromium and Firefox, older ones of each, Safari.
const LOOKING_AHEAD: [HeaderName; 4] = [
    HeaderName::from_static("sec-purpose"),
    HeaderName::from_static("purpose"),
    HeaderName::from_static("x-moz"),
    HeaderName::from_static("x-purpose"),
];
/// What browsers say of a navigation (Fetch Metadata). Older ones say nothing.
const OF_A_NAVIGATION: [(HeaderName, &str); 2] = [
    (HeaderName::from_static("sec-fetch-mode"), "navigate"),
    (HeaderName::from_static("sec-fetch-dest"), "document"),
];

pub(super) fn refuse_non_navigations(request: &mut Request) -> ControlFlow<Response> {
    if is_prefetched_view(request) {
        request.extensions_mut().insert(Prefetched);
        return Continue(());
    }
    let is_fetched_file = is_soft(request.headers()) && DOWNLOADS.contains(&request.uri().path());
    let is_visit = is_navigation(request.method(), request.headers()) && !is_fetched_file;
    if is_visit || !is_acting(request) {
        return Continue(());
    }
    if request.method() == Method::HEAD {
        return Break(([(ALLOW, "GET")], HttpError::MethodNotAllowed).into_response());
    }
    // No page to keep for later: the visit itself will get one.
    Break(StatusCode::NO_CONTENT.into_response())
}

/// A page that would have shown something once is left to the visit.
pub(super) fn hide_unshown(response: Response) -> Response {
    if response.headers().contains_key(UNSHOWN) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        response
    }
}

/// Whether the navigation layer fetches a page that a person may go to next. It shows the answer itself if they do, so that those pages
/// are answered which can be without using anything up.
fn is_prefetched_view(request: &Request) -> bool {
    let (headers, (name, value)) = (request.headers(), PREFETCH);
    let is_ahead = headers.get(name).is_some_and(|said| said == value);
    let is_view = VIEWS.contains(&request.uri().path()) && request.uri().query().is_none();
    *request.method() == Method::GET && is_soft(headers) && is_ahead && is_view
}

/// Whether it is a navigation, or a write.
pub(crate) fn is_navigation(method: &Method, headers: &HeaderMap) -> bool {
    match *method {
        Method::HEAD => false,
        Method::GET => {
            let is_ahead = LOOKING_AHEAD.iter().any(|name| headers.contains_key(name));
            let is_elsewhere = |(name, expected): &(HeaderName, &str)| {
                headers.get_all(name).iter().any(|value| value != expected)
            };
            // The navigation layer goes there with `fetch`.
            !is_ahead && (is_soft(headers) || !OF_A_NAVIGATION.iter().any(is_elsewhere))
        }
        _ => true,
    }
}

/// Whether there is a route that may use something up. What has none is a file, or a page that is not there.
fn is_acting(request: &Request) -> bool {
    let path = request.uri().path();
    let has_route = request.extensions().get::<MatchedPath>().is_some();
    let is_harmless = HARMLESS.contains(&path) || PROBES.contains(&path);
    has_route && !is_harmless && !HARMLESS_BELOW.iter().any(|folder| path.starts_with(folder))
}
