//! What a request asks for, and of whom (RFC 9112 section 3.2). A path, in origin-form or in absolute-form: `host:port`, as
//! for a tunnel, and `*` are nothing that anything below could answer. One host, or none by HTTP/1.0.

use std::ops::ControlFlow::{self, Continue};

use axum::extract::Request;
use axum::http::Version;
use axum::http::header::HOST;
use axum::response::Response;

use super::http_error::HttpError;

pub(super) fn require_path(request: &Request) -> ControlFlow<Response> {
    let target = request.uri().path_and_query();
    if target.is_some_and(|target| target.path().starts_with('/')) {
        return Continue(());
    }
    tracing::warn!(event = "target_refused", "a request without a path was refused");
    HttpError::Unreadable.refuse()
}

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
