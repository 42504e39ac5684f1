//! Errors of calls to the pool, by what can be done about them.

use std::error::Error;

use aws_sdk_cognitoidentityprovider::config::http::HttpResponse;
use aws_sdk_cognitoidentityprovider::error::{ProvideErrorMetadata, SdkError};

/// Why a call failed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PoolError {
    /// Throttled: the call had no effect and may be retried.
    #[error("the pool is busy: {0}")]
    Busy(String),
    /// No answer, or none that can be read: the call may have been carried out.
    #[error("the pool gave no usable answer: {0}")]
    OutcomeUnknown(String),
    /// No user has this name.
    #[error("there is no such user")]
    NoSuchUser,
    /// This user's values are refused; others may pass.
    #[error("refused by the pool: {0}")]
    Refused(String),
    /// Every other call would fail, too: wrong pool, no rights, a limit that counts in hours.
    #[error("{0}")]
    Fatal(String),
}

impl<E> From<SdkError<E, HttpResponse>> for PoolError
where
    E: Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        match &error {
            SdkError::ServiceError(answer) => {
                let (status, err) = (answer.raw().status().as_u16(), answer.err());
                let message = err.message().unwrap_or_default().trim();
                match err.code() {
                    Some(code) => by_code(code, status, message),
                    None if status == 429 => Self::Busy("status 429".to_owned()),
                    None => Self::OutcomeUnknown(format!("status {status}")),
                }
            }
            SdkError::ConstructionFailure(_) => Self::Fatal(chain(&error)),
            _ => Self::OutcomeUnknown(chain(&error)),
        }
    }
}

/// By the exception's name; see "Errors" of each action in the API reference, and "Common errors".
fn by_code(code: &str, status: u16, message: &str) -> PoolError {
    match code {
        "TooManyRequestsException" | "ThrottlingException" | "Throttling" | "RequestThrottled" => {
            PoolError::Busy(code.to_owned())
        }
        "UserNotFoundException" => PoolError::NoSuchUser,
        "InvalidParameterException"
        | "AliasExistsException"
        | "UserLambdaValidationException"
        | "SerializationException" => PoolError::Refused(message.to_owned()),
        _ if status >= 500 => PoolError::OutcomeUnknown(code.to_owned()),
        _ => PoolError::Fatal(format!("{code}: {message}")),
    }
}

/// The error with its causes, on one line.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_are_classified_by_their_remedy() {
        for (code, status, expected) in [
            (
                "TooManyRequestsException",
                400,
                PoolError::Busy("TooManyRequestsException".into()),
            ),
            ("UserNotFoundException", 400, PoolError::NoSuchUser),
            ("InvalidParameterException", 400, PoolError::Refused("why".into())),
            (
                "InternalErrorException",
                500,
                PoolError::OutcomeUnknown("InternalErrorException".into()),
            ),
            (
                "LimitExceededException",
                400,
                PoolError::Fatal("LimitExceededException: why".into()),
            ),
            (
                "AccessDeniedException",
                400,
                PoolError::Fatal("AccessDeniedException: why".into()),
            ),
            (
                "ResourceNotFoundException",
                400,
                PoolError::Fatal("ResourceNotFoundException: why".into()),
            ),
        ] {
            assert_eq!(by_code(code, status, "why"), expected, "{code}");
        }
    }

    #[test]
    fn causes_are_joined_on_one_line() {
        let inner = std::io::Error::other("connection refused");
        let error = std::io::Error::other(inner);
        assert!(chain(&error).contains("connection refused"));
    }
}
