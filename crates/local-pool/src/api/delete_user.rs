//! `DeleteUser`: answers with an empty body.

use super::attributes::bearer;
use super::{ActionResult, RequestInput};
use crate::accounts::leave;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let bearer = bearer(service, &mut input)?;
    input.finish()?;
    leave::delete(service, &bearer.user.pool, &bearer.user.sub)?;
    Ok(None)
}
