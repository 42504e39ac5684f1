//! Why no account was made, or none confirmed, in our words. What is wrong is told by the pool's error code; only where
//! it is wrong, in which field, is looked for in its message.

use std::error::Error as StdError;

use attributes::{Account, FieldError, NameRule, PasswordRule, Rule, Schema, SignUpErrors};
use cognito::{Error as PoolError, ServiceErrorCode};
use session_store::{DeadlineExceeded, StoreError};
use signin::{CallError, TooOften};

type Cause = Box<dyn StdError + Send + Sync>;

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// The form breaks rules, ours or the pool's.
    #[error("the sign-up form breaks rules")]
    Invalid(SignUpErrors),
    /// A trigger of the pool said no to this person.
    #[error("the user pool refused the sign-up")]
    Refused(#[source] PoolError),
    /// The pool does not take sign-ups in this way: it is closed, or does not fit the list of attributes.
    #[error("the user pool does not take sign-ups of this kind")]
    Closed(#[source] PoolError),
    /// The user pool cannot be reached or is busy.
    #[error("the user pool is not available")]
    Unavailable(#[source] Cause),
    /// The session store failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// Why an account was not confirmed, or no other code sent.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// It is not clear whose account is meant.
    #[error("the name cannot be one")]
    Name(NameRule),
    /// The code is wrong, too old or used, the pool has had enough, the account is confirmed, or there is none: nobody
    /// without the code can tell, not even who made the account, because whether they made it is what they may not know.
    #[error("the code was refused")]
    Code,
    /// Another account has the address.
    #[error("the address belongs to another account")]
    AddressTaken,
    /// Too many attempts, counted here.
    #[error(transparent)]
    TooOften(#[from] TooOften),
    /// The pool said no for another reason: most likely its configuration.
    #[error("the user pool refused")]
    Refused(#[source] PoolError),
    /// The user pool cannot be reached or is busy.
    #[error("the user pool is not available")]
    Unavailable(#[source] Cause),
    /// The session store failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

impl From<DeadlineExceeded> for SignUpError {
    fn from(error: DeadlineExceeded) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<DeadlineExceeded> for CodeError {
    fn from(error: DeadlineExceeded) -> Self {
        Self::Unavailable(error.into())
    }
}

impl SignUpError {
    /// Reads a refusal of `SignUp`.
    pub(crate) fn from_pool(error: PoolError, account: &Account, schema: &Schema) -> Self {
        if error.is_temporary() {
            return Self::Unavailable(error.into());
        }
        match error.service_code() {
            Some(ServiceErrorCode::InvalidPassword) => Self::Invalid(password_errors()),
            Some(ServiceErrorCode::InvalidParameter) => match errors_of_parameter(&error, account, schema) {
                Some(errors) => Self::Invalid(errors),
                None => Self::Closed(error),
            },
            // Cognito names no such limit for one user: it is one of all sign-ups.
            Some(ServiceErrorCode::LimitExceeded) => Self::Unavailable(error.into()),
            Some(ServiceErrorCode::UserLambdaValidation) => Self::Refused(error),
            _ => Self::Closed(error),
        }
    }
}

fn password_errors() -> SignUpErrors {
    SignUpErrors {
        password: vec![PasswordRule::Accepted],
        ..SignUpErrors::default()
    }
}

/// The field that the pool means. None when it is about something the form does not ask for, such as another attribute
/// that the pool requires.
fn errors_of_parameter(error: &PoolError, account: &Account, schema: &Schema) -> Option<SignUpErrors> {
    let is_address = |name: &&String| matches!(name.as_str(), "email" | "phone_number");
    let mut named = account
        .attributes
        .keys()
        .filter(|name| error.names_attribute(name));
    let refused = Some(NameRule::Refused);
    let errors = SignUpErrors::default();
    if error.names_attribute("username") {
        return Some(SignUpErrors {
            username: refused,
            ..errors
        });
    }
    let of_attribute = |name: &str, rule| SignUpErrors {
        values: vec![FieldError::new(name, rule)],
        ..SignUpErrors::default()
    };
    if let Some(name) = named.clone().find(|name| !is_address(name)) {
        return Some(of_attribute(name, Rule::Refused));
    }
    let mut left_blank = schema
        .for_sign_up()
        .filter(|asked| !account.attributes.contains_key(&asked.name));
    if let Some(blank) = left_blank.find(|asked| error.names_attribute(&asked.name)) {
        return Some(of_attribute(&blank.name, Rule::Required));
    }
    if named.next().is_some() {
        let is_username = account.username == account.address;
        return Some(SignUpErrors {
            username: refused.filter(|_| is_username),
            email: refused.filter(|_| !is_username),
            ..errors
        });
    }
    error.names_attribute("password").then(password_errors)
}

impl CodeError {
    /// Reads a refusal of a code. It may come from a stranger.
    pub(crate) fn from_call(error: CallError) -> Self {
        match error {
            CallError::Pool(error) => Self::from_pool(error),
            error @ CallError::QuotaExceeded(_) => Self::Unavailable(error.into()),
        }
    }

    fn from_pool(error: PoolError) -> Self {
        if error.is_temporary() {
            return Self::Unavailable(error.into());
        }
        match error.service_code() {
            Some(ServiceErrorCode::NotAuthorized) => {
                // Confirmed already; the same code stands for a wrong client secret, which the operator must see.
                tracing::warn!(event = "confirmation_refused", %error, "the pool confirmed no account");
                Self::Code
            }
            Some(
                ServiceErrorCode::CodeMismatch
                | ServiceErrorCode::ExpiredCode
                | ServiceErrorCode::InvalidParameter
                | ServiceErrorCode::LimitExceeded
                | ServiceErrorCode::TooManyFailedAttempts
                | ServiceErrorCode::UserNotFound,
            ) => Self::Code,
            Some(ServiceErrorCode::AliasExists) => Self::AddressTaken,
            _ => Self::Refused(error),
        }
    }
}

/// Whether a call confirmed nothing for certain. Without an answer the outcome is unknown, and a trigger that fails after the
/// confirmation does not undo it.
pub(crate) fn is_unconfirmed(error: &CallError) -> bool {
    use ServiceErrorCode as Code;
    let is_certain = |code| {
        matches!(
            code,
            &Code::CodeMismatch
                | &Code::ExpiredCode
                | &Code::InvalidParameter
                | &Code::LimitExceeded
                | &Code::TooManyFailedAttempts
                | &Code::TooManyRequests
                | &Code::Throttling
                | &Code::UserNotFound
                | &Code::NotAuthorized
                | &Code::AliasExists
                | &Code::ResourceNotFound
        )
    };
    matches!(error, CallError::QuotaExceeded(_)) || error.service_code().is_some_and(is_certain)
}

#[cfg(test)]
mod tests {
    use cognito::Message;

    use super::*;

    fn refusal(code: ServiceErrorCode) -> PoolError {
        PoolError::Service {
            operation: "SignUp",
            status: 400,
            code,
            message: Message::default(),
        }
    }

    fn account() -> Account {
        Account {
            username: "ada@example.com".to_owned(),
            attributes: [("email".to_owned(), "ada@example.com".to_owned())].into(),
            address: "ada@example.com".to_owned(),
        }
    }

    /// What becomes of each refusal, by the name of our error.
    fn name(error: &dyn std::fmt::Debug) -> String {
        let text = format!("{error:?}");
        let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
        text[..end].to_owned()
    }

    #[test]
    fn each_sign_up_refusal_has_its_place() {
        for (code, expected) in [
            (ServiceErrorCode::InvalidPassword, "Invalid"),
            (ServiceErrorCode::InvalidParameter, "Closed"),
            (ServiceErrorCode::NotAuthorized, "Closed"),
            (ServiceErrorCode::ResourceNotFound, "Closed"),
            (ServiceErrorCode::UnexpectedLambda, "Closed"),
            (ServiceErrorCode::InvalidEmailRoleAccessPolicy, "Closed"),
            (ServiceErrorCode::UserLambdaValidation, "Refused"),
            (ServiceErrorCode::LimitExceeded, "Unavailable"),
            (ServiceErrorCode::TooManyRequests, "Unavailable"),
            (ServiceErrorCode::InternalError, "Unavailable"),
        ] {
            let schema = Schema::new(1, Vec::new(), Vec::new());
            let error = SignUpError::from_pool(refusal(code.clone()), &account(), &schema);
            assert_eq!(name(&error), expected, "{code}");
        }
    }

    #[test]
    fn confirmations_without_a_certain_no_may_have_happened() {
        for (code, expected) in [
            (ServiceErrorCode::CodeMismatch, true),
            (ServiceErrorCode::NotAuthorized, true),
            (ServiceErrorCode::TooManyRequests, true),
            (ServiceErrorCode::UserLambdaValidation, false),
            (ServiceErrorCode::InternalError, false),
        ] {
            let error = CallError::Pool(refusal(code.clone()));
            assert_eq!(is_unconfirmed(&error), expected, "{code}");
        }
    }

    #[test]
    fn refused_codes_reveal_nothing_about_the_account() {
        for (code, expected) in [
            (ServiceErrorCode::CodeMismatch, "Code"),
            (ServiceErrorCode::ExpiredCode, "Code"),
            (ServiceErrorCode::UserNotFound, "Code"),
            (ServiceErrorCode::NotAuthorized, "Code"),
            (ServiceErrorCode::InvalidParameter, "Code"),
            (ServiceErrorCode::LimitExceeded, "Code"),
            (ServiceErrorCode::TooManyFailedAttempts, "Code"),
            (ServiceErrorCode::AliasExists, "AddressTaken"),
            (ServiceErrorCode::UserLambdaValidation, "Refused"),
            (ServiceErrorCode::Throttling, "Unavailable"),
        ] {
            let error = CodeError::from_pool(refusal(code.clone()));
            assert_eq!(name(&error), expected, "{code}");
        }
    }
}
