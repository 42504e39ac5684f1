//! `GetUserAuthFactors`

use serde_json::json;

use super::attributes::{bearer, mfa_members};
use super::{ActionResult, RequestInput};
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let bearer = bearer(service, &mut input)?;
    input.finish()?;
    let mut answer = json!({ "Username": bearer.user.username, "ConfiguredUserAuthFactors": ["PASSWORD"] });
    mfa_members(&bearer.user, &mut answer);
    Ok(Some(answer))
}
