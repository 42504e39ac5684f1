//! `VerifySoftwareToken`: by access token, or by the session of `MFA_SETUP`.

use serde_json::json;

use super::outcome::{go_on_setting_up, user_setting_up};
use crate::accounts::factors;
use crate::api::attributes::bearer;
use crate::api::{ActionResult, RequestInput};
use crate::service::Service;

pub(in crate::api) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let code = input.required("UserCode")?;
    // Shown in no answer that this pool gives.
    input.text("FriendlyDeviceName")?;
    let Some(session) = input.text("Session")? else {
        let bearer = bearer(service, &mut input)?;
        input.finish()?;
        factors::verify(service, &bearer.user, &code)?;
        return Ok(Some(json!({ "Status": "SUCCESS" })));
    };
    input.finish()?;
    let user = user_setting_up(service, &session)?;
    factors::set_up(service, &user, &code)?;
    let next = go_on_setting_up(service, &session, true)?;
    Ok(Some(json!({ "Status": "SUCCESS", "Session": next })))
}
