//! The second factor: an authenticator app.

use crate::exception::{Exception, ExceptionKind};
use crate::service::Service;
use crate::state::{Mfa, Totp, User};
use crate::totp;

/// What a sign-in asks for after the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecondFactor {
    None,
    /// A code of the authenticator app.
    Code,
    /// There is no app yet, and the pool insists on one.
    SetUp,
}

impl SecondFactor {
    /// By the pool's `MfaConfiguration` and what the user has.
    pub fn of(mfa: Mfa, user: &User) -> Self {
        let has_app = user.totp.as_ref().is_some_and(|totp| totp.verified);
        match mfa {
            Mfa::On if has_app => Self::Code,
            Mfa::On => Self::SetUp,
            Mfa::Optional if user.uses_totp() => Self::Code,
            Mfa::Optional | Mfa::Off => Self::None,
        }
    }
}

/// Starts with a new secret (API reference, `AssociateSoftwareToken`). As on Cognito this breaks the old one at once.
pub(crate) fn associate(service: &Service, user: &User) -> Result<String, Exception> {
    if service.state().pool(&user.pool)?.mfa == Mfa::Off {
        let message = "Software Token MFA has not been enabled by the userPool.";
        return Err(Exception::new(ExceptionKind::SoftwareTokenMFANotFound, message));
    }
    let secret = totp::new_secret();
    let fresh = Totp {
        secret: secret.clone(),
        verified: false,
        last_step: None,
    };
    let edited = service
        .state()
        .users
        .edit(&user.pool, &user.sub, |user| user.totp = Some(fresh));
    edited.map(|()| secret).ok_or_else(Exception::no_user)
}

/// Proves that the app has the secret (API reference, `VerifySoftwareToken`).
pub(crate) fn verify(service: &Service, user: &User, typed: &str) -> Result<(), Exception> {
    let Some(totp) = &user.totp else {
        let message = "Software token not found for the user";
        return Err(Exception::new(ExceptionKind::SoftwareTokenMFANotFound, message));
    };
    let step = totp::step_of(&totp.secret, typed, service.now());
    let step = step.ok_or_else(|| Exception::new(ExceptionKind::EnableSoftwareTokenMFA, "Code mismatch"))?;
    spend(service, user, step)
}

/// The first code of a new app during a sign-in: proves the app and turns it on.
pub(crate) fn set_up(service: &Service, user: &User, typed: &str) -> Result<(), Exception> {
    verify(service, user, typed)?;
    let edited = service.state().users.edit(&user.pool, &user.sub, |user| {
        user.totp_enabled = true;
        user.totp_preferred = true;
    });
    edited.ok_or_else(Exception::no_user)
}

/// Checks a code at sign-in.
pub(crate) fn check(service: &Service, user: &User, typed: &str) -> Result<(), Exception> {
    let totp = user.totp.as_ref().filter(|totp| totp.verified);
    let Some(totp) = totp else {
        let message = "Software token not found for the user";
        return Err(Exception::new(ExceptionKind::SoftwareTokenMFANotFound, message));
    };
    let mismatch = || Exception::new(ExceptionKind::CodeMismatch, "Invalid code received for user");
    let step = totp::step_of(&totp.secret, typed, service.now()).ok_or_else(mismatch)?;
    spend(service, user, step)
}

/// Each code works once, also when two requests race.
fn spend(service: &Service, user: &User, step: i64) -> Result<(), Exception> {
    let spent = service.state().users.edit(&user.pool, &user.sub, |user| {
        let Some(totp) = &mut user.totp else { return false };
        let fresh = totp.last_step.is_none_or(|last| last < step);
        if fresh {
            totp.verified = true;
            totp.last_step = Some(step);
        }
        fresh
    });
    match spent {
        None => Err(Exception::no_user()),
        Some(true) => Ok(()),
        Some(false) => {
            let message = "Your software token has already been used once.";
            Err(Exception::new(ExceptionKind::ExpiredCode, message))
        }
    }
}

/// Whether the code is asked for at sign-in (API reference, `SetUserMFAPreference`).
pub(crate) fn prefer(
    service: &Service,
    user: &User,
    enabled: Option<bool>,
    preferred: Option<bool>,
) -> Result<(), Exception> {
    let proven = user.totp.as_ref().is_some_and(|totp| totp.verified);
    if enabled == Some(true) && !proven {
        return Err(Exception::invalid("User has not set up software token mfa"));
    }
    if preferred == Some(true) && enabled == Some(false) {
        return Err(Exception::invalid(
            "A factor that is not enabled cannot be preferred",
        ));
    }
    let edited = service.state().users.edit(&user.pool, &user.sub, |user| {
        user.totp_enabled = enabled.unwrap_or(user.totp_enabled);
        user.totp_preferred = user.totp_enabled && preferred.unwrap_or(user.totp_preferred);
    });
    edited.ok_or_else(Exception::no_user)
}
