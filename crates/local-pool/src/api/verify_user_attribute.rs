//! `VerifyUserAttribute`

use serde_json::json;

use super::attributes::bearer;
use super::{ActionResult, RequestInput};
use crate::accounts::profile::verify;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let bearer = bearer(service, &mut input)?;
    let (name, code) = (input.required("AttributeName")?, input.required("Code")?);
    input.finish()?;
    verify(service, &bearer.user, &name, &code)?;
    Ok(Some(json!({})))
}
