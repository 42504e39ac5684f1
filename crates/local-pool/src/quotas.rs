//! Cognito's quotas, as an option (developer guide, "Quotas in Amazon Cognito"): requests per second by category, and
//! attempts per user and hour.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use clock::Timestamp;

use crate::exception::{Exception, Kind};

/// Windows that are kept before the old ones are dropped.
const KEPT: usize = 10_000;
const HOUR: i64 = 3600;

/// Counters by name and window. Without `on` nothing is counted.
#[derive(Debug, Default)]
pub(crate) struct Quotas {
    pub on: bool,
    windows: Mutex<HashMap<String, Window>>,
}

#[derive(Debug)]
struct Window {
    index: i64,
    seconds: i64,
    count: u32,
}

impl Quotas {
    /// Counts a call of the JSON API, or what does the same at another endpoint, in its category.
    pub fn check_call(&self, operation: &str, now: Timestamp) -> Result<(), Exception> {
        let (category, per_second) = category(operation);
        if self.counts_up(category.to_owned(), 1, now) > per_second {
            return Err(Exception::new(Kind::TooManyRequests, "Rate exceeded"));
        }
        Ok(())
    }

    /// Counts an attempt of one user.
    pub fn check_attempt(&self, operation: &str, sub: &str, now: Timestamp) -> Result<(), Exception> {
        let per_hour = match operation {
            "ConfirmSignUp" | "VerifyUserAttribute" => 15,
            _ => 5,
        };
        if self.counts_up(format!("{operation}/{sub}"), HOUR, now) > per_hour {
            return Err(Exception::limit());
        }
        Ok(())
    }

    /// How often `name` was counted in the present window, this time included.
    fn counts_up(&self, name: String, seconds: i64, now: Timestamp) -> u32 {
        if !self.on {
            return 0;
        }
        let current = |seconds: i64| now.unix_seconds().div_euclid(seconds);
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() > KEPT {
            windows.retain(|_, window| window.index == current(window.seconds));
        }
        let index = current(seconds);
        let window = windows.entry(name).or_insert(Window {
            index,
            seconds,
            count: 0,
        });
        if window.index != index {
            *window = Window {
                index,
                seconds,
                count: 0,
            };
        }
        window.count += 1;
        window.count
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
        "CreateGroup" | "AddCustomAttributes" | "CreateUserPoolDomain" | "DeleteUserPoolDomain" => {
            ("UserPoolResourceUpdate", 15)
        }
        "DescribeUserPoolDomain" | "AdminListGroupsForUser" => ("UserPoolResourceRead", 20),
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
    fn a_window_ends_with_its_time() {
        let quotas = Quotas {
            on: true,
            ..Quotas::default()
        };
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
        assert!(attempt(HOUR));
    }

    #[test]
    fn without_quotas_nothing_is_refused() {
        let quotas = Quotas::default();
        let now = Timestamp::default();
        assert!((0..1000).all(|_| quotas.check_call("GetUser", now).is_ok()));
    }
}
