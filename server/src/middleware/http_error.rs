//! What a layer answers in place of the application: a plain page for people, JSON for scripts, nothing about
//! the cause but the name of the request.

use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;

use app::server::{Language, error_page};
use app::{AppError, ErrorKind, MARK, RequestId};
use axum::Json;
use axum::extract::Request;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, ALLOW, COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use brand::Brand;
use futures::FutureExt as _;
use serde::Serialize;

use crate::api::Problem;
use crate::router::is_api_call;
use crate::timeouts::REQUEST_TIMEOUT;

/// A refusal or a failure. Becomes a body in [`show_error`], which knows the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpError {
    /// There is nothing at this address for this method.
    MethodNotAllowed,
    /// A program asked for something that is not there.
    NotFound,
    /// The request did not come from a page of ours.
    Forged,
    /// The body is longer than any of our forms.
    TooLarge,
    /// The body ended early or could not be read.
    Unreadable,
    /// The body did not come in time.
    SlowBody,
    /// A form has the same field twice; the response names it in a [`Field`].
    Repeated,
    /// A bug.
    Panicked,
    /// It took too long.
    TimedOut,
}

/// The name of a field that was refused, for scripts.
#[derive(Clone, Debug)]
pub(super) struct Field(pub String);

impl HttpError {
    fn status(self) -> StatusCode {
        match self {
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forged => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable | Self::Repeated => StatusCode::BAD_REQUEST,
            Self::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Self::Panicked => StatusCode::INTERNAL_SERVER_ERROR,
            Self::TimedOut => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Its name for scripts.
    fn name(self) -> &'static str {
        match self {
            Self::MethodNotAllowed => "method_not_allowed",
            Self::NotFound => "not_found",
            Self::Forged => "forbidden",
            Self::TooLarge => "too_large",
            Self::Unreadable => "bad_request",
            Self::SlowBody => "request_timeout",
            Self::Repeated => "repeated_field",
            Self::Panicked => "failed",
            Self::TimedOut => "unavailable",
        }
    }

    /// What people are told.
    fn kind(self) -> ErrorKind {
        match self {
            Self::MethodNotAllowed | Self::Unreadable | Self::SlowBody | Self::Repeated => {
                ErrorKind::BadRequest
            }
            Self::NotFound => ErrorKind::NotFound,
            Self::Forged => ErrorKind::Forged,
            Self::TooLarge => ErrorKind::TooLarge,
            Self::Panicked => ErrorKind::Failed,
            Self::TimedOut => ErrorKind::Unavailable,
        }
    }
}

impl HttpError {
    /// In place of what was asked for.
    pub(super) fn refuse<T>(self) -> ControlFlow<Response, T> {
        ControlFlow::Break(self.into_response())
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What the layers below have refused, in the format that was asked for.
pub(super) fn show_error(
    brand: &Brand,
    asker: &Asker,
    id: RequestId,
    nonce: &str,
    response: Response,
) -> Response {
    let Some(error) = response.extensions().get::<HttpError>() else {
        return response;
    };
    let field = response.extensions().get::<Field>();
    let field = field.map(|Field(name)| name.as_str());
    let mut shown = error.show(brand, asker, (id, nonce), field);
    let allowed = response.headers().get(ALLOW).cloned();
    shown
        .headers_mut()
        .extend(allowed.map(|methods| (ALLOW, methods)));
    shown
}

impl HttpError {
    /// A page for people, the application's own error for its front end, a problem for other programs.
    fn show(
        self,
        brand: &Brand,
        asker: &Asker,
        (id, nonce): (RequestId, &str),
        field: Option<&str>,
    ) -> Response {
        let status = self.status();
        if asker.is_api_call {
            self.problem(id, field)
        } else if asker.is_front_end {
            let error = AppError {
                kind: self.kind(),
                request_id: Some(id),
            };
            let error = ForFrontEnd { error, field };
            (status, Json(error)).into_response()
        } else if self != Self::NotFound && asker.accepts_html {
            (
                status,
                Html(error_page(self.kind(), asker.language(), id, nonce, brand)),
            )
                .into_response()
        } else {
            self.problem(id, field)
        }
    }

    fn problem(self, id: RequestId, field: Option<&str>) -> Response {
        let problem = Problem::new(self.status(), self.name());
        problem.of_request(id).about(field).into_response()
    }
}

/// Who gets the answer.
pub(super) struct Asker {
    is_api_call: bool,
    is_front_end: bool,
    accepts_html: bool,
    /// What says which language, which is asked for errors only.
    cookies: Vec<HeaderValue>,
    accept_language: Option<HeaderValue>,
}

impl Asker {
    pub fn of(request: &Request) -> Self {
        let headers = request.headers();
        Self {
            is_api_call: is_api_call(request),
            is_front_end: headers.contains_key(MARK.0),
            accepts_html: accepts_html(headers),
            cookies: headers.get_all(COOKIE).iter().cloned().collect(),
            accept_language: headers.get(ACCEPT_LANGUAGE).cloned(),
        }
    }

    fn language(&self) -> Language {
        let mut headers = HeaderMap::new();
        for cookie in &self.cookies {
            headers.append(COOKIE, cookie.clone());
        }
        if let Some(languages) = &self.accept_language {
            headers.insert(ACCEPT_LANGUAGE, languages.clone());
        }
        Language::of(&headers)
    }
}

/// The application's error, which ignores the field; programs do not.
#[derive(Serialize)]
struct ForFrontEnd<'a> {
    #[serde(flatten)]
    error: AppError,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
}

/// Whether it is a person's browser that opens a page.
pub fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// A panic is a bug: it costs one request, and tells the person nothing. Its own text stays out of the log line: it may hold a value.
/// The panic hook has printed it with its place to standard error.
pub(super) async fn catch_panic(answer: impl Future<Output = Response>) -> Response {
    // Nothing of the request is used again.
    AssertUnwindSafe(answer)
        .catch_unwind()
        .await
        .unwrap_or_else(|_panic| {
            tracing::error!(event = "request_panicked", "a request panicked");
            HttpError::Panicked.into_response()
        })
}

/// No request waits longer than this for its first byte. Calls to the pool give up earlier, with a page of ours.
pub(super) async fn limit_time(answer: impl Future<Output = Response>) -> Response {
    tokio::time::timeout(REQUEST_TIMEOUT, answer)
        .await
        .unwrap_or_else(|_| {
            tracing::error!(event = "request_timed_out", "a request took too long");
            HttpError::TimedOut.into_response()
        })
}
