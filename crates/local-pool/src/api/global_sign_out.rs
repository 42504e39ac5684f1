//! `GlobalSignOut`

use serde_json::json;

use super::attributes::bearer;
use super::{Answer, Input};
use crate::accounts::leave;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: Input) -> Answer {
    let bearer = bearer(service, &mut input)?;
    input.finish()?;
    leave::sign_out_everywhere(service, &bearer.user.pool, &bearer.user.sub)?;
    Ok(Some(json!({})))
}
