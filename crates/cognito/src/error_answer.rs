//! Error answers of the endpoints, in the two languages they have.

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};
use serde::Deserialize;

use crate::{Error, Message, OAuthErrorCode, ServiceErrorCode};

/// Which of Cognito's two languages an endpoint speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Dialect {
    /// `{"error": …}` or a `WWW-Authenticate` header.
    OAuth,
    /// `x-amzn-errortype` and `{"__type": …, "message": …}`.
    Api,
}

/// The error of an answer that is no success. When it has no code, the status is all there is.
pub(crate) fn error_of(
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
