//! Each page has one address: at the configured host, without a slash at the end. Others lead there before anything
//! happens, so that no sign-in starts where its cookies will be missing. Health checks and files answer anywhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Request, State};
use axum::http::header::{HOST, LOCATION};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
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
    pub fn of(origin: AppOrigin) -> Arc<Self> {
        Arc::new(Self {
            origin,
            is_warned: AtomicBool::default(),
        })
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

/// The page that a path means, however it is written: with slashes at its end, doubled, or letters as numbers.
fn page(path: &str) -> Option<&'static str> {
    if let Some(page) = PAGES.iter().find(|page| **page == path) {
        return Some(page);
    }
    let resolved = Url::parse(&format!("http://any.invalid{path}")).ok()?;
    let plain = percent_decode_str(resolved.path()).decode_utf8().ok()?;
    let segments: Vec<&str> = plain.split('/').filter(|segment| !segment.is_empty()).collect();
    let meant = format!("/{}", segments.join("/"));
    PAGES.iter().copied().find(|page| *page == meant)
}

pub(super) async fn lead_to_the_address(
    State(addresses): State<Arc<Addresses>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let page = page(path);
    let (Some(page), &Method::GET | &Method::HEAD) = (page, request.method()) else {
        return next.run(request).await;
    };
    let is_host = addresses.is_host(&request);
    if is_host && page == path {
        return next.run(request).await;
    }
    let mut there = addresses.origin.page(page);
    there.set_query(request.uri().query());
    if is_host {
        return redirect(StatusCode::PERMANENT_REDIRECT, &there[Position::BeforePath..]);
    }
    addresses.warn_once();
    // Not for good: the host may be ours one day.
    redirect(StatusCode::TEMPORARY_REDIRECT, there.as_str())
}

fn redirect(status: StatusCode, location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => (status, [(LOCATION, location)]).into_response(),
        Err(_) => HttpError::Unreadable.into_response(),
    }
}
