//! The JSON API (`POST /` with `X-Amz-Target`): one file per action, each naming exactly what it needs.

mod attributes;
mod confirm_sign_up;
mod delete_user_attributes;
mod dispatch;
mod get_user;
mod get_user_attribute_verification_code;
mod input;
mod resend_confirmation_code;
mod revoke_token;
mod secret_hash;
mod sign_up;
mod update_user_attributes;
mod verify_user_attribute;

pub(crate) use dispatch::{Operation, call, preflight};

use serde_json::Value;

use crate::exception::Exception;
use crate::service::Service;
use input::Input;

/// What an action answers: an object, or nothing at all.
type Answer = Result<Option<Value>, Exception>;
type Action = fn(&Service, Input) -> Answer;

/// Who may call an action.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caller {
    /// Anybody with an access token or a client id.
    Anybody,
    /// Somebody with AWS credentials.
    Administrator,
}

/// All actions by name.
const ACTIONS: &[(&str, Caller, Action)] = &[
    ("ConfirmSignUp", Caller::Anybody, confirm_sign_up::call),
    (
        "DeleteUserAttributes",
        Caller::Anybody,
        delete_user_attributes::call,
    ),
    ("GetUser", Caller::Anybody, get_user::call),
    (
        "GetUserAttributeVerificationCode",
        Caller::Anybody,
        get_user_attribute_verification_code::call,
    ),
    (
        "ResendConfirmationCode",
        Caller::Anybody,
        resend_confirmation_code::call,
    ),
    ("RevokeToken", Caller::Anybody, revoke_token::call),
    ("SignUp", Caller::Anybody, sign_up::call),
    (
        "UpdateUserAttributes",
        Caller::Anybody,
        update_user_attributes::call,
    ),
    (
        "VerifyUserAttribute",
        Caller::Anybody,
        verify_user_attribute::call,
    ),
];
