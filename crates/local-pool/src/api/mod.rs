//! The JSON API (`POST /` with `X-Amz-Target`): one function per action, each naming exactly what it needs.

mod admin;
mod attributes;
mod change_password;
mod confirm_forgot_password;
mod confirm_sign_up;
mod delete_user;
mod delete_user_attributes;
mod dispatch;
mod forgot_password;
mod get_user;
mod get_user_attribute_verification_code;
mod get_user_auth_factors;
mod global_sign_out;
mod input;
mod resend_confirmation_code;
mod revoke_token;
mod secret_hash;
mod set_user_mfa_preference;
mod sign_in;
mod sign_up;
mod update_user_attributes;
mod verify_user_attribute;

pub(crate) use dispatch::{Operation, call, preflight};
pub(crate) use input::is_visible;

use serde_json::Value;

use crate::exception::{Exception, ExceptionKind};
use crate::service::Service;
use input::RequestInput;

/// What an action answers: an object, or nothing at all.
type ActionResult = Result<Option<Value>, Exception>;
type Action = fn(&Service, RequestInput) -> ActionResult;

/// The credentials an action needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caller {
    /// An access token or a client id.
    Anybody,
    /// AWS credentials.
    Administrator,
}

/// All actions by name.
const ACTIONS: &[(&str, Caller, Action)] = {
    use Caller::{Administrator, Anybody};
    &[
        (
            "AddCustomAttributes",
            Administrator,
            admin::pools::add_custom_attributes,
        ),
        (
            "AddUserPoolClientSecret",
            Administrator,
            admin::client_secrets::add,
        ),
        ("AdminAddUserToGroup", Administrator, admin::groups::add_user),
        ("AdminConfirmSignUp", Administrator, admin::users::confirm_sign_up),
        ("AdminCreateUser", Administrator, admin::create_user::call),
        ("AdminDeleteUser", Administrator, admin::users::delete),
        (
            "AdminDeleteUserAttributes",
            Administrator,
            admin::users::delete_attributes,
        ),
        ("AdminDisableUser", Administrator, admin::users::disable),
        ("AdminEnableUser", Administrator, admin::users::enable),
        ("AdminGetUser", Administrator, admin::users::get),
        ("AdminInitiateAuth", Administrator, admin::initiate_auth::initiate),
        ("AdminListGroupsForUser", Administrator, admin::groups::of_user),
        (
            "AdminRemoveUserFromGroup",
            Administrator,
            admin::groups::remove_user,
        ),
        (
            "AdminResetUserPassword",
            Administrator,
            admin::users::reset_password,
        ),
        (
            "AdminRespondToAuthChallenge",
            Administrator,
            admin::initiate_auth::respond,
        ),
        ("AdminSetUserPassword", Administrator, admin::users::set_password),
        (
            "AdminUpdateUserAttributes",
            Administrator,
            admin::users::update_attributes,
        ),
        (
            "AdminUserGlobalSignOut",
            Administrator,
            admin::users::global_sign_out,
        ),
        (
            "AssociateSoftwareToken",
            Anybody,
            sign_in::associate_software_token::call,
        ),
        ("ChangePassword", Anybody, change_password::call),
        ("ConfirmForgotPassword", Anybody, confirm_forgot_password::call),
        ("ConfirmSignUp", Anybody, confirm_sign_up::call),
        ("CreateGroup", Administrator, admin::groups::create),
        (
            "CreateManagedLoginBranding",
            Administrator,
            admin::branding::create,
        ),
        ("CreateUserPool", Administrator, admin::create_pool::create),
        ("CreateUserPoolClient", Administrator, admin::clients::create),
        ("CreateUserPoolDomain", Administrator, admin::domains::create),
        ("DeleteUser", Anybody, delete_user::call),
        ("DeleteUserAttributes", Anybody, delete_user_attributes::call),
        ("DeleteUserPool", Administrator, admin::pools::delete),
        ("DeleteUserPoolClient", Administrator, admin::clients::delete),
        (
            "DeleteUserPoolClientSecret",
            Administrator,
            admin::client_secrets::delete,
        ),
        ("DeleteUserPoolDomain", Administrator, admin::domains::delete),
        (
            "DescribeManagedLoginBrandingByClient",
            Administrator,
            admin::branding::describe_by_client,
        ),
        ("DescribeUserPool", Administrator, admin::pools::describe),
        ("DescribeUserPoolClient", Administrator, admin::clients::describe),
        ("DescribeUserPoolDomain", Administrator, admin::domains::describe),
        ("ForgotPassword", Anybody, forgot_password::call),
        (
            "GetTokensFromRefreshToken",
            Anybody,
            sign_in::get_tokens_from_refresh_token::call,
        ),
        ("GetUser", Anybody, get_user::call),
        (
            "GetUserAttributeVerificationCode",
            Anybody,
            get_user_attribute_verification_code::call,
        ),
        ("GetUserAuthFactors", Anybody, get_user_auth_factors::call),
        ("GetUserPoolMfaConfig", Administrator, admin::mfa_config::get),
        ("GlobalSignOut", Anybody, global_sign_out::call),
        ("InitiateAuth", Anybody, sign_in::initiate_auth::call),
        (
            "ListUserPoolClientSecrets",
            Administrator,
            admin::client_secrets::list,
        ),
        ("ListUserPoolClients", Administrator, admin::clients::list),
        ("ListUserPools", Administrator, admin::pools::list),
        ("ListUsers", Administrator, admin::list_users::call),
        ("ResendConfirmationCode", Anybody, resend_confirmation_code::call),
        (
            "RespondToAuthChallenge",
            Anybody,
            sign_in::respond_to_auth_challenge::call,
        ),
        ("RevokeToken", Anybody, revoke_token::call),
        ("SetUserPoolMfaConfig", Administrator, admin::mfa_config::set),
        ("SetUserMFAPreference", Anybody, set_user_mfa_preference::call),
        ("SignUp", Anybody, sign_up::call),
        ("UpdateUserAttributes", Anybody, update_user_attributes::call),
        ("UpdateUserPool", Administrator, admin::create_pool::update),
        ("UpdateUserPoolClient", Administrator, admin::clients::update),
        ("UpdateUserPoolDomain", Administrator, admin::domains::update),
        (
            "VerifySoftwareToken",
            Anybody,
            sign_in::verify_software_token::call,
        ),
        ("VerifyUserAttribute", Anybody, verify_user_attribute::call),
    ]
};

/// Carries out an action for an administrator in a region, as if the request had come over the network. An answer without
/// a body is null.
pub(crate) fn perform(
    service: &Service,
    region: &str,
    operation: &str,
    request: &Value,
) -> Result<Value, Exception> {
    let action = ACTIONS.iter().find(|(name, ..)| *name == operation);
    let (name, _, action) = action.ok_or_else(|| {
        let message = format!("local-pool does not implement {operation}");
        Exception::new(ExceptionKind::UnknownOperation, message)
    })?;
    let mut input = RequestInput::parse(name, request.to_string().as_bytes())?;
    input.region = Some(region.to_owned());
    action(service, input).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_lists_just_what_is_implemented() {
        let readme = include_str!("../../README.md");
        let start = readme.find("### Operations").expect("the heading");
        let table = &readme[start..start + readme[start..].find("Flows:").expect("the end of the table")];
        let mut listed: Vec<&str> = table.split('`').skip(1).step_by(2).collect();
        listed.sort_unstable();
        let mut implemented: Vec<&str> = ACTIONS.iter().map(|(name, ..)| *name).collect();
        implemented.sort_unstable();
        assert_eq!(listed, implemented);
    }

    #[test]
    fn the_readme_lists_every_misbehaviour() {
        let readme = include_str!("../../README.md");
        for misbehaviour in crate::misbehave::MISBEHAVIOURS {
            let name = serde_json::to_value(misbehaviour).expect("a name");
            let name = name.as_str().expect("a string");
            assert!(readme.contains(&format!("`{name}`")), "{name}");
        }
    }
}
