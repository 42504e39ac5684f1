//! `ConfirmForgotPassword`

use serde_json::json;

use super::attributes::client_and_username;
use super::{ActionResult, RequestInput};
use crate::accounts::credentials;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let (client, username) = client_and_username(service, &mut input)?;
    let code = input.required("ConfirmationCode")?;
    let password = input.required("Password")?;
    input.finish()?;
    credentials::confirm_forgot(service, &client, &username, &code, &password)?;
    Ok(Some(json!({})))
}
