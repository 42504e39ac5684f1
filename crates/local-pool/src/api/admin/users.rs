//! One user at a time: `AdminGetUser`, `AdminSetUserPassword` and their like.

use serde_json::json;

use super::super::attributes::mfa_members;
use super::super::{ActionResult, RequestInput};
use super::{user, user_type};
use crate::accounts::{credentials, leave, profile};
use crate::exception::Exception;
use crate::service::Service;
use crate::state::{User, UserStatus};

/// `AdminGetUser`
pub(in crate::api) fn get(service: &Service, mut input: RequestInput) -> ActionResult {
    let user = user(service, &mut input)?;
    input.finish()?;
    let mut answer = user_type(&user, "UserAttributes");
    mfa_members(&user, &mut answer);
    Ok(Some(answer))
}

/// `AdminUpdateUserAttributes`: the schema counts, the rights of clients do not.
pub(in crate::api) fn update_attributes(service: &Service, mut input: RequestInput) -> ActionResult {
    let user = user(service, &mut input)?;
    let given = input.required_attributes("UserAttributes")?;
    input.finish()?;
    profile::update_as_admin(service, &user, given)?;
    Ok(Some(json!({})))
}

/// `AdminDeleteUserAttributes`
pub(in crate::api) fn delete_attributes(service: &Service, mut input: RequestInput) -> ActionResult {
    let user = user(service, &mut input)?;
    let names = input.required_texts("UserAttributeNames")?;
    input.finish()?;
    let mut state = service.state();
    let pool = state.pool(&user.pool)?.clone();
    crate::attributes::change::check_delete(&pool, &names)?;
    profile::delete(&mut state, &pool, &user.sub, &names, service.now())?;
    Ok(Some(json!({})))
}

/// `AdminSetUserPassword`: for good, or to be changed at the next sign-in.
pub(in crate::api) fn set_password(service: &Service, mut input: RequestInput) -> ActionResult {
    let user = user(service, &mut input)?;
    let password = input.required("Password")?;
    let permanent = input.flag("Permanent")?.unwrap_or(false);
    input.finish()?;
    credentials::replace(service, &user.pool, &user.sub, &password)?;
    if !permanent {
        credentials::make_temporary(service, &user)?;
    }
    Ok(Some(json!({})))
}

/// `AdminResetUserPassword`: the old password stops working, a code is sent.
pub(in crate::api) fn reset_password(service: &Service, mut input: RequestInput) -> ActionResult {
    let user = user(service, &mut input)?;
    input.finish()?;
    credentials::send_reset_code(service, &user)?;
    edit(service, &user, |user| user.status = UserStatus::ResetRequired)
}

/// `AdminConfirmSignUp`: without a code, so nothing is proven by it.
pub(in crate::api) fn confirm_sign_up(service: &Service, mut input: RequestInput) -> ActionResult {
    let user = user(service, &mut input)?;
    input.finish()?;
    if user.status != UserStatus::Unconfirmed {
        let message = format!(
            "User cannot be confirmed. Current status is {}",
            user.status.name()
        );
        return Err(Exception::not_authorized(message));
    }
    edit(service, &user, |user| {
        user.status = UserStatus::Confirmed;
        user.sign_up_code = None;
    })
}

/// `AdminDisableUser`: all tokens are void too.
pub(in crate::api) fn disable(service: &Service, mut input: RequestInput) -> ActionResult {
    let user = user(service, &mut input)?;
    input.finish()?;
    let now = service.now();
    edit(service, &user, |user| {
        user.enabled = false;
        user.signed_out_at = Some(now);
    })
}

/// `AdminEnableUser`
pub(in crate::api) fn enable(service: &Service, mut input: RequestInput) -> ActionResult {
    let user = user(service, &mut input)?;
    input.finish()?;
    edit(service, &user, |user| user.enabled = true)
}

/// `AdminDeleteUser`: answers with an empty body.
pub(in crate::api) fn delete(service: &Service, mut input: RequestInput) -> ActionResult {
    let user = user(service, &mut input)?;
    input.finish()?;
    leave::delete(service, &user.pool, &user.sub)?;
    Ok(None)
}

/// `AdminUserGlobalSignOut`
pub(in crate::api) fn global_sign_out(service: &Service, mut input: RequestInput) -> ActionResult {
    let user = user(service, &mut input)?;
    input.finish()?;
    leave::sign_out_everywhere(service, &user.pool, &user.sub)?;
    Ok(Some(json!({})))
}

fn edit(service: &Service, user: &User, change: impl FnOnce(&mut User)) -> ActionResult {
    let now = service.now();
    let edited = service.state().users.edit(&user.pool, &user.sub, |user| {
        change(user);
        user.modified = now;
    });
    edited.ok_or_else(Exception::no_user)?;
    Ok(Some(json!({})))
}
