//! Why an address was not changed or proven, in our words.

use cognito::ServiceErrorCode;
use session_store::{DeadlineExceeded, StoreError};
use signin::{CallError, SessionCallError};

/// Why an address is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ContactInfoError {
    /// The operator has not said that this pool can do it without locking people out.
    #[error("changes of this address are not offered")]
    NotOffered,
    /// Not of the form that the pool wants.
    #[error("this is no such address")]
    NotAnAddress,
    /// The person has it already, proven.
    #[error("the address is the present one")]
    SameAsNow,
    /// It belongs to another account.
    #[error("the address belongs to another account")]
    Taken,
    /// The app client may not write it.
    #[error("the app client may not write this attribute")]
    NotWritable(#[source] CallError),
    /// The pool could not send the code.
    #[error("the code could not be sent")]
    NotSent(#[source] CallError),
    /// Not the code that was sent.
    #[error("wrong code")]
    WrongCode,
    /// The code is too old, or a newer one was sent, or none.
    #[error("the code has expired")]
    ExpiredCode,
    /// Too many tries, by the pool's count.
    #[error("too many tries")]
    TooOften,
    /// The person has had too many codes sent. Nothing was asked of the pool.
    #[error(transparent)]
    RateLimited(#[from] signin::TooOften),
    /// Everything else.
    #[error(transparent)]
    User(#[from] SessionCallError),
}

impl ContactInfoError {
    pub(super) fn from_change(error: CallError) -> Self {
        use ServiceErrorCode as Code;
        match error.service_code() {
            Some(Code::InvalidParameter) => Self::NotAnAddress,
            Some(Code::AliasExists) => Self::Taken,
            Some(Code::NotAuthorized) => Self::NotWritable(error),
            Some(Code::CodeDeliveryFailure | Code::InvalidEmailRoleAccessPolicy) => Self::NotSent(error),
            Some(Code::LimitExceeded) => Self::TooOften,
            _ => Self::User(error.into()),
        }
    }

    pub(super) fn from_code(error: CallError) -> Self {
        use ServiceErrorCode as Code;
        match error.service_code() {
            Some(Code::CodeMismatch | Code::InvalidParameter) => Self::WrongCode,
            Some(Code::ExpiredCode) => Self::ExpiredCode,
            Some(Code::AliasExists) => Self::Taken,
            Some(Code::CodeDeliveryFailure | Code::InvalidEmailRoleAccessPolicy) => Self::NotSent(error),
            Some(Code::LimitExceeded) => Self::TooOften,
            _ => Self::User(error.into()),
        }
    }
}

impl From<DeadlineExceeded> for ContactInfoError {
    fn from(error: DeadlineExceeded) -> Self {
        Self::User(error.into())
    }
}

impl From<StoreError> for ContactInfoError {
    fn from(error: StoreError) -> Self {
        Self::User(error.into())
    }
}
