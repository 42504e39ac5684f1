//! `DeleteUserAttributes`

use serde_json::json;

use super::attributes::bearer;
use super::{ActionResult, RequestInput};
use crate::accounts::profile::delete_own;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let bearer = bearer(service, &mut input)?;
    let names = input.required_texts("UserAttributeNames")?;
    input.finish()?;
    delete_own(service, &bearer.client, &bearer.user, &names)?;
    Ok(Some(json!({})))
}
