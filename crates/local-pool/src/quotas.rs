//! Cognito's quotas, as an option (developer guide, "Quotas in Amazon Cognito"): requests per second by category, and
//! attempts per user and hour.

use std::time::Duration;

use clock::Timestamp;
use rate_limit::{Rate, RateLimiter};

use crate::exception::{Exception, ExceptionKind};

/// Counters that are kept before the emptier half is dropped.
const KEPT: usize = 10_000;
const HOUR: Duration = Duration::from_hours(1);

/// Counters by category, and by operation and user. Without them nothing is refused.
#[derive(Debug, Default)]
pub(crate) struct Quotas(Option<RateLimiter<String>>);

impl Quotas {
    /// Cognito's own.
    pub fn enforced() -> Self {
        Self(Some(RateLimiter::new(KEPT)))
    }

    /// Counts a call of the JSON API, or what does the same at another endpoint, in its category.
    pub fn check_call(&self, operation: &str, now: Timestamp) -> Result<(), Exception> {
        let (category, per_second) = category(operation);
        if self.admits(category.to_owned(), per_second, Duration::from_secs(1), now) {
            return Ok(());
        }
        Err(Exception::new(ExceptionKind::TooManyRequests, "Rate exceeded"))
    }

    /// Counts an attempt of one user.
    pub fn check_attempt(&self, operation: &str, sub: &str, now: Timestamp) -> Result<(), Exception> {
        let per_hour = match operation {
            "ConfirmSignUp" | "VerifyUserAttribute" => 15,
            _ => 5,
        };
        if self.admits(format!("{operation}/{sub}"), per_hour, HOUR, now) {
            return Ok(());
        }
        Err(Exception::limit())
    }

    /// So many at once, and as many again spread over each `span`.
    fn admits(&self, name: String, count: u32, span: Duration, now: Timestamp) -> bool {
        let rate = Rate {
            burst: count,
            period: span / count,
        };
        self.0
            .as_ref()
            .is_none_or(|limiter| limiter.try_acquire(name, rate, now.since_unix_epoch()).is_ok())
    }
}

/// Category and default rate of an operation.
fn category(operation: &str) -> (&'static str, u32) {
    match operation {
        "InitiateAuth" | "AdminInitiateAuth" | "GetTokensFromRefreshToken" => ("UserAuthentication", 120),
        "authorization_code" => ("UserAuthenticationCode", 120),
        "client_credentials" => ("ClientAuthentication", 150),
        "RespondToAuthChallenge" | "AdminRespondToAuthChallenge" => ("UserAuthenticationChallenge", 360),
        "SignUp" | "AdminCreateUser" | "ConfirmSignUp" | "AdminConfirmSignUp" => ("UserCreation", 50),
        "ForgotPassword" | "ConfirmForgotPassword" | "ChangePassword" | "AdminResetUserPassword" => {
            ("UserAccountRecovery", 30)
        }
        "GetUser" | "AdminGetUser" => ("UserRead", 120),
        "RevokeToken" => ("UserToken", 120),
        "GetUserAttributeVerificationCode" | "ResendConfirmationCode" => ("UserResourceUpdate", 25),
        "ListUsers" => ("UserList", 30),
        "DescribeUserPool" | "ListUserPools" => ("UserPoolRead", 15),
        "CreateUserPool" | "UpdateUserPool" | "DeleteUserPool" => ("UserPoolUpdate", 15),
        "CreateGroup"
        | "AddCustomAttributes"
        | "CreateManagedLoginBranding"
        | "CreateUserPoolDomain"
        | "DeleteUserPoolDomain"
        | "SetUserPoolMfaConfig"
        | "UpdateUserPoolDomain" => ("UserPoolResourceUpdate", 15),
        "DescribeManagedLoginBrandingByClient"
        | "DescribeUserPoolDomain"
        | "GetUserPoolMfaConfig"
        | "AdminListGroupsForUser" => ("UserPoolResourceRead", 20),
        "DescribeUserPoolClient" | "ListUserPoolClients" => ("UserPoolClientRead", 15),
        "CreateUserPoolClient" | "UpdateUserPoolClient" | "DeleteUserPoolClient" => {
            ("UserPoolClientUpdate", 15)
        }
        _ => ("UserUpdate", 25),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_return_after_their_hour() {
        let quotas = Quotas::enforced();
        let attempt = |seconds: i64| {
            quotas
                .check_attempt(
                    "ForgotPassword",
                    "somebody",
                    Timestamp::from_unix_millis(seconds * 1000),
                )
                .is_ok()
        };
        let allowed: Vec<bool> = (0..6).map(attempt).collect();
        assert_eq!(allowed, [true, true, true, true, true, false]);
        assert!(attempt(3600));
    }

    #[test]
    fn pool_without_quotas_refuses_nothing() {
        let quotas = Quotas::default();
        let now = Timestamp::default();
        assert!((0..1000).all(|_| quotas.check_call("GetUser", now).is_ok()));
    }
}
