//! `ChangePassword`

use serde_json::json;

use super::attributes::bearer;
use super::{ActionResult, RequestInput};
use crate::accounts::credentials;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let bearer = bearer(service, &mut input)?;
    let previous = input.text("PreviousPassword")?;
    let proposed = input.required("ProposedPassword")?;
    input.finish()?;
    credentials::change(service, &bearer.user, previous.as_deref(), &proposed)?;
    Ok(Some(json!({})))
}
