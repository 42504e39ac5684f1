//! `VerifySoftwareToken`: by access token, or by the session of `MFA_SETUP`.

use serde_json::json;

use super::outcome::{close_session, open_session, read_session, user_of};
use crate::accounts::factors;
use crate::api::attributes::bearer;
use crate::api::{Answer, Input};
use crate::exception::Exception;
use crate::service::Service;
use crate::state::ChallengeStep;

pub(in crate::api) fn call(service: &Service, mut input: Input) -> Answer {
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
    let challenge = read_session(service, &session)?;
    if !matches!(challenge.step, ChallengeStep::TotpSetup { .. }) {
        return Err(Exception::not_authorized("Invalid session for the user."));
    }
    let user = user_of(service, &challenge)?;
    factors::set_up(service, &user, &code)?;
    let client = service.state().client(&challenge.client)?.clone();
    close_session(service, &session);
    let next = open_session(
        service,
        &client,
        Some(&user.sub),
        ChallengeStep::TotpSetup { done: true },
    );
    Ok(Some(json!({ "Status": "SUCCESS", "Session": next })))
}
