//! Passwords at sign-in, with the lockout after too many wrong ones.

use clock::Timestamp;

use crate::exception::{Exception, ExceptionKind};
use crate::password::PasswordHash;
use crate::service::Service;
use crate::state::{Client, Failures, User, UserStatus};

/// Wrong passwords in a row that cost nothing: the fifth locks the account (developer guide, "Lockout behavior").
const FREE_FAILURES: u32 = 4;
/// The longest lockout, in seconds.
const LONGEST_LOCKOUT: i64 = 900;

/// Checks a password. The account may still need a second step: see its status and factors.
pub(crate) fn check_password(
    service: &Service,
    client: &Client,
    username: &str,
    password: &str,
) -> Result<User, Exception> {
    let now = service.now();
    let found = service.state().users.find(&client.pool, username).cloned();
    let Some(user) = found else {
        // Hashes as well, so that the time of the answer does not tell that there is no such user.
        let _ = PasswordHash::of(password);
        return Err(unknown_user(client));
    };
    // Before the password: a locked account refuses the right one, too, or guessing would go on.
    check_lockout(user.failures, now)?;
    let right = user.password.as_ref().is_some_and(|hash| hash.matches(password));
    note_attempt(service, &user, right);
    if right {
        check_account(user, now)
    } else {
        Err(Exception::bad_credentials())
    }
}

/// The answer for a user that does not exist.
pub(crate) fn unknown_user(client: &Client) -> Exception {
    if client.hide_unknown_users {
        Exception::bad_credentials()
    } else {
        Exception::no_user()
    }
}

/// Refuses while the account is locked.
pub(crate) fn check_lockout(failures: Failures, now: Timestamp) -> Result<(), Exception> {
    match failures.locked_until {
        Some(until) if now < until => Err(Exception::not_authorized("Password attempts exceeded")),
        _ => Ok(()),
    }
}

/// Counts a wrong password, or forgets the earlier ones after a right one.
pub(crate) fn note_attempt(service: &Service, user: &User, right: bool) {
    if right && user.failures.count == 0 {
        return;
    }
    let now = service.now();
    service.state().users.edit(&user.pool, &user.sub, |user| {
        user.failures = if right {
            Failures::default()
        } else {
            one_more(user.failures, now)
        };
    });
}

fn one_more(failures: Failures, now: Timestamp) -> Failures {
    let count = failures.count.saturating_add(1);
    let over = count.saturating_sub(FREE_FAILURES);
    let locked_until = (over > 0).then(|| {
        let seconds = 1_i64
            .checked_shl(over - 1)
            .unwrap_or(LONGEST_LOCKOUT)
            .clamp(1, LONGEST_LOCKOUT);
        now.plus_seconds(seconds)
    });
    Failures { count, locked_until }
}

/// Refuses accounts that cannot sign in even with the right password.
pub(crate) fn check_account(user: User, now: Timestamp) -> Result<User, Exception> {
    if !user.enabled {
        return Err(Exception::not_authorized("User is disabled."));
    }
    match user.status {
        UserStatus::Unconfirmed => Err(Exception::new(
            ExceptionKind::UserNotConfirmed,
            "User is not confirmed.",
        )),
        UserStatus::ResetRequired => Err(Exception::password_reset_required()),
        UserStatus::ForceChangePassword if user.temporary_until.is_some_and(|until| until <= now) => {
            let message = "Temporary password has expired and must be reset by an administrator.";
            Err(Exception::not_authorized(message))
        }
        UserStatus::Confirmed | UserStatus::ForceChangePassword => Ok(user),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_from_the_fifth_doubles_the_lockout() {
        let now = Timestamp::from_unix_millis(0);
        let mut failures = Failures::default();
        let mut lockouts = Vec::new();
        for _ in 0..18 {
            failures = one_more(failures, now);
            lockouts.push(failures.locked_until.map_or(0, Timestamp::unix_seconds));
        }
        assert_eq!(lockouts[..8], [0, 0, 0, 0, 1, 2, 4, 8]);
        assert_eq!(lockouts[17], LONGEST_LOCKOUT);
    }
}
