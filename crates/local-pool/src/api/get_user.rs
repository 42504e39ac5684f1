//! `GetUser`: what the token's client may read of its user.

use serde_json::json;

use super::attributes::{attribute_list, bearer, mfa_members};
use super::{ActionResult, RequestInput};
use crate::attributes::rights::readable;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let bearer = bearer(service, &mut input)?;
    input.finish()?;
    let attributes = attribute_list(readable(&bearer.client, &bearer.user));
    let mut answer = json!({ "Username": bearer.user.username, "UserAttributes": attributes });
    mfa_members(&bearer.user, &mut answer);
    Ok(Some(answer))
}
