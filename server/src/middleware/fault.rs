//! What a layer answers in place of the application: a plain page for people, JSON for scripts, nothing about
//! the cause but the name of the request.

use app::RequestId;
use app::server::CspNonce;
use axum::Json;
use axum::extract::Request;
use axum::http::header::{ACCEPT, ALLOW};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

/// A refusal or a failure. Becomes a body in [`show_faults`], which knows the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing at this address for this method.
    MethodNotAllowed,
    /// The request did not come from a page of ours.
    Forged,
    /// The body is longer than any of our forms.
    TooLarge,
    /// The body ended early or could not be read.
    Unreadable,
    /// A bug.
    Panicked,
    /// It took too long.
    TimedOut,
}

impl Fault {
    /// HTTP status, name for scripts, sentence for people.
    fn describe(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "This address does not take that.",
            ),
            Self::Forged => (
                StatusCode::FORBIDDEN,
                "forbidden",
                "This form was not sent from a page of ours, or the page is too old. Open it again and retry.",
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                "That was too much to send at once.",
            ),
            Self::Unreadable => (
                StatusCode::BAD_REQUEST,
                "bad_request",
                "What was sent could not be read. Please try again.",
            ),
            Self::Panicked => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "failed",
                "Something went wrong on our side. Please try again.",
            ),
            Self::TimedOut => (
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "This took too long. Please try again in a moment.",
            ),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.describe().0.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

pub(super) async fn show_faults(request: Request, next: Next) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(ToString::to_string)
        .unwrap_or_default();
    let nonce = request
        .extensions()
        .get::<CspNonce>()
        .map(|CspNonce(nonce)| nonce.clone())
        .unwrap_or_default();
    let wants_page = accepts_html(request.headers());
    let response = next.run(request).await;
    let Some(fault) = response.extensions().get::<Fault>() else {
        return response;
    };
    let (status, name, sentence) = fault.describe();
    let mut shown = if wants_page {
        (status, Html(page(sentence, &id, &nonce))).into_response()
    } else {
        (status, Json(json!({ "error": name, "request_id": id }))).into_response()
    };
    let allowed = response.headers().get(ALLOW).cloned();
    shown
        .headers_mut()
        .extend(allowed.map(|methods| (ALLOW, methods)));
    shown
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// All parts are ours: sentences above, and hexadecimal digits.
fn page(sentence: &str, id: &str, nonce: &str) -> String {
    format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>That did not work</title>
<style nonce="{nonce}">
:root {{ color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif }}
body {{ max-width: 36rem; margin: 4rem auto; padding: 0 1.5rem }}
</style>
</head>
<body>
<main>
<h1>That did not work</h1>
<p>{sentence}</p>
<p><a href="/">Go to the start page</a></p>
<p><small>Request {id}</small></p>
</main>
</body>
</html>
"#
    )
}
