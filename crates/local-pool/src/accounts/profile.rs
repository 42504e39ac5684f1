//! Attributes of an existing user: changed by the user or by an administrator, deleted, proven.

use clock::Timestamp;

use super::codes::{self, DAY, Delivery, Purpose};
use super::sign_up::free_alias;
use crate::attributes::change::{Attributes, check_delete, check_known, check_rights, check_update};
use crate::attributes::standard::verified_flag;
use crate::exception::{Exception, ExceptionKind};
use crate::service::Service;
use crate::state::{AttributeCode, Client, ServiceState, User, UserPool};

/// Changes attributes as the user (API reference, `UpdateUserAttributes`).
pub(crate) fn update_own(
    service: &Service,
    client: &Client,
    user: &User,
    given: Attributes,
) -> Result<Vec<Delivery>, Exception> {
    let mut state = service.state();
    let pool = state.pool_of(client)?.clone();
    check_known(&pool, &given, "", "user.")?;
    check_rights(client, given.keys())?;
    check_update(&pool, &given)?;
    check_not_taken(&state, &pool, user, &given)?;
    let mut user = state.user(&pool.id, &user.sub)?.clone();
    let mut deliveries = Vec::new();
    for (name, value) in given {
        let sent = if let Some(contact) = contact(&name) {
            change_contact(service, &pool, &mut user, contact, &value)
        } else {
            set(&mut user, &name, value);
            None
        };
        deliveries.extend(sent);
    }
    user.modified = service.now();
    state.users.put(user);
    Ok(deliveries)
}

/// Changes attributes as an administrator (API reference, `AdminUpdateUserAttributes`): `_verified` ones too.
pub(crate) fn update_as_admin(service: &Service, user: &User, given: Attributes) -> Result<(), Exception> {
    let mut state = service.state();
    let pool = state.pool(&user.pool)?.clone();
    check_update(&pool, &given)?;
    check_not_taken(&state, &pool, user, &given)?;
    let mut user = state.user(&pool.id, &user.sub)?.clone();
    for name in ["email", "phone_number"] {
        let flag = verified_flag(name).unwrap_or_default();
        let has = |of: &str| given.get(of).is_some_and(|value| !value.is_empty());
        if has(flag) && !has(name) && user.attribute(name).is_none() {
            let what = if name == "email" { "Email" } else { "Phone number" };
            return Err(Exception::invalid(format!(
                "{what} is required to verify/un-verify {}",
                with_article(name)
            )));
        }
        if given
            .get(name)
            .is_some_and(|value| user.attribute(name) != Some(value))
        {
            user.attributes.insert(flag.to_owned(), "false".into());
            user.attribute_codes.remove(name);
        }
    }
    for (name, value) in given {
        set(&mut user, &name, value);
    }
    user.modified = service.now();
    state.users.put(user);
    Ok(())
}

fn with_article(name: &str) -> &'static str {
    if name == "email" {
        "an email"
    } else {
        "a phone number"
    }
}

fn contact(name: &str) -> Option<&'static str> {
    ["email", "phone_number"]
        .into_iter()
        .find(|contact| *contact == name)
}

/// A new address: at once and unproven, or only once it is proven, as the pool wants it.
fn change_contact(
    service: &Service,
    pool: &UserPool,
    user: &mut User,
    name: &'static str,
    value: &str,
) -> Option<Delivery> {
    let listed = |list: &[String]| list.iter().any(|a| a == name);
    if value.is_empty() {
        forget(user, name);
        return None;
    }
    if user.attribute(name) == Some(value) {
        user.attribute_codes.remove(name);
        return None;
    }
    let waits = listed(&pool.verify_before_update);
    if !waits {
        set(user, name, value.to_owned());
        user.attributes
            .extend(verified_flag(name).map(|flag| (flag.into(), "false".into())));
    }
    if !listed(&pool.auto_verified_attributes) {
        return None;
    }
    let new_value = waits.then(|| value.to_owned());
    Some(send_attribute_code(service, pool, user, name, value, new_value))
}

fn send_attribute_code(
    service: &Service,
    pool: &UserPool,
    user: &mut User,
    name: &'static str,
    to: &str,
    new_value: Option<String>,
) -> Delivery {
    let code = codes::new_code(service.now(), DAY);
    let delivery = codes::send(service, pool, user, (name, to), Purpose::Verify, &code.value);
    user.attribute_codes
        .insert(name.into(), AttributeCode { code, new_value });
    delivery
}

/// Refuses an address that another user signs in with.
fn check_not_taken(
    state: &ServiceState,
    pool: &UserPool,
    user: &User,
    given: &Attributes,
) -> Result<(), Exception> {
    for name in pool.username_attributes.iter().chain(&pool.alias_attributes) {
        let Some(value) = given.get(name).filter(|value| !value.is_empty()) else {
            continue;
        };
        let owner = state.users.owner_of(&pool.id, name, value);
        if owner.is_some_and(|owner| owner.sub != user.sub) {
            let message = format!("An account with the {name} already exists.");
            return Err(Exception::new(ExceptionKind::AliasExists, message));
        }
    }
    Ok(())
}

/// A blank value unsets the attribute.
fn set(user: &mut User, name: &str, value: String) {
    if value.is_empty() {
        forget(user, name);
    } else {
        user.attributes.insert(name.to_owned(), value);
    }
}

fn forget(user: &mut User, name: &str) {
    user.attributes.remove(name);
    if let Some(flag) = verified_flag(name) {
        user.attributes.remove(flag);
        user.attribute_codes.remove(name);
    }
}

/// Deletes attributes as the user (API reference, `DeleteUserAttributes`).
pub(crate) fn delete_own(
    service: &Service,
    client: &Client,
    user: &User,
    names: &[String],
) -> Result<(), Exception> {
    let mut state = service.state();
    let pool = state.pool_of(client)?.clone();
    check_delete(&pool, names)?;
    check_rights(client, names)?;
    delete(&mut state, &pool, &user.sub, names, service.now())
}

/// Deletes attributes, for users and administrators.
pub(crate) fn delete(
    state: &mut ServiceState,
    pool: &UserPool,
    sub: &str,
    names: &[String],
    now: Timestamp,
) -> Result<(), Exception> {
    let edited = state.users.edit(&pool.id, sub, |user| {
        for name in names {
            forget(user, name);
        }
        user.modified = now;
    });
    edited.ok_or_else(Exception::no_user)
}

/// Sends a code for an attribute the user has or waits for (API reference, `GetUserAttributeVerificationCode`).
pub(crate) fn request_code(service: &Service, user: &User, name: &str) -> Result<Delivery, Exception> {
    let name = contact(name).ok_or_else(|| Exception::invalid("Invalid attribute name provided."))?;
    let mut state = service.state();
    let pool = state.pool(&user.pool)?.clone();
    let mut user = state.user(&pool.id, &user.sub)?.clone();
    let waiting = user
        .attribute_codes
        .get(name)
        .and_then(|waiting| waiting.new_value.clone());
    let to = waiting.clone().or_else(|| user.attributes.get(name).cloned());
    let to = to.ok_or_else(|| Exception::invalid(format!("user.{name}: Attribute has no value.")))?;
    service
        .quotas
        .check_attempt("GetUserAttributeVerificationCode", &user.sub, service.now())?;
    let delivery = send_attribute_code(service, &pool, &mut user, name, &to, waiting);
    state.users.put(user);
    Ok(delivery)
}

/// Proves an attribute with the code that was sent (API reference, `VerifyUserAttribute`).
pub(crate) fn verify(service: &Service, user: &User, name: &str, typed: &str) -> Result<(), Exception> {
    let name = contact(name).ok_or_else(|| Exception::invalid("Invalid attribute name provided."))?;
    let now = service.now();
    let mut state = service.state();
    let pool = state.pool(&user.pool)?.clone();
    let mut user = state.user(&pool.id, &user.sub)?.clone();
    let waiting = user.attribute_codes.get(name).cloned();
    service
        .quotas
        .check_attempt("VerifyUserAttribute", &user.sub, now)?;
    codes::check_code(waiting.as_ref().map(|waiting| &waiting.code), typed, now)?;
    if let Some(value) = waiting.and_then(|waiting| waiting.new_value) {
        let given = Attributes::from([(name.to_owned(), value.clone())]);
        check_not_taken(&state, &pool, &user, &given)?;
        user.attributes.insert(name.into(), value);
    }
    free_alias(&mut state, &pool, &user, name, false)?;
    user.attribute_codes.remove(name);
    user.attributes
        .extend(verified_flag(name).map(|flag| (flag.into(), "true".into())));
    user.modified = now;
    state.users.put(user);
    Ok(())
}
