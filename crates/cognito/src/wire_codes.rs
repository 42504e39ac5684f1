//! Error codes of the two dialects, typed.

use std::fmt;

/// An enum of codes with their spelling on the wire, and `Other` for the rest.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $wire:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A code that is not listed here; `unreadable` when it is not even a word.
            Other(String),
        }

        impl $name {
            /// The code as it is on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Other(code) => code,
                }
            }
        }

        impl From<&str> for $name {
            fn from(code: &str) -> Self {
                match code {
                    $($wire => Self::$variant,)*
                    other => Self::Other(fit_for_a_log(other)),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// Codes are words: whatever else comes in their place may be personal, or an attack on the log.
fn fit_for_a_log(code: &str) -> String {
    let is_code = code.len() <= 48 && code.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
    if is_code { code } else { "unreadable" }.to_owned()
}

codes! {
    /// The `error` of an OAuth answer or callback (RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1,
    /// RFC 7009 section 2.2.1, OpenID Connect Core 1.0 section 3.1.2.6).
    OAuthErrorCode {
        /// Malformed or incomplete request; on a callback also any failure of an identity provider or a trigger.
        InvalidRequest = "invalid_request",
        /// Unknown app client, or wrong secret.
        InvalidClient = "invalid_client",
        /// Code or refresh token used, expired, revoked or foreign.
        InvalidGrant = "invalid_grant",
        /// Grant not allowed for this app client; also another `redirect_uri` than at the start.
        UnauthorizedClient = "unauthorized_client",
        /// No such grant.
        UnsupportedGrantType = "unsupported_grant_type",
        /// No such response type.
        UnsupportedResponseType = "unsupported_response_type",
        /// Scope unknown, or not allowed for this app client.
        InvalidScope = "invalid_scope",
        /// Access token expired, revoked or without the scope.
        InvalidToken = "invalid_token",
        /// Access token without the scope.
        InsufficientScope = "insufficient_scope",
        /// Only refresh tokens can be revoked.
        UnsupportedTokenType = "unsupported_token_type",
        /// The person, or an identity provider, said no.
        AccessDenied = "access_denied",
        /// `prompt=none`, and there is no session at the pool.
        LoginRequired = "login_required",
        /// The server failed.
        ServerError = "server_error",
        /// The server is overloaded.
        TemporarilyUnavailable = "temporarily_unavailable",
    }
}

impl OAuthErrorCode {
    pub(crate) fn is_temporary(&self) -> bool {
        matches!(self, Self::ServerError | Self::TemporarilyUnavailable)
    }
}

codes! {
    /// The type of an exception of the JSON API, `Exception` left out in the name (Cognito API reference).
    ServiceErrorCode {
        /// The address belongs to another account already.
        AliasExists = "AliasExistsException",
        /// Wrong confirmation code.
        CodeMismatch = "CodeMismatchException",
        /// The code could not be sent.
        CodeDeliveryFailure = "CodeDeliveryFailureException",
        /// The user was changed concurrently.
        ConcurrentModification = "ConcurrentModificationException",
        /// The code is not one of the authenticator app's.
        EnableSoftwareTokenMfa = "EnableSoftwareTokenMFAException",
        /// Confirmation code too old.
        ExpiredCode = "ExpiredCodeException",
        /// Refused by a firewall.
        Forbidden = "ForbiddenException",
        /// The server failed.
        InternalError = "InternalErrorException",
        /// The pool may not send e-mail as configured.
        InvalidEmailRoleAccessPolicy = "InvalidEmailRoleAccessPolicyException",
        /// A trigger answered nonsense.
        InvalidLambdaResponse = "InvalidLambdaResponseException",
        /// A parameter or an attribute breaks a rule of the pool.
        InvalidParameter = "InvalidParameterException",
        /// The password breaks the policy.
        InvalidPassword = "InvalidPasswordException",
        /// Too often within hours; trying again soon is no use.
        LimitExceeded = "LimitExceededException",
        /// Token expired, revoked or without the scope; or an attribute the client may not write.
        NotAuthorized = "NotAuthorizedException",
        /// Not enabled for this pool.
        OperationNotEnabled = "OperationNotEnabledException",
        /// The password was used before.
        PasswordHistoryPolicyViolation = "PasswordHistoryPolicyViolationException",
        /// The password must be reset first.
        PasswordResetRequired = "PasswordResetRequiredException",
        /// No such pool or app client.
        ResourceNotFound = "ResourceNotFoundException",
        /// The request is not of the promised shape.
        Serialization = "SerializationException",
        /// No authenticator app was set up, or the pool knows no such factor.
        SoftwareTokenMfaNotFound = "SoftwareTokenMFANotFoundException",
        /// Too many requests, by the common front end.
        Throttling = "ThrottlingException",
        /// Too many wrong codes.
        TooManyFailedAttempts = "TooManyFailedAttemptsException",
        /// Too many requests.
        TooManyRequests = "TooManyRequestsException",
        /// A trigger failed.
        UnexpectedLambda = "UnexpectedLambdaException",
        /// No such action.
        UnknownOperation = "UnknownOperationException",
        /// A trigger refused.
        UserLambdaValidation = "UserLambdaValidationException",
        /// The person has not confirmed the account.
        UserNotConfirmed = "UserNotConfirmedException",
        /// No such person, any more.
        UserNotFound = "UserNotFoundException",
        /// The name is taken.
        UsernameExists = "UsernameExistsException",
    }
}

impl ServiceErrorCode {
    pub(crate) fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::TooManyRequests | Self::Throttling | Self::InternalError | Self::ConcurrentModification
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_and_written_alike() {
        for wire in ["invalid_grant", "access_denied", "something_new"] {
            assert_eq!(OAuthErrorCode::from(wire).as_str(), wire);
        }
        assert_eq!(
            ServiceErrorCode::from("NotAuthorizedException"),
            ServiceErrorCode::NotAuthorized
        );
    }

    #[test]
    fn an_unknown_code_cannot_harm_a_log() {
        for text in ["x\r\ny", "<script>", "alice@example.com", &"a".repeat(500)] {
            assert_eq!(OAuthErrorCode::from(text).as_str(), "unreadable");
        }
    }
}
