//! How calls leave: one HTTP client, one function; and error answers of the endpoints, in the two languages they have.

use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, WWW_AUTHENTICATE};
use reqwest::{IntoUrl, Method, RequestBuilder, Response, StatusCode, redirect, retry};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tracing::{Instrument as _, Span, field};

use crate::config::{Config, is_loopback};
use crate::error::{ConfigError, DecodeError, Error, TransportKind};
use crate::{Message, OAuthErrorCode, ServiceErrorCode};

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

/// Which of Cognito's two languages an endpoint speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Dialect {
    /// `{"error": …}` or a `WWW-Authenticate` header.
    OAuth,
    /// `x-amzn-errortype` and `{"__type": …, "message": …}`.
    Api,
}

/// The error of an answer that is no success. When it has no code, the status is all there is.
fn error_of(
    operation: &'static str,
    dialect: Dialect,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> Error {
    let status = status.as_u16();
    match dialect {
        Dialect::OAuth => oauth_error(headers, body).map(|(code, message)| Error::OAuth {
            operation,
            status,
            code,
            message,
        }),
        Dialect::Api => api_error(headers, body).map(|(code, message)| Error::Service {
            operation,
            status,
            code,
            message,
        }),
    }
    .unwrap_or(Error::Status { operation, status })
}

#[derive(Deserialize)]
struct OAuthBody {
    error: String,
    #[serde(default)]
    error_description: Option<String>,
}

/// RFC 6749 section 5.2; for userInfo RFC 6750 section 3, though Cognito leaves the scheme's name out.
fn oauth_error(headers: &HeaderMap, body: &[u8]) -> Option<(OAuthErrorCode, Message)> {
    if let Ok(body) = serde_json::from_slice::<OAuthBody>(body) {
        let message = Message::new(&body.error_description.unwrap_or_default());
        return Some((OAuthErrorCode::from(body.error.as_str()), message));
    }
    let challenge = headers.get(WWW_AUTHENTICATE)?.to_str().ok()?;
    let description = quoted_parameter(challenge, "error_description").unwrap_or_default();
    Some((
        OAuthErrorCode::from(quoted_parameter(challenge, "error")?),
        Message::new(description),
    ))
}

/// The value of `name="value"` in a challenge.
fn quoted_parameter<'a>(challenge: &'a str, name: &str) -> Option<&'a str> {
    let start = format!("{name}=\"");
    let (_, rest) = challenge.split_once(&start)?;
    rest.split_once('"').map(|(value, _)| value)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ApiBody {
    #[serde(rename = "__type")]
    kind: Option<String>,
    code: Option<String>,
    #[serde(alias = "Message")]
    message: Option<String>,
}

/// The header wins over the body, as in the AWS SDKs.
fn api_error(headers: &HeaderMap, body: &[u8]) -> Option<(ServiceErrorCode, Message)> {
    let body: ApiBody = serde_json::from_slice(body).unwrap_or_default();
    let header = headers
        .get("x-amzn-errortype")
        .and_then(|value| value.to_str().ok());
    let kind = header.or(body.code.as_deref()).or(body.kind.as_deref())?;
    Some((
        ServiceErrorCode::from(bare(kind)),
        Message::new(&body.message.unwrap_or_default()),
    ))
}

/// `com.example#NotAuthorizedException:http://…` is `NotAuthorizedException`.
fn bare(kind: &str) -> &str {
    let name = kind.split([':', ',']).next().unwrap_or_default();
    name.rsplit('#').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
    }

    fn refused(dialect: Dialect, status: u16, headers: &HeaderMap, body: &str) -> String {
        error_of(
            "x",
            dialect,
            StatusCode::from_u16(status).unwrap(),
            headers,
            body.as_bytes(),
        )
        .to_string()
    }

    #[test]
    fn oauth_errors_come_from_body_or_challenge() {
        let none = HeaderMap::new();
        let challenge = headers(
            "www-authenticate",
            r#"error="invalid_token", error_description="Access token is expired, disabled, or deleted""#,
        );
        for (status, headers, body, expected) in [
            (
                400,
                &none,
                r#"{"error":"invalid_grant"}"#,
                "x: invalid_grant (HTTP status 400)",
            ),
            (
                400,
                &none,
                r#"{"error":"invalid_request","error_description":"why"}"#,
                "x: invalid_request (HTTP status 400): why",
            ),
            (
                401,
                &challenge,
                "",
                "x: invalid_token (HTTP status 401): Access token is expired, disabled, or deleted",
            ),
            (405, &none, "", "x: HTTP status 405"),
            (503, &none, "<html>", "x: HTTP status 503"),
            (400, &none, r#"{"error":7}"#, "x: HTTP status 400"),
        ] {
            assert_eq!(refused(Dialect::OAuth, status, headers, body), expected);
        }
    }

    #[test]
    fn api_errors_come_from_header_or_body() {
        let none = HeaderMap::new();
        let typed = headers("x-amzn-errortype", "NotAuthorizedException:");
        for (headers, body, expected) in [
            (&typed, "", "x: NotAuthorizedException (HTTP status 400)"),
            (
                &none,
                r#"{"__type":"UserNotFoundException","message":"User does not exist."}"#,
                "x: UserNotFoundException (HTTP status 400): User does not exist.",
            ),
            (
                &none,
                r#"{"__type":"com.amazon#ThrottlingException","Message":"Rate exceeded"}"#,
                "x: ThrottlingException (HTTP status 400): Rate exceeded",
            ),
            (
                &none,
                r#"{"code":"NewException:http://x/"}"#,
                "x: NewException (HTTP status 400)",
            ),
            (&none, "{}", "x: HTTP status 400"),
        ] {
            assert_eq!(refused(Dialect::Api, 400, headers, body), expected);
        }
    }
}
