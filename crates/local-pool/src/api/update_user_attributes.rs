//! `UpdateUserAttributes`: what the token's client may write of its user.

use serde_json::{Value, json};

use super::attributes::{bearer, delivery_details};
use super::{ActionResult, RequestInput};
use crate::accounts::profile::update_own;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let bearer = bearer(service, &mut input)?;
    let given = input.required_attributes("UserAttributes")?;
    input.finish()?;
    let deliveries = update_own(service, &bearer.client, &bearer.user, given)?;
    let list: Vec<Value> = deliveries.iter().map(delivery_details).collect();
    Ok(Some(json!({ "CodeDeliveryDetailsList": list })))
}
