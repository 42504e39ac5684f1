//! Why a call was refused or failed, and what its caller learns of that.

use account::SaveError;
use attributes::{FieldError, Values};
use axum::extract::rejection::JsonRejection;
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use signin::{SessionCallError, StoreError, TooOften};

use super::problem::Problem;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApiError {
    #[error("there is no live session")]
    SignedOut {
        /// The cookie that opens nothing goes with this one.
        forget: Option<String>,
    },
    #[error("there is no such thing")]
    NotFound,
    #[error("the body is not what is expected here")]
    Body(#[source] JsonRejection),
    #[error("values were refused")]
    Invalid(Vec<FieldError>),
    #[error("the same values were changed elsewhere")]
    Conflict(Values),
    #[error("too often")]
    TooOften(#[source] TooOften),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Pool(SessionCallError),
}

impl From<SessionCallError> for ApiError {
    fn from(error: SessionCallError) -> Self {
        match error {
            SessionCallError::Ended => Self::SignedOut { forget: None },
            error => Self::Pool(error),
        }
    }
}

impl From<SaveError> for ApiError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Fields(errors) => Self::Invalid(errors),
            SaveError::Changed(values) => Self::Conflict(values),
            SaveError::TooOften(too_often) => Self::TooOften(too_often),
            SaveError::User(error) => error.into(),
        }
    }
}

impl ApiError {
    /// Status and name.
    fn code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::SignedOut { .. } | Self::Pool(SessionCallError::Ended) => {
                (StatusCode::UNAUTHORIZED, "signed_out")
            }
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found"),
            Self::Body(rejection) => (rejection.status(), "bad_request"),
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid_values"),
            Self::Conflict(_) => (StatusCode::CONFLICT, "changed_meanwhile"),
            Self::TooOften(_) => (StatusCode::TOO_MANY_REQUESTS, "too_often"),
            Self::Store(_) | Self::Pool(SessionCallError::Failed(_)) => {
                (StatusCode::SERVICE_UNAVAILABLE, "store_unavailable")
            }
            Self::Pool(SessionCallError::Unavailable(_)) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Self::Pool(SessionCallError::PasswordReset(_)) => {
                (StatusCode::FORBIDDEN, "password_reset_required")
            }
            Self::Pool(SessionCallError::Refused(_)) => (StatusCode::BAD_GATEWAY, "refused"),
        }
    }

    /// Once, here, where it is handled. What a caller can put right is no failure of ours.
    fn log(&self) {
        let error: &dyn std::error::Error = self;
        match self {
            Self::Store(_) | Self::Pool(_) => {
                tracing::error!(event = "api_failed", error, "a call of the API failed");
            }
            _ => tracing::debug!(event = "api_refused", error, "a call of the API was refused"),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.log();
        let (status, name) = self.code();
        let problem = Problem::new(status, name);
        match self {
            Self::Invalid(errors) => problem.with_errors(&errors).into_response(),
            Self::Conflict(values) => problem.with_conflicts(values).into_response(),
            Self::TooOften(TooOften(wait)) => {
                // Up, so that who comes back then is let in.
                let seconds = HeaderValue::from(wait.as_secs() + 1);
                ([(RETRY_AFTER, seconds)], problem).into_response()
            }
            Self::SignedOut { forget: Some(cookie) } => {
                let cookie = HeaderValue::from_str(&cookie).ok();
                let mut response = problem.into_response();
                response
                    .headers_mut()
                    .extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
                response
            }
            _ => problem.into_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_has_its_status() {
        let unavailable = SessionCallError::Unavailable("no route".into());
        for (error, status) in [
            (ApiError::from(SessionCallError::Ended), 401),
            (ApiError::from(unavailable), 503),
            (ApiError::NotFound, 404),
            (ApiError::Conflict(Values::new()), 409),
            (ApiError::Invalid(Vec::new()), 422),
        ] {
            assert_eq!(error.code().0, status, "{error}");
        }
    }
}
