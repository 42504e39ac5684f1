//! One line per request, and a span around all others: method, path and outcome. Never a query, a header or
//! a body, for these carry codes, cookies and what people typed.

use app::RequestId;
use app::server::ClientAddress;
use axum::extract::{MatchedPath, Request};
use axum::response::Response;
use signin::outside;
use tokio::time::Instant;
use tracing::Span;

/// A request on its way.
pub(super) struct LoggedRequest {
    /// Around all that is logged of it.
    pub span: Span,
    started: Instant,
}

impl LoggedRequest {
    pub fn begin(id: RequestId, request: &Request) -> Self {
        let client = request.extensions().get::<ClientAddress>();
        let client = client.map_or_else(|| "-".to_owned(), |ClientAddress(address)| address.to_string());
        // An error's, so that lines of every level name the request.
        let span = tracing::error_span!(
            "request",
            %id,
            client,
            method = outside(request.method().as_str()),
            path = path(request)
        );
        let started = Instant::now();
        Self { span, started }
    }

    pub fn end(self, response: &Response) {
        let status = response.status().as_u16();
        let milliseconds = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.span
            .in_scope(|| tracing::info!(event = "request_answered", status, milliseconds, "answered"));
    }
}

/// The route, so that lines can be counted; else the path, as far as it fits.
fn path(request: &Request) -> String {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    outside(route.unwrap_or_else(|| request.uri().path()))
}
