//! Passwords: set, changed, forgotten.

use clock::Timestamp;

use super::codes::{self, Delivery, HOUR, Purpose};
use super::sign_in::{check_lockout, note_attempt};
use super::sign_up::simulated_delivery;
use crate::attributes::standard::verified_flag;
use crate::exception::{Exception, ExceptionKind};
use crate::password::PasswordHash;
use crate::service::Service;
use crate::srp::SrpVerifier;
use crate::state::{Client, Failures, User, UserStatus};

/// Gives a user a password; `with_srp` if clients of the pool sign in by SRP.
pub(crate) fn set(user: &mut User, password: &str, with_srp: bool) {
    user.password = Some(PasswordHash::of(password));
    user.srp = with_srp.then(|| SrpVerifier::of(pool_name(&user.pool), &user.username, password));
    user.failures = Failures::default();
}

/// The part of a pool id that SRP calls the pool's name.
pub(crate) fn pool_name(pool: &str) -> &str {
    pool.split_once('_').map_or(pool, |(_, name)| name)
}

/// Gives a stored user a new password, once the policy agrees.
pub(crate) fn replace(service: &Service, pool: &str, sub: &str, password: &str) -> Result<(), Exception> {
    let (with_srp, mut changed) = {
        let state = service.state();
        state.pool(pool)?.password_policy.check(password)?;
        (state.uses_srp(pool), state.user(pool, sub)?.clone())
    };
    set(&mut changed, password, with_srp);
    let now = service.now();
    let edited = service.state().users.edit(pool, sub, |user| {
        user.password = changed.password;
        user.srp = changed.srp;
        user.failures = Failures::default();
        user.status = UserStatus::Confirmed;
        user.temporary_until = None;
        user.reset_code = None;
        user.modified = now;
    });
    edited.ok_or_else(Exception::no_user)
}

/// The user must choose another password at the next sign-in.
pub(crate) fn make_temporary(service: &Service, user: &User) -> Result<(), Exception> {
    let now = service.now();
    let mut state = service.state();
    let days = state
        .pool(&user.pool)?
        .password_policy
        .temporary_password_validity_days;
    let edited = state.users.edit(&user.pool, &user.sub, |user| {
        user.status = UserStatus::ForceChangePassword;
        user.temporary_until = Some(now.plus_seconds(i64::from(days) * 24 * 3600));
    });
    edited.ok_or_else(Exception::no_user)
}

/// Changes a password, given the old one (API reference, `ChangePassword`).
pub(crate) fn change(
    service: &Service,
    user: &User,
    previous: Option<&str>,
    proposed: &str,
) -> Result<(), Exception> {
    let now = service.now();
    service.quotas.check_attempt("ChangePassword", &user.sub, now)?;
    check_lockout(user.failures, now)?;
    let right = match (&user.password, previous) {
        (None, None) => true,
        (Some(hash), Some(previous)) => hash.matches(previous),
        _ => false,
    };
    note_attempt(service, user, right);
    if !right {
        return Err(Exception::bad_credentials());
    }
    replace(service, &user.pool, &user.sub, proposed)
}

/// Sends a code for a forgotten password (API reference, `ForgotPassword`).
pub(crate) fn forgot(service: &Service, client: &Client, username: &str) -> Result<Delivery, Exception> {
    let state = service.state();
    let Some(user) = state.users.find(&client.pool, username).cloned() else {
        return if client.hide_unknown_users {
            Ok(simulated_delivery(username))
        } else {
            Err(Exception::no_user())
        };
    };
    drop(state);
    service
        .quotas
        .check_attempt("ForgotPassword", &user.sub, service.now())?;
    send_reset_code(service, &user)
}

/// Sends a code for a new password to the proven address of a user.
pub(crate) fn send_reset_code(service: &Service, user: &User) -> Result<Delivery, Exception> {
    if !user.enabled {
        return Err(Exception::not_authorized("User is disabled."));
    }
    if user.status == UserStatus::ForceChangePassword {
        return Err(Exception::not_authorized(
            "User password cannot be reset in the current state.",
        ));
    }
    let pool = service.state().pool(&user.pool)?.clone();
    let proven = |name: &&str| verified_flag(name).is_some_and(|flag| user.is_verified(flag));
    let contact = pool
        .recovery()
        .iter()
        .map(|mechanism| mechanism.attribute())
        .filter(proven)
        .find_map(|name| Some((name, user.attribute(name)?)));
    let Some(contact) = contact.filter(|_| user.status != UserStatus::Unconfirmed) else {
        let message =
            "Cannot reset password for the user as there is no registered/verified email or phone_number";
        return Err(Exception::invalid(message));
    };
    let code = codes::new_code(service.now(), HOUR);
    let mut state = service.state();
    let delivery = codes::send(service, &pool, user, contact, Purpose::ResetPassword, &code.value);
    state
        .users
        .edit(&user.pool, &user.sub, |user| user.reset_code = Some(code));
    Ok(delivery)
}

/// Sets a new password with the code that was sent (API reference, `ConfirmForgotPassword`).
pub(crate) fn confirm_forgot(
    service: &Service,
    client: &Client,
    username: &str,
    code: &str,
    password: &str,
) -> Result<(), Exception> {
    let found = service.state().users.find(&client.pool, username).cloned();
    let Some(user) = found else {
        return Err(if client.hide_unknown_users {
            Exception::code_expired()
        } else {
            Exception::no_user()
        });
    };
    if !user.enabled {
        return Err(Exception::not_authorized("User is disabled."));
    }
    if user.status == UserStatus::Unconfirmed {
        return Err(Exception::new(
            ExceptionKind::UserNotConfirmed,
            "User is not confirmed.",
        ));
    }
    let now = service.now();
    service.quotas.check_attempt("ForgotPassword", &user.sub, now)?;
    service
        .state()
        .pool(&user.pool)?
        .password_policy
        .check(password)?;
    let taken = service
        .state()
        .users
        .edit(&user.pool, &user.sub, |user| take_reset_code(user, code, now));
    taken.ok_or_else(Exception::no_user)??;
    replace(service, &user.pool, &user.sub, password)
}

/// Wrong codes a reset survives; after that a new code is needed.
const RESET_ATTEMPTS: u32 = 10;

/// A code works once, also when two requests race; wrong ones are counted.
fn take_reset_code(user: &mut User, typed: &str, now: Timestamp) -> Result<(), Exception> {
    if user
        .reset_code
        .as_ref()
        .is_some_and(|code| code.failed >= RESET_ATTEMPTS)
    {
        let message = "Attempt limit exceeded, please try after some time.";
        return Err(Exception::new(ExceptionKind::TooManyFailedAttempts, message));
    }
    let checked = codes::check_code(user.reset_code.as_ref(), typed, now);
    match (&checked, &mut user.reset_code) {
        (Ok(()), sent) => *sent = None,
        (Err(_), Some(sent)) => sent.failed = sent.failed.saturating_add(1),
        (Err(_), None) => {}
    }
    checked
}
