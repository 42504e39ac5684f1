//! `ConfirmSignUp`

use serde_json::json;

use super::attributes::client_and_username;
use super::{ActionResult, RequestInput};
use crate::accounts::sign_up::confirm_sign_up;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let (client, username) = client_and_username(service, &mut input)?;
    let code = input.required("ConfirmationCode")?;
    let take_alias = input.flag("ForceAliasCreation")?.unwrap_or(false);
    input.finish()?;
    confirm_sign_up(service, &client, &username, &code, take_alias)?;
    Ok(Some(json!({})))
}
