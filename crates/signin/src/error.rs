//! One error per flow, in our words. Each keeps its cause for the log; none carries a token, a code, an
//! e-mail address or a value.

use std::error::Error as StdError;

use cognito::{Error as PoolError, OAuthErrorCode, ServiceErrorCode};
use session_store::{DeadlineExceeded, StoreError};

use crate::pool_calls::CallError;
use crate::return_to::ReturnTo;

/// Boxed cause of a failure.
type Cause = Box<dyn StdError + Send + Sync>;

/// Why a sign-in could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The user pool cannot be reached or is busy: try again.
    #[error("the user pool is not available")]
    Unavailable(#[source] Cause),
    /// The pool's answers do not fit this application's configuration.
    #[error("the user pool does not fit the configuration")]
    Misconfigured(#[source] PoolError),
    /// The session store failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// Why a callback did not end in a session.
#[derive(Debug, thiserror::Error)]
pub enum FinishError {
    /// The person, or an identity provider, said no (RFC 6749 section 4.1.2.1 `access_denied`).
    #[error("sign-in was denied")]
    Denied,
    /// This browser has no sign-in waiting: another browser started it, or cookies are off.
    #[error("no sign-in is pending in this browser")]
    NotPending,
    /// More time went by at the pool's pages than a sign-in lives.
    #[error("the sign-in took too long")]
    TooLate,
    /// The link was used before, or its code is too old.
    #[error("the sign-in link was used before or has expired")]
    UsedOrExpired,
    /// The user pool cannot be reached or is busy.
    #[error("the user pool is not available")]
    Unavailable(#[source] Cause),
    /// Client secret, redirect address or scopes are wrong: the cause names which.
    #[error("the app client is misconfigured: {hint}")]
    Misconfigured {
        /// What to look at.
        hint: &'static str,
        /// What the pool said.
        #[source]
        source: Option<PoolError>,
    },
    /// The pool refused the sign-in for a reason of its own.
    #[error("the user pool refused the sign-in: {0}")]
    Refused(OAuthErrorCode),
    /// A token or answer did not pass its checks; nothing of it was used.
    #[error("the user pool's answer did not pass verification")]
    Untrusted(#[source] Cause),
    /// The person was to prove again who they are, and the pool sent them back without asking. The session they
    /// have goes on as it was.
    #[error("the pool did not ask the person again: prompt=login needs managed login")]
    NotAskedAgain,
    /// Another browser confirmed the account, and this one has no code for it yet: a code was sent to the address.
    #[error("the address of the account is not proven in this browser")]
    AddressUnproven,
    /// The person proved who they are before the account was recovered, and not since.
    #[error("the sign-in is from before the account was recovered")]
    BeforeRecovery(ReturnTo),
    /// The session store failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// An answer to the callback that names another issuer than ours.
#[derive(Debug, thiserror::Error)]
#[error("the answer comes from another issuer")]
pub(crate) struct OtherIssuer;

/// Why something could not be done for a signed-in person.
#[derive(Debug, thiserror::Error)]
pub enum SessionCallError {
    /// The pool ended the session: revoked, disabled, deleted or expired. The person must sign in again.
    #[error("the user pool ended the session")]
    Ended,
    /// The user pool cannot be reached or is busy; the session is untouched.
    #[error("the user pool is not available")]
    Unavailable(#[source] Cause),
    /// The help desk has reset the password: until the person has chosen a new one the pool does nothing for them.
    #[error("the user pool waits for a new password")]
    PasswordReset(#[source] PoolError),
    /// The pool said no for another reason: most likely its configuration.
    #[error("the user pool refused the request")]
    Refused(#[source] PoolError),
    /// The session store failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl From<PoolError> for StartError {
    fn from(error: PoolError) -> Self {
        if error.is_temporary() {
            Self::Unavailable(error.into())
        } else {
            Self::Misconfigured(error)
        }
    }
}

impl From<DeadlineExceeded> for StartError {
    fn from(error: DeadlineExceeded) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<DeadlineExceeded> for FinishError {
    fn from(error: DeadlineExceeded) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<DeadlineExceeded> for SessionCallError {
    fn from(error: DeadlineExceeded) -> Self {
        Self::Unavailable(error.into())
    }
}

impl FinishError {
    /// Reads the token endpoint's answer. `invalid_grant` covers a dozen causes, a used or old code first.
    pub(crate) fn from_exchange(error: CallError) -> Self {
        let error = match error {
            CallError::Pool(error) => error,
            CallError::QuotaExceeded(_) => return Self::Unavailable(error.into()),
        };
        let hint = match error.oauth_code() {
            Some(OAuthErrorCode::InvalidGrant) => return Self::UsedOrExpired,
            Some(OAuthErrorCode::InvalidClient) => "CLIENT_ID or CLIENT_SECRET",
            Some(OAuthErrorCode::UnauthorizedClient) => {
                "REDIRECT_URI, or the authorization code grant is not allowed for the app client"
            }
            Some(OAuthErrorCode::InvalidScope) => "the scopes allowed for the app client",
            _ if error.is_temporary() => return Self::Unavailable(error.into()),
            Some(_) => "the app client: the token endpoint refused it",
            None => return Self::Untrusted(error.into()),
        };
        Self::Misconfigured {
            hint,
            source: Some(error),
        }
    }

    /// Whether it was decided by what the request said, before the pool was asked anything: any client can bring it about.
    #[must_use]
    pub fn is_without_pool(&self) -> bool {
        match self {
            Self::Denied | Self::NotPending | Self::Refused(_) | Self::Misconfigured { source: None, .. } => {
                true
            }
            Self::Untrusted(cause) => cause.is::<OtherIssuer>(),
            _ => false,
        }
    }

    /// Reads an `error` that came to the callback instead of a code.
    pub(crate) fn from_callback(code: OAuthErrorCode) -> Self {
        let hint = match code {
            OAuthErrorCode::AccessDenied => return Self::Denied,
            OAuthErrorCode::LoginRequired => return Self::UsedOrExpired,
            OAuthErrorCode::InvalidScope => "the scopes allowed for the app client",
            OAuthErrorCode::UnauthorizedClient | OAuthErrorCode::UnsupportedResponseType => {
                "the authorization code grant is not allowed for the app client"
            }
            code => return Self::Refused(code),
        };
        Self::Misconfigured { hint, source: None }
    }

    /// Reads a failed verification: keys that cannot be fetched are no forgery.
    pub(crate) fn from_verification(error: PoolError) -> Self {
        if error.is_temporary() {
            Self::Unavailable(error.into())
        } else {
            Self::Untrusted(error.into())
        }
    }
}

impl From<CallError> for SessionCallError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Pool(error) => error.into(),
            CallError::QuotaExceeded(_) => Self::Unavailable(error.into()),
        }
    }
}

impl From<PoolError> for SessionCallError {
    fn from(error: PoolError) -> Self {
        if error.is_temporary() {
            Self::Unavailable(error.into())
        } else if is_password_reset(&error) {
            Self::PasswordReset(error)
        } else {
            Self::Refused(error)
        }
    }
}

/// Whether the pool waits for a new password: no other token helps.
#[must_use]
pub fn is_password_reset(error: &PoolError) -> bool {
    error.service_code() == Some(&ServiceErrorCode::PasswordResetRequired)
}

/// Whether the pool does not accept the access token: revoked, expired, signed out everywhere, user gone.
#[must_use]
pub fn is_token_refused(error: &PoolError) -> bool {
    let by_service = error.service_code().is_some_and(|code| {
        matches!(
            code,
            ServiceErrorCode::NotAuthorized
                | ServiceErrorCode::UserNotFound
                | ServiceErrorCode::UserNotConfirmed
        )
    });
    by_service || error.oauth_code() == Some(&OAuthErrorCode::InvalidToken)
}
