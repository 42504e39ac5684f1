//! Changing a password, with the old one as proof.

use attributes::PasswordRule;
use cognito::{Password, ServiceErrorCode};
use session_store::DeadlineExceeded;
use signin::{
    Background, CallError, PoolCalls, QuotaCategory, RecentlyAuthenticated, SecurityEvent, SecurityLog,
    SessionCallError, Tokens,
};

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The present password is another. After some wrong ones the pool refuses the right one, too, for a while,
    /// and does not say which of the two it was.
    #[error("the present password is wrong")]
    Wrong,
    /// The new one breaks the pool's policy.
    #[error("the new password breaks the pool's policy")]
    Policy,
    /// The new one was used before.
    #[error("the new password was used before")]
    UsedBefore,
    /// Too many changes within an hour.
    #[error("the password was changed too often")]
    TooOften,
    /// Everything else.
    #[error(transparent)]
    User(#[from] SessionCallError),
}

/// Changes passwords. Cheap to clone.
#[derive(Clone)]
pub struct PasswordChange {
    pub(crate) tokens: Tokens,
    pub(crate) pool: PoolCalls,
    pub(crate) security: SecurityLog,
    pub(crate) background: Background,
}

impl PasswordChange {
    /// Changes the password. The token is proven first: the pool has one word for a refused token and for a wrong
    /// password, and a second try with a new token would count as a second wrong password.
    ///
    /// # Errors
    /// [`PasswordError`]: why the old one still holds. After a time-out either may.
    pub async fn change(
        &self,
        session: &RecentlyAuthenticated,
        present: Password,
        next: Password,
    ) -> Result<(), PasswordError> {
        // Of a password that cannot be one the pool says `InvalidParameter`, whichever of the two it is: here only the
        // next one is left to be meant. Nor does it count as a wrong guess.
        if !is_possible(&present) {
            return Err(PasswordError::Wrong);
        }
        let (flow, session) = (self.clone(), session.clone());
        self.background
            .run_detached(async move {
                let (token, _) = flow.tokens.of(&session).verify_with_pool().await?;
                let change = || flow.pool.cognito().change_password(&token, &present, &next);
                let changed = flow.pool.call_once(QuotaCategory::Recovery, change).await;
                changed.map_err(PasswordError::from_call)?;
                flow.security
                    .event(SecurityEvent::PasswordChange)
                    .of(&session)
                    .done("at the pool");
                Ok(())
            })
            .await
    }
}

/// Whether the pool can have taken it as a password: `[\S]+.*[\S]+`, up to 256 characters (Cognito API reference,
/// `ChangePassword`).
fn is_possible(password: &Password) -> bool {
    let text = password.expose();
    let always = [
        PasswordRule::Length { min: 2 },
        PasswordRule::NotTooLong,
        PasswordRule::NoBlankEnds,
    ];
    always.iter().all(|rule| rule.is_met(text)) && !text.contains(['\n', '\r'])
}

impl PasswordError {
    fn from_call(error: CallError) -> Self {
        match error.service_code() {
            Some(ServiceErrorCode::NotAuthorized) => Self::Wrong,
            // Blanks at the ends are no password to the pool, whatever the policy.
            Some(ServiceErrorCode::InvalidPassword | ServiceErrorCode::InvalidParameter) => Self::Policy,
            Some(ServiceErrorCode::PasswordHistoryPolicyViolation) => Self::UsedBefore,
            Some(ServiceErrorCode::LimitExceeded) => Self::TooOften,
            _ => Self::User(error.into()),
        }
    }
}

impl From<DeadlineExceeded> for PasswordError {
    fn from(error: DeadlineExceeded) -> Self {
        Self::User(error.into())
    }
}
