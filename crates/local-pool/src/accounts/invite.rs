//! Accounts that an administrator makes.

use super::codes::{self, Purpose};
use super::credentials;
use super::sign_up::{check_unique, free_alias, settle_names};
use crate::attributes::change::{Attributes, check_given};
use crate::attributes::standard::verified_flag;
use crate::exception::{Exception, ExceptionKind};
use crate::random;
use crate::service::Service;
use crate::state::{User, UserPool, UserStatus};

/// How a user is invited.
pub(crate) struct Invitation {
    /// Left out: one is made up.
    pub password: Option<String>,
    /// `EMAIL`, `SMS`. Left out: whatever the user has, phone first.
    pub mediums: Option<Vec<String>>,
    pub send: bool,
    /// Takes a proven address away from the user who has it.
    pub take_alias: bool,
}

/// Makes an account with a temporary password (API reference, `AdminCreateUser`).
pub(crate) fn invite(
    service: &Service,
    pool: &UserPool,
    username: &str,
    mut attributes: Attributes,
    invitation: &Invitation,
) -> Result<User, Exception> {
    let now = service.now();
    let sub = attributes.remove("sub").unwrap_or_else(random::uuid);
    let username = settle_names(pool, username, &sub, &mut attributes)?;
    check_given(pool, &attributes)?;
    let mut user = User::new(&pool.id, sub, username, UserStatus::ForceChangePassword, now);
    user.attributes = attributes;
    user.attributes.retain(|_, value| !value.is_empty());
    let password = give_password(service, pool, &mut user, invitation.password.as_deref())?;
    check_reachable(&user, invitation)?;
    {
        let mut state = service.state();
        let exists = |_| Exception::new(ExceptionKind::UsernameExists, "User account already exists");
        check_unique(&state, pool, &user.username, &user.attributes).map_err(exists)?;
        if state.users.get(&pool.id, &user.sub).is_some() {
            return Err(Exception::new(
                ExceptionKind::UsernameExists,
                "User account already exists",
            ));
        }
        // An address that is not proven is not an alias yet.
        let is_proven = |name: &&str| verified_flag(name).is_some_and(|flag| user.is_verified(flag));
        for name in ["email", "phone_number"].into_iter().filter(is_proven) {
            free_alias(&mut state, pool, &user, name, invitation.take_alias)?;
        }
        state.users.put(user.clone());
    }
    deliver(service, pool, &user, invitation, &password);
    Ok(user)
}

/// Sends another temporary password (`MessageAction` `RESEND`).
pub(crate) fn again(
    service: &Service,
    pool: &UserPool,
    username: &str,
    invitation: &Invitation,
) -> Result<User, Exception> {
    let found = service.state().users.find(&pool.id, username).cloned();
    let mut user = found.ok_or_else(Exception::no_user)?;
    if user.status != UserStatus::ForceChangePassword {
        let message = "Resend not possible. User status is not FORCE_CHANGE_PASSWORD";
        return Err(Exception::new(ExceptionKind::UnsupportedUserState, message));
    }
    let password = give_password(service, pool, &mut user, invitation.password.as_deref())?;
    check_reachable(&user, invitation)?;
    let renewed = user.clone();
    service.state().users.edit(&pool.id, &user.sub, |kept| {
        kept.password = renewed.password;
        kept.srp = renewed.srp;
        kept.failures = renewed.failures;
        kept.temporary_until = renewed.temporary_until;
    });
    deliver(service, pool, &user, invitation, &password);
    Ok(user)
}

fn give_password(
    service: &Service,
    pool: &UserPool,
    user: &mut User,
    given: Option<&str>,
) -> Result<String, Exception> {
    let password = given.map_or_else(made_up_password, str::to_owned);
    if given.is_some() {
        pool.password_policy.check(&password)?;
    }
    let with_srp = service.state().uses_srp(&pool.id);
    credentials::set(user, &password, with_srp);
    let days = i64::from(pool.password_policy.temporary_password_validity_days);
    user.temporary_until = Some(service.now().plus_seconds(days * 24 * 3600));
    Ok(password)
}

/// Has all classes of characters.
fn made_up_password() -> String {
    format!("T{}-{}", random::lower_alnum(12), random::six_digits())
}

/// Where an invitation goes: a phone number first, as with Cognito.
fn contact<'a>(user: &'a User, invitation: &Invitation) -> Option<(&'static str, &'a str)> {
    let wanted = |medium: &str| {
        let list = invitation.mediums.as_ref();
        list.is_none_or(|list| list.iter().any(|m| m == medium))
    };
    [("SMS", "phone_number"), ("EMAIL", "email")]
        .into_iter()
        .filter(|(medium, _)| wanted(medium))
        .find_map(|(_, name)| Some((name, user.attribute(name)?)))
}

/// Refuses, before anything is kept, an invitation by mediums that do not reach the user.
fn check_reachable(user: &User, invitation: &Invitation) -> Result<(), Exception> {
    let mediums = invitation.mediums.as_deref().unwrap_or_default();
    if let Some(other) = mediums
        .iter()
        .find(|medium| !["SMS", "EMAIL"].contains(&medium.as_str()))
    {
        return Err(Exception::invalid(format!("DesiredDeliveryMediums: {other}")));
    }
    if invitation.send && invitation.mediums.is_some() && contact(user, invitation).is_none() {
        return Err(Exception::invalid(
            "User has no address for the desired delivery mediums",
        ));
    }
    Ok(())
}

fn deliver(service: &Service, pool: &UserPool, user: &User, invitation: &Invitation, password: &str) {
    if !invitation.send {
        return;
    }
    if let Some(contact) = contact(user, invitation) {
        codes::send(service, pool, user, contact, Purpose::Invitation, password);
    } else {
        tracing::info!(pool = pool.id, "no address to send the invitation to");
    }
}
