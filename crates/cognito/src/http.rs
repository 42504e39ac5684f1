//! How calls leave: one HTTP client, one function.

use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap};
use reqwest::{IntoUrl, Method, RequestBuilder, Response, redirect, retry};
use serde::de::DeserializeOwned;
use tracing::{Instrument as _, Span, field};

use crate::config::{Config, is_loopback};
use crate::error::{ConfigError, DecodeError, Error, TransportKind};
use crate::error_answer::{Dialect, error_of};

/// The longest answer that is read, in bytes. The longest honest one is a user with 50 custom attributes of
/// 2,048 characters.
const LONGEST_ANSWER: usize = 1024 * 1024;

/// Load balancers drop idle connections after a minute or so; be first.
const IDLE: Duration = Duration::from_secs(20);

/// The HTTP client. Keeps connections, follows no redirect, retries nothing.
pub(crate) struct Http(reqwest::Client);

impl Http {
    /// The one constructor. Addresses have been checked to be https or loopback. Proxies are those of the system, but never for a pool on this machine.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that makes an HTTP client"
    )]
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        let builder = reqwest::Client::builder()
            .user_agent(concat!("leptos-cognito/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(config.timeouts.connect)
            .timeout(config.timeouts.total)
            .pool_idle_timeout(IDLE)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false);
        let builder = if is_loopback(&config.endpoint) {
            builder.no_proxy()
        } else {
            builder
        };
        builder.build().map(Self).map_err(ConfigError::HttpClient)
    }

    pub fn request(&self, method: Method, url: impl IntoUrl) -> RequestBuilder {
        self.0.request(method, url).header(ACCEPT, "application/json")
    }

    /// Calls and reads the JSON of a successful answer.
    pub async fn json<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        dialect: Dialect,
        request: RequestBuilder,
    ) -> Result<T, Error> {
        let (_, body) = self.call(operation, dialect, request).await?;
        serde_json::from_slice(&body).map_err(|error| Error::Decode {
            operation,
            problem: DecodeError::from(&error),
        })
    }

    /// Calls and answers the headers of a successful answer.
    pub async fn headers(
        &self,
        operation: &'static str,
        request: RequestBuilder,
    ) -> Result<HeaderMap, Error> {
        let answered = self.call(operation, Dialect::OAuth, request).await;
        answered.map(|(headers, _)| headers)
    }

    /// Calls and ignores the body of a successful answer.
    pub async fn empty(
        &self,
        operation: &'static str,
        dialect: Dialect,
        request: RequestBuilder,
    ) -> Result<(), Error> {
        self.call(operation, dialect, request).await.map(|_| ())
    }

    /// The one way out. The span names the operation and the status, and nothing that was sent.
    async fn call(
        &self,
        operation: &'static str,
        dialect: Dialect,
        request: RequestBuilder,
    ) -> Result<(HeaderMap, Vec<u8>), Error> {
        let span = tracing::debug_span!("cognito", operation, status = field::Empty);
        async {
            let response = request
                .send()
                .await
                .map_err(|error| transport(operation, error))?;
            let status = response.status();
            Span::current().record("status", status.as_u16());
            let headers: HeaderMap = response.headers().clone();
            let body = read(operation, response).await?;
            if status.is_success() {
                Ok((headers, body))
            } else {
                Err(error_of(operation, dialect, status, &headers, &body))
            }
        }
        .instrument(span)
        .await
    }
}

/// Reads a body, but no more than any honest one.
async fn read(operation: &'static str, mut response: Response) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| transport(operation, error))?
    {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return Err(Error::TooLong {
                operation,
                limit: LONGEST_ANSWER,
            });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn transport(operation: &'static str, error: reqwest::Error) -> Error {
    let kind = if error.is_timeout() {
        TransportKind::Timeout
    } else if error.is_connect() {
        TransportKind::Connect
    } else {
        TransportKind::Other
    };
    Error::Transport {
        operation,
        kind,
        source: error.without_url(),
    }
}
