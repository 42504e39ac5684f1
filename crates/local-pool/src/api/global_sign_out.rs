//! `GlobalSignOut`

use serde_json::json;

use super::attributes::bearer;
use super::{ActionResult, RequestInput};
use crate::accounts::leave;
use crate::exception::ExceptionKind;
use crate::service::Service;

/// Does not list `UserNotFoundException`.
pub(super) fn call(service: &Service, input: RequestInput) -> ActionResult {
    sign_out(service, input).map_err(|refusal| refusal.or_revoked(&[ExceptionKind::UserNotFound]))
}

fn sign_out(service: &Service, mut input: RequestInput) -> ActionResult {
    let bearer = bearer(service, &mut input)?;
    input.finish()?;
    leave::sign_out_everywhere(service, &bearer.user.pool, &bearer.user.sub)?;
    Ok(Some(json!({})))
}
