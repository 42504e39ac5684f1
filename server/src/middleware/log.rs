//! One line per request, and a span around all others: method, path and outcome. Never a query, a header or
//! a body, for these carry codes, cookies and what people typed.

use app::RequestId;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;
use tracing::Instrument as _;

/// Of a path that is no route of ours, this much is logged.
const LONGEST_PATH: usize = 100;

pub(super) async fn log_request(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(ToString::to_string);
    let span = tracing::info_span!("request", id, method = %request.method(), path = path(&request));
    let started = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(status, milliseconds, "answered"));
    response
}

/// The route, so that lines can be counted; else the path, which is ASCII without controls in any request.
fn path(request: &Request) -> &str {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let path = request.uri().path();
    route.unwrap_or_else(|| path.get(..LONGEST_PATH).unwrap_or(path))
}
