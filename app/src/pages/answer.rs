//! How a page is answered: what it shows is loaded, then its document is written, once.

use std::panic::resume_unwind;

use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderValue, Response};
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos_axum::ResponseOptions;
use tracing::{Instrument as _, Span};

use super::layout::{FrontEnd, PageTitle, document, viewer};
use super::page_at;
use crate::server;

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// The answer to a request for the page at its address; where there is none, the page that says so. `provide` hands over what
/// pages ask their context for.
///
/// It is made in a task of its own: when the browser goes away in the middle, what the page has begun is finished.
///
/// # Panics
///
/// As the page does.
pub async fn answer_page(
    request: Parts,
    provide: impl FnOnce() + Send + 'static,
    front_end: FrontEnd,
    options: LeptosOptions,
) -> Response<String> {
    let path = request.uri.path().to_owned();
    let answer = ResponseOptions::default();
    let (owner, answered) = (Owner::new_root(None), answer.clone());
    // It is set for this thread, which answers others meanwhile.
    owner.clone().unset();
    let page = owner.with(|| {
        provide_context(request);
        provide_context(answer);
        provide_context(PageTitle::default());
        provide();
        provide_context(server::language());
        ScopedFuture::new(async move {
            let page = page_at(&path).await;
            let viewer = viewer(&path).await;
            document(&options, &front_end, page, viewer)
        })
    });
    let page = async move {
        let html = page.await;
        // Contexts belong to it.
        drop(owner);
        html
    };
    // What it logs names the request, too.
    match tokio::spawn(Box::pin(page.instrument(Span::current()))).await {
        Ok(html) => respond(html, &answered),
        Err(failed) => resume_unwind(failed.into_panic()),
    }
}

/// With the status, the cookies and the redirect that the page has asked for.
fn respond(html: String, answered: &ResponseOptions) -> Response<String> {
    let mut response = Response::new(html);
    response.headers_mut().insert(CONTENT_TYPE, HTML);
    if let Ok(mut asked) = answered.0.write() {
        response.headers_mut().extend(asked.headers.drain());
        if let Some(status) = asked.status {
            *response.status_mut() = status;
        }
    }
    response
}
