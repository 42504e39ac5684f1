//! Sign-up, confirmation, and new codes for it.

use super::codes::{self, DAY, Delivery, Purpose};
use super::credentials;
use crate::attributes::change::{Attributes, NOT_CONFORMING, check_known, check_rights, check_sign_up};
use crate::attributes::standard::verified_flag;
use crate::attributes::values;
use crate::exception::{Exception, ExceptionKind};
use crate::random;
use crate::service::Service;
use crate::state::{Client, ServiceState, User, UserPool, UserStatus};

/// A new account.
pub(crate) struct SignedUp {
    pub sub: String,
    pub confirmed: bool,
    pub delivery: Option<Delivery>,
}

/// Makes an account that waits for its confirmation (API reference, `SignUp`).
pub(crate) fn sign_up(
    service: &Service,
    client: &Client,
    username: &str,
    password: &str,
    mut attributes: Attributes,
) -> Result<SignedUp, Exception> {
    let state = service.state();
    let pool = state.pool_of(client)?.clone();
    if !pool.self_sign_up {
        return Err(Exception::not_authorized(
            "SignUp is not permitted for this user pool",
        ));
    }
    check_known(&pool, &attributes, NOT_CONFORMING, "")?;
    check_rights(client, attributes.keys())?;
    let sub = random::uuid();
    let username = settle_names(&pool, username, &sub, &mut attributes)?;
    check_sign_up(&pool, &attributes)?;
    pool.password_policy.check(password)?;
    check_unique(&state, &pool, &username, &attributes)?;
    let with_srp = state.uses_srp(&pool.id);
    drop(state);

    let now = service.now();
    let mut user = User::new(&pool.id, sub.clone(), username, UserStatus::Unconfirmed, now);
    credentials::set(&mut user, password, with_srp);
    user.attributes = attributes;
    user.attributes.retain(|_, value| !value.is_empty());
    let delivery = send_sign_up_code(service, &pool, &mut user);
    let mut state = service.state();
    check_unique(&state, &pool, &user.username, &user.attributes)?;
    state.users.put(user);
    Ok(SignedUp {
        sub,
        confirmed: false,
        delivery,
    })
}

/// The user name to keep. Where people sign in by e-mail or phone, what they typed becomes that attribute.
pub(crate) fn settle_names(
    pool: &UserPool,
    typed: &str,
    sub: &str,
    attributes: &mut Attributes,
) -> Result<String, Exception> {
    if pool.username_attributes.is_empty() {
        let looks_like_alias = pool.alias_attributes.iter().any(|a| a == "email") && values::is_email(typed);
        if looks_like_alias {
            let message =
                "Username cannot be of email format, since user pool is configured for email alias.";
            return Err(Exception::invalid(message));
        }
        return Ok(typed.to_owned());
    }
    let allowed = |name: &str| pool.username_attributes.iter().any(|a| a == name);
    if allowed("email") && values::is_email(typed) {
        attributes.insert("email".into(), typed.into());
    } else if allowed("phone_number") && values::is_phone_number(typed) {
        attributes.insert("phone_number".into(), typed.into());
    } else {
        let message = match (allowed("email"), allowed("phone_number")) {
            (true, true) => "Username should be either an email or a phone number.",
            (true, false) => "Username should be an email.",
            _ => "Username should be a phone number.",
        };
        return Err(Exception::invalid(message));
    }
    Ok(sub.to_owned())
}

/// Refuses a name that is taken.
pub(crate) fn check_unique(
    state: &ServiceState,
    pool: &UserPool,
    username: &str,
    attributes: &Attributes,
) -> Result<(), Exception> {
    let taken = |message: String| Err(Exception::new(ExceptionKind::UsernameExists, message));
    if state.users.owner_of(&pool.id, "username", username).is_some() {
        return taken("User already exists".into());
    }
    for name in &pool.username_attributes {
        let owner = attributes
            .get(name)
            .and_then(|value| state.users.owner_of(&pool.id, name, value));
        if owner.is_some() {
            return taken(format!("An account with the given {name} already exists."));
        }
    }
    Ok(())
}

fn send_sign_up_code(service: &Service, pool: &UserPool, user: &mut User) -> Option<Delivery> {
    let attribute = codes::contact_of(user, &pool.auto_verified_attributes)?;
    let to = user.attributes.get(attribute)?.clone();
    let code = codes::new_code(service.now(), DAY);
    let delivery = codes::send(
        service,
        pool,
        user,
        (attribute, &to),
        Purpose::SignUp,
        &code.value,
    );
    user.sign_up_code = Some(code);
    Some(delivery)
}

/// Confirms an account with the code that was sent (API reference, `ConfirmSignUp`).
pub(crate) fn confirm_sign_up(
    service: &Service,
    client: &Client,
    username: &str,
    code: &str,
    take_alias: bool,
) -> Result<String, Exception> {
    let now = service.now();
    let mut state = service.state();
    let pool = state.pool_of(client)?.clone();
    let Some(user) = state.users.find(&pool.id, username).cloned() else {
        return Err(if client.hide_unknown_users {
            Exception::code_expired()
        } else {
            Exception::no_user()
        });
    };
    if user.status != UserStatus::Unconfirmed {
        let message = format!(
            "User cannot be confirmed. Current status is {}",
            user.status.name()
        );
        return Err(Exception::not_authorized(message));
    }
    // Counted before the code is compared: beyond the limit the right code fails, too.
    service.quotas.check_attempt("ConfirmSignUp", &user.sub, now)?;
    codes::check_code(user.sign_up_code.as_ref(), code, now)?;
    let proven = codes::contact_of(&user, &pool.auto_verified_attributes);
    // Before the account changes: a refused alias leaves it unconfirmed and the code good.
    if let Some(name) = proven {
        free_alias(&mut state, &pool, &user, name, take_alias)?;
    }
    state.users.edit(&pool.id, &user.sub, |user| {
        user.status = UserStatus::Confirmed;
        user.sign_up_code = None;
        user.modified = now;
        if let Some(flag) = proven.and_then(verified_flag) {
            user.attributes.insert(flag.into(), "true".into());
        }
    });
    Ok(user.sub)
}

/// In alias pools a proven address belongs to one user: refuses, or takes it away from the other one.
pub(crate) fn free_alias(
    state: &mut ServiceState,
    pool: &UserPool,
    user: &User,
    name: &str,
    take: bool,
) -> Result<(), Exception> {
    if !pool.alias_attributes.iter().any(|alias| alias == name) {
        return Ok(());
    }
    let value = user.attribute(name).unwrap_or_default();
    let owner = state
        .users
        .owner_of(&pool.id, name, value)
        .filter(|owner| owner.sub != user.sub);
    let Some(owner) = owner.map(|owner| owner.sub.clone()) else {
        return Ok(());
    };
    if !take {
        let message = format!("An account with the {name} already exists.");
        return Err(Exception::new(ExceptionKind::AliasExists, message));
    }
    let flag = verified_flag(name).unwrap_or(name).to_owned();
    state.users.edit(&pool.id, &owner, |other| {
        other.attributes.insert(flag, "false".into())
    });
    Ok(())
}

/// Sends another code for an account that is not confirmed (API reference, `ResendConfirmationCode`).
pub(crate) fn resend_code(service: &Service, client: &Client, username: &str) -> Result<Delivery, Exception> {
    let mut state = service.state();
    let pool = state.pool_of(client)?.clone();
    let Some(mut user) = state.users.find(&pool.id, username).cloned() else {
        if client.hide_unknown_users {
            return Ok(simulated_delivery(username));
        }
        return Err(Exception::no_user());
    };
    if user.status != UserStatus::Unconfirmed {
        return Err(Exception::invalid("User is already confirmed."));
    }
    service
        .quotas
        .check_attempt("ResendConfirmationCode", &user.sub, service.now())?;
    let delivery = send_sign_up_code(service, &pool, &mut user)
        .ok_or_else(|| Exception::invalid("Auto verification not turned on."))?;
    state.users.put(user);
    Ok(delivery)
}

/// What an unknown user's code is answered with when the client hides who exists.
pub(crate) fn simulated_delivery(username: &str) -> Delivery {
    Delivery {
        attribute: "email",
        medium: "EMAIL",
        destination: codes::mask(username),
    }
}
