//! HEAD changes nothing (RFC 9110 section 9.2.1). Routers answer it by running what GET runs, and a GET of
//! these pages starts or finishes a sign-in, or shows a message that is shown once: a link checker must not
//! use up somebody's code.

use axum::extract::Request;
use axum::http::Method;
use axum::http::header::ALLOW;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::fault::Fault;

const ACTING_PAGES: [&str; 6] = [
    "/login",
    "/logged_in",
    "/profile",
    "/welcome",
    "/signup",
    "/confirm",
];

pub(super) async fn refuse_head_where_get_acts(request: Request, next: Next) -> Response {
    let path = request.uri().path().trim_end_matches('/');
    if request.method() == Method::HEAD && ACTING_PAGES.contains(&path) {
        return ([(ALLOW, "GET")], Fault::MethodNotAllowed).into_response();
    }
    next.run(request).await
}
