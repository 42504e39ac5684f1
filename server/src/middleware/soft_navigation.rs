//! The visits of the front end's navigation layer (`app/src/islands/navigation`): it fetches the pages that a browser would go to.
//! A script is not told where a redirect leads, and may not follow one to the pool, so redirects become headers here. Another
//! build of the front end in an open tab is sent to load the page by itself, before the page uses anything up.

use std::ops::ControlFlow::{self, Break, Continue};

use app::{FrontEnd, LOAD_HEADER, LOCATION_HEADER, NAVIGATION_HEADER};
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::config::AppOrigin;

const NAVIGATION: HeaderName = HeaderName::from_static(NAVIGATION_HEADER);
const GO_ON: HeaderName = HeaderName::from_static(LOCATION_HEADER);
const LOAD: HeaderName = HeaderName::from_static(LOAD_HEADER);

/// What is served, and where.
pub(super) struct Site {
    origin: AppOrigin,
    build: HeaderValue,
}

impl Site {
    pub fn of(origin: AppOrigin, front_end: &FrontEnd) -> Self {
        let build = HeaderValue::try_from(front_end.build());
        let build = build.unwrap_or_else(|_| HeaderValue::from_static(""));
        Self { origin, build }
    }

    /// Sends an open tab with another build of the front end to load the page.
    pub fn require_this_build(&self, request: &Request) -> ControlFlow<Response> {
        let Some(build) = request.headers().get(NAVIGATION) else {
            return Continue(());
        };
        // A form is taken all the same: it is as good as one of this build, and what it leads to is a GET.
        if request.method() == Method::GET && *build != self.build {
            // The same address, which the script knows: written out, a path that begins with two slashes would be a host.
            return Break((StatusCode::NO_CONTENT, [(LOAD, HeaderValue::from_static(""))]).into_response());
        }
        Continue(())
    }

    /// A redirect as the layer can read it.
    pub fn turn_redirect(&self, mut response: Response) -> Response {
        if !response.status().is_redirection() {
            return response;
        }
        let Some(location) = response.headers_mut().remove(LOCATION) else {
            return response;
        };
        let name = if self.contains(&location) { GO_ON } else { LOAD };
        let (mut parts, _) = response.into_parts();
        parts.status = StatusCode::NO_CONTENT;
        for of_body in [CONTENT_TYPE, CONTENT_LENGTH] {
            parts.headers.remove(of_body);
        }
        parts.headers.insert(name, location);
        Response::from_parts(parts, Body::empty())
    }

    /// Whether an address, as a browser resolves it, is below the configured one.
    fn contains(&self, location: &HeaderValue) -> bool {
        let url = location
            .to_str()
            .ok()
            .and_then(|location| self.origin.page("/").join(location).ok());
        url.is_some_and(|url| self.origin.contains(&url))
    }
}

/// Whether the navigation layer asks.
pub(super) fn is_soft(headers: &HeaderMap) -> bool {
    headers.contains_key(NAVIGATION)
}
