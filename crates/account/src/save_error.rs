//! Why attributes were not saved, in our words. No variant carries a token, a code, an e-mail address or a value.

use attributes::{Changes, FieldError, Rule, Values};
use cognito::ServiceErrorCode;
use session_store::DeadlineExceeded;
use signin::{SessionCallError, TooOften};

/// Why attributes were not saved. Nothing was written, except beside a [`Rule::NotWritable`]; after `Unavailable` it may still be, or was without our
/// learning of it.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Fields that break a rule.
    #[error("{} fields break a rule", .0.len())]
    Fields(Vec<FieldError>),
    /// Fields that were changed elsewhere since the form was shown, with what the pool has now, blank for nothing.
    #[error("{} fields were changed meanwhile", .0.len())]
    Changed(Values),
    /// Too many writes.
    #[error(transparent)]
    TooOften(#[from] TooOften),
    /// Everything else.
    #[error(transparent)]
    User(#[from] SessionCallError),
}

impl From<DeadlineExceeded> for SaveError {
    fn from(error: DeadlineExceeded) -> Self {
        Self::User(error.into())
    }
}

impl SaveError {
    /// Reads a refusal of `UpdateUserAttributes`: a pool may know stricter rules than the list of attributes. The person is told at the field, the operator in the log. Where the pool does not say
    /// which it means, it may be any that was written.
    pub(crate) fn from_write(error: SessionCallError, changes: &Changes) -> Self {
        let SessionCallError::Refused(refusal) = &error else {
            return error.into();
        };
        let is_meant = |name: &&String| match refusal.service_code() {
            Some(ServiceErrorCode::InvalidParameter) => refusal.names_attribute(name),
            // The one alias that is on a list: addresses have their own pages.
            Some(ServiceErrorCode::AliasExists) => *name == "preferred_username",
            _ => false,
        };
        let is_about_attributes = matches!(
            refusal.service_code(),
            Some(ServiceErrorCode::InvalidParameter | ServiceErrorCode::AliasExists)
        );
        if !is_about_attributes {
            return error.into();
        }
        tracing::warn!(
            event = "write_refused_by_pool",
            error = %refusal,
            "the pool refused attributes that the list allows"
        );
        let written: Vec<&String> = changes.set.keys().chain(&changes.remove).collect();
        let mut meant = written.clone();
        meant.retain(is_meant);
        let meant = if meant.is_empty() { written } else { meant };
        let errors = meant.into_iter().map(|name| FieldError::new(name, Rule::Refused));
        Self::Fields(errors.collect())
    }
}
