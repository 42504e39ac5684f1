//! `GetUserAttributeVerificationCode`

use serde_json::json;

use super::attributes::{bearer, delivery_details};
use super::{ActionResult, RequestInput};
use crate::accounts::profile::request_code;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let bearer = bearer(service, &mut input)?;
    let name = input.required("AttributeName")?;
    input.finish()?;
    let delivery = request_code(service, &bearer.user, &name)?;
    Ok(Some(
        json!({ "CodeDeliveryDetails": delivery_details(&delivery) }),
    ))
}
