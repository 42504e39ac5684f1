//! Why no account was made, or none confirmed, in our words. What is wrong is told by the pool's error code; only where
//! it is wrong, in which field, is looked for in its message.

use std::error::Error as StdError;

use attributes::{Account, FieldError, NameRule, PasswordRule, Rule, Schema, SignUpFaults};
use cognito::{Error as PoolError, ServiceErrorCode};

use crate::error::{Failure, TooSlow};
use crate::limits::TooOften;

type Cause = Box<dyn StdError + Send + Sync>;

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// The form breaks rules, ours or the pool's.
    #[error("the sign-up form breaks rules")]
    Invalid(SignUpFaults),
    /// A trigger of the pool said no to this person.
    #[error("the user pool refused the sign-up")]
    Refused(#[source] PoolError),
    /// The pool lets nobody sign up in this way: it is closed, or does not fit the list of attributes.
    #[error("the user pool does not take sign-ups of this kind")]
    Closed(#[source] PoolError),
    /// Too many attempts, counted here.
    #[error(transparent)]
    TooOften(#[from] TooOften),
    /// Too many attempts, counted by the pool.
    #[error("the user pool has had too many attempts")]
    PoolLimit,
    /// The user pool cannot be reached or is busy.
    #[error("the user pool is not available")]
    Unavailable(#[source] Cause),
    /// The session store failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why an account was not confirmed, or no other code sent.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// It is not clear whose account is meant.
    #[error("the name cannot be one")]
    Name(NameRule),
    /// The code is wrong, too old or used, or the account is confirmed, or there is none: a stranger cannot tell.
    #[error("the code was refused")]
    Code,
    /// Another account has the address.
    #[error("the address belongs to another account")]
    AddressTaken,
    /// Too many attempts, counted here.
    #[error(transparent)]
    TooOften(#[from] TooOften),
    /// Too many attempts, counted by the pool.
    #[error("the user pool has had too many attempts")]
    PoolLimit,
    /// The pool said no for another reason: most likely its configuration.
    #[error("the user pool refused")]
    Refused(#[source] PoolError),
    /// The user pool cannot be reached or is busy.
    #[error("the user pool is not available")]
    Unavailable(#[source] Cause),
    /// The session store failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl From<TooSlow> for SignUpError {
    fn from(error: TooSlow) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<TooSlow> for CodeError {
    fn from(error: TooSlow) -> Self {
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
            Some(ServiceErrorCode::InvalidPassword) => Self::Invalid(password_fault()),
            Some(ServiceErrorCode::InvalidParameter) => match faults_of_parameter(&error, account, schema) {
                Some(faults) => Self::Invalid(faults),
                None => Self::Closed(error),
            },
            Some(ServiceErrorCode::LimitExceeded) => Self::PoolLimit,
            Some(ServiceErrorCode::UserLambdaValidation) => Self::Refused(error),
            _ => Self::Closed(error),
        }
    }
}

fn password_fault() -> SignUpFaults {
    SignUpFaults {
        password: vec![PasswordRule::Accepted],
        ..SignUpFaults::default()
    }
}

/// The field that the pool means. None when it is about something the form does not ask for, such as another attribute
/// that the pool requires.
fn faults_of_parameter(error: &PoolError, account: &Account, schema: &Schema) -> Option<SignUpFaults> {
    let is_address = |name: &&String| matches!(name.as_str(), "email" | "phone_number");
    let mut named = account
        .attributes
        .keys()
        .filter(|name| error.names_attribute(name));
    let refused = Some(NameRule::Refused);
    let faults = SignUpFaults::default();
    if error.names_attribute("username") {
        return Some(SignUpFaults {
            username: refused,
            ..faults
        });
    }
    let of_attribute = |name: &str, rule| SignUpFaults {
        values: vec![FieldError::new(name, rule)],
        ..SignUpFaults::default()
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
        return Some(SignUpFaults {
            username: refused.filter(|_| is_username),
            email: refused.filter(|_| !is_username),
            ..faults
        });
    }
    error.names_attribute("password").then(password_fault)
}

impl CodeError {
    /// Reads a refusal of `ConfirmSignUp`. Only who made the account in this browser may learn more than a stranger.
    pub(crate) fn from_confirmation(error: PoolError, made_here: bool) -> Self {
        if error.is_temporary() {
            return Self::Unavailable(error.into());
        }
        match error.service_code() {
            Some(ServiceErrorCode::LimitExceeded | ServiceErrorCode::TooManyFailedAttempts) if made_here => {
                Self::PoolLimit
            }
            Some(ServiceErrorCode::NotAuthorized) => {
                // Confirmed already; the same code stands for a wrong client secret, which the operator must see.
                tracing::warn!(%error, "the pool confirmed no account");
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

    /// Reads a refusal of `ResendConfirmationCode`; none when a stranger is told that a code was sent.
    pub(crate) fn from_resending(error: PoolError, made_here: bool) -> Option<Self> {
        if error.is_temporary() {
            return Some(Self::Unavailable(error.into()));
        }
        match error.service_code() {
            Some(ServiceErrorCode::LimitExceeded) if made_here => Some(Self::PoolLimit),
            Some(
                ServiceErrorCode::InvalidParameter
                | ServiceErrorCode::LimitExceeded
                | ServiceErrorCode::NotAuthorized
                | ServiceErrorCode::UserNotFound,
            ) => {
                tracing::info!(%error, "the pool sent no other code");
                None
            }
            _ => Some(Self::Refused(error)),
        }
    }
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
    fn each_refusal_of_a_sign_up_has_its_place() {
        for (code, expected) in [
            (ServiceErrorCode::InvalidPassword, "Invalid"),
            (ServiceErrorCode::InvalidParameter, "Closed"),
            (ServiceErrorCode::NotAuthorized, "Closed"),
            (ServiceErrorCode::ResourceNotFound, "Closed"),
            (ServiceErrorCode::UnexpectedLambda, "Closed"),
            (ServiceErrorCode::InvalidEmailRoleAccessPolicy, "Closed"),
            (ServiceErrorCode::UserLambdaValidation, "Refused"),
            (ServiceErrorCode::LimitExceeded, "PoolLimit"),
            (ServiceErrorCode::TooManyRequests, "Unavailable"),
            (ServiceErrorCode::InternalError, "Unavailable"),
        ] {
            let schema = Schema::new(1, Vec::new(), Vec::new());
            let error = SignUpError::from_pool(refusal(code.clone()), &account(), &schema);
            assert_eq!(name(&error), expected, "{code}");
        }
    }

    #[test]
    fn a_stranger_learns_nothing_from_a_refused_code() {
        for (code, stranger, maker) in [
            (ServiceErrorCode::CodeMismatch, "Code", "Code"),
            (ServiceErrorCode::ExpiredCode, "Code", "Code"),
            (ServiceErrorCode::UserNotFound, "Code", "Code"),
            (ServiceErrorCode::NotAuthorized, "Code", "Code"),
            (ServiceErrorCode::LimitExceeded, "Code", "PoolLimit"),
            (ServiceErrorCode::TooManyFailedAttempts, "Code", "PoolLimit"),
            (ServiceErrorCode::AliasExists, "AddressTaken", "AddressTaken"),
            (ServiceErrorCode::UserLambdaValidation, "Refused", "Refused"),
            (ServiceErrorCode::Throttling, "Unavailable", "Unavailable"),
        ] {
            for (made_here, expected) in [(false, stranger), (true, maker)] {
                let error = CodeError::from_confirmation(refusal(code.clone()), made_here);
                assert_eq!(name(&error), expected, "{code} {made_here}");
            }
        }
    }

    #[test]
    fn a_stranger_learns_nothing_from_asking_for_a_code() {
        for (code, stranger, maker) in [
            (ServiceErrorCode::InvalidParameter, "None", "None"),
            (ServiceErrorCode::UserNotFound, "None", "None"),
            (ServiceErrorCode::NotAuthorized, "None", "None"),
            (ServiceErrorCode::LimitExceeded, "None", "Some"),
            (ServiceErrorCode::ResourceNotFound, "Some", "Some"),
            (ServiceErrorCode::TooManyRequests, "Some", "Some"),
        ] {
            for (made_here, expected) in [(false, stranger), (true, maker)] {
                let error = CodeError::from_resending(refusal(code.clone()), made_here);
                assert_eq!(name(&error), expected, "{code} {made_here}");
            }
        }
    }
}
