//! The exceptions of the JSON API, which are also the vocabulary of everything below it.

/// Names as Cognito spells them, without the `Exception` at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExceptionKind {
    AliasExists,
    CodeMismatch,
    EnableSoftwareTokenMFA,
    ExpiredCode,
    FeatureUnavailableInTier,
    GroupExists,
    InvalidOAuthFlow,
    InvalidParameter,
    InvalidPassword,
    LimitExceeded,
    ManagedLoginBrandingExists,
    MissingAuthenticationToken,
    NotAuthorized,
    PasswordResetRequired,
    RefreshTokenReuse,
    ResourceNotFound,
    ScopeDoesNotExist,
    Serialization,
    SoftwareTokenMFANotFound,
    TooManyFailedAttempts,
    TooManyRequests,
    Unauthorized,
    UnknownOperation,
    UnsupportedOperation,
    UnsupportedTokenType,
    UnsupportedUserState,
    UserNotConfirmed,
    UserNotFound,
    UsernameExists,
}

/// An exception with its message, as a client of the JSON API sees it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind:?}Exception: {message}")]
pub(crate) struct Exception {
    pub kind: ExceptionKind,
    pub message: String,
}

impl Exception {
    pub fn new(kind: ExceptionKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// `InvalidParameterException`
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(ExceptionKind::InvalidParameter, message)
    }

    /// `NotAuthorizedException`
    pub fn not_authorized(message: impl Into<String>) -> Self {
        Self::new(ExceptionKind::NotAuthorized, message)
    }

    /// `UserNotFoundException`
    pub fn no_user() -> Self {
        Self::new(ExceptionKind::UserNotFound, "User does not exist.")
    }

    /// `PasswordResetRequiredException`
    pub fn password_reset_required() -> Self {
        Self::new(
            ExceptionKind::PasswordResetRequired,
            "Password reset required for the user",
        )
    }

    /// `NotAuthorizedException` for a token that worked once.
    pub fn revoked() -> Self {
        Self::not_authorized("Access Token has been revoked")
    }

    /// For actions that do not list all that can be wrong with a user: the token is as good as revoked.
    pub fn or_revoked(self, unlisted: &[ExceptionKind]) -> Self {
        if unlisted.contains(&self.kind) {
            Self::revoked()
        } else {
            self
        }
    }

    /// `NotAuthorizedException` for a user name or a password that is wrong, without saying which.
    pub fn bad_credentials() -> Self {
        Self::not_authorized("Incorrect username or password.")
    }

    /// `CodeMismatchException`
    pub fn code_mismatch() -> Self {
        Self::new(
            ExceptionKind::CodeMismatch,
            "Invalid verification code provided, please try again.",
        )
    }

    /// `ExpiredCodeException`
    pub fn code_expired() -> Self {
        Self::new(
            ExceptionKind::ExpiredCode,
            "Invalid code provided, please request a code again.",
        )
    }

    /// `LimitExceededException`
    pub fn limit() -> Self {
        Self::new(
            ExceptionKind::LimitExceeded,
            "Attempt limit exceeded, please try after some time.",
        )
    }

    /// The name on the wire.
    pub fn name(&self) -> String {
        format!("{:?}Exception", self.kind)
    }
}
