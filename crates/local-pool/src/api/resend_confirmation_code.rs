//! `ResendConfirmationCode`

use serde_json::json;

use super::attributes::{client_and_username, delivery_details};
use super::{ActionResult, RequestInput};
use crate::accounts::sign_up::resend_code;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let (client, username) = client_and_username(service, &mut input)?;
    input.finish()?;
    let delivery = resend_code(service, &client, &username)?;
    Ok(Some(
        json!({ "CodeDeliveryDetails": delivery_details(&delivery) }),
    ))
}
