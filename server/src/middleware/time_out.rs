//! Nobody waits longer than this for the first byte. Calls to the pool give up earlier, with a page of ours.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::fault::Fault;

const LONGEST: Duration = Duration::from_secs(15);

pub(super) async fn limit_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(LONGEST, next.run(request))
        .await
        .unwrap_or_else(|_| {
            tracing::error!("a request took too long");
            Fault::TimedOut.into_response()
        })
}
