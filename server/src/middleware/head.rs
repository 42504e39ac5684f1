//! HEAD changes nothing (RFC 9110 section 9.2.1). Routers answer it by running what GET runs, and a GET of most pages
//! starts or finishes a sign-in, or shows a message that is shown once: a link checker must not use up somebody's code.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::ALLOW;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::fault::Fault;
use crate::router::Pages;

/// The pages that use nothing up.
const HARMLESS_PAGES: [&str; 3] = ["/", "/failed", "/logout"];

/// The addresses of all others.
#[derive(Clone, Default)]
pub(super) struct ActingPages(Arc<[String]>);

impl ActingPages {
    /// Those of these pages.
    pub fn of(pages: &Pages) -> Self {
        let paths = pages.iter().map(|page| page.path().to_owned());
        Self(
            paths
                .filter(|path| !HARMLESS_PAGES.contains(&path.as_str()))
                .collect(),
        )
    }

    fn has(&self, path: &str) -> bool {
        self.0.iter().any(|page| page == path.trim_end_matches('/'))
    }
}

pub(super) async fn refuse_head_where_get_acts(
    State(acting): State<ActingPages>,
    request: Request,
    next: Next,
) -> Response {
    if request.method() == Method::HEAD && acting.has(request.uri().path()) {
        return ([(ALLOW, "GET")], Fault::MethodNotAllowed).into_response();
    }
    next.run(request).await
}
