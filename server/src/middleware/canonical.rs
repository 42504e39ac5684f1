//! What a request asks for, and of whom (RFC 9112 section 3.2): a path of one host.
//!
//! Each page has one address: at the configured host, without a slash at the end. Others lead there before anything
//! happens, so that no sign-in starts where its cookies will be missing. Health checks and files answer anywhere.

use std::ops::ControlFlow::{self, Break, Continue};
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::Request;
use axum::http::header::{HOST, LOCATION};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Method, StatusCode, Version};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use url::{Position, Url};

use super::http_error::HttpError;
use crate::config::AppOrigin;
use crate::router::PAGES;

/// Where the pages are.
pub(super) struct Addresses {
    origin: AppOrigin,
    is_warned: AtomicBool,
}

impl Addresses {
    pub fn of(origin: AppOrigin) -> Self {
        Self {
            origin,
            is_warned: AtomicBool::default(),
        }
    }

    pub fn lead_to_the_address(&self, request: &Request) -> ControlFlow<Response> {
        let path = request.uri().path();
        let (Some(page), &Method::GET | &Method::HEAD) = (page(path), request.method()) else {
            return Continue(());
        };
        let is_host = self.is_host(request);
        if is_host && page == path {
            return Continue(());
        }
        let mut there = self.origin.page(page);
        there.set_query(request.uri().query());
        if is_host {
            return Break(redirect(
                StatusCode::PERMANENT_REDIRECT,
                &there[Position::BeforePath..],
            ));
        }
        self.warn_once();
        // Not for good: the host may be ours one day.
        Break(redirect(StatusCode::TEMPORARY_REDIRECT, there.as_str()))
    }

    /// Whether the client asked for the configured host. One that names none is not sent anywhere.
    fn is_host(&self, request: &Request) -> bool {
        let header = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        let named = request.uri().authority().map(Authority::as_str).or(header);
        if named.is_some_and(|host| self.origin.is_at(host)) {
            return true;
        }
        // Another spelling, maybe: letters of either case, the port that goes without saying.
        let home = self.origin.page("/");
        let named = named.map(|host| Url::parse(&format!("{}{host}", &home[..Position::BeforeHost])));
        named.is_none_or(|url| url.is_ok_and(|url| self.origin.contains(&url)))
    }

    fn warn_once(&self) {
        if !self.is_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                event = "host_not_canonical",
                "a page was asked for at another host and its visitor sent to APP_ORIGIN; if that goes round in circles, \
                 the proxy in front must hand on the Host header as it came"
            );
        }
    }
}

/// A path, in origin-form or in absolute-form: `host:port`, as for a tunnel, and `*` are nothing that anything below could
/// answer.
pub(super) fn require_path(request: &Request) -> ControlFlow<Response> {
    let target = request.uri().path_and_query();
    if target.is_some_and(|target| target.path().starts_with('/')) {
        return Continue(());
    }
    tracing::warn!(event = "target_refused", "a request without a path was refused");
    HttpError::Unreadable.refuse()
}

/// One host, or none by HTTP/1.0.
pub(super) fn require_one_host(request: &Request) -> ControlFlow<Response> {
    let hosts = request.headers().get_all(HOST).iter().count();
    if hosts == 1 || hosts == 0 && request.version() < Version::HTTP_11 {
        return Continue(());
    }
    tracing::warn!(
        event = "host_refused",
        hosts,
        "a request that does not name one host was refused"
    );
    HttpError::Unreadable.refuse()
}

/// The page that a path means, however it is written: with slashes at its end, doubled, or letters as numbers.
fn page(path: &str) -> Option<&'static str> {
    if let Some(page) = PAGES.iter().find(|page| **page == path) {
        return Some(page);
    }
    // Most other requests, for files and by programs: there is nothing to resolve.
    let is_resolved = !path.ends_with('/') && !path.contains("//") && !path.contains(['%', '.', '\\']);
    if is_resolved {
        return None;
    }
    let resolved = Url::parse(&format!("http://any.invalid{path}")).ok()?;
    let plain = percent_decode_str(resolved.path()).decode_utf8().ok()?;
    let segments: Vec<&str> = plain.split('/').filter(|segment| !segment.is_empty()).collect();
    let meant = format!("/{}", segments.join("/"));
    PAGES.iter().copied().find(|page| *page == meant)
}

fn redirect(status: StatusCode, location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => (status, [(LOCATION, location)]).into_response(),
        Err(_) => HttpError::Unreadable.into_response(),
    }
}
