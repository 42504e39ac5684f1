//! `AssociateSoftwareToken`: by access token, or by the session of `MFA_SETUP`.

use serde_json::json;

use super::outcome::{go_on_setting_up, user_setting_up};
use crate::accounts::factors;
use crate::api::attributes::bearer;
use crate::api::{ActionResult, RequestInput};
use crate::exception::ExceptionKind;
use crate::service::Service;

/// Lists neither `UserNotFoundException` nor `PasswordResetRequiredException`.
pub(in crate::api) fn call(service: &Service, input: RequestInput) -> ActionResult {
    let unlisted = [ExceptionKind::UserNotFound, ExceptionKind::PasswordResetRequired];
    associate(service, input).map_err(|refusal| refusal.or_revoked(&unlisted))
}

fn associate(service: &Service, mut input: RequestInput) -> ActionResult {
    let Some(session) = input.text("Session")? else {
        let bearer = bearer(service, &mut input)?;
        input.finish()?;
        return Ok(Some(
            json!({ "SecretCode": factors::associate(service, &bearer.user)? }),
        ));
    };
    input.finish()?;
    let user = user_setting_up(service, &session)?;
    let next = go_on_setting_up(service, &session, false)?;
    Ok(Some(
        json!({ "SecretCode": factors::associate(service, &user)?, "Session": next }),
    ))
}
