//! `AssociateSoftwareToken`: by access token, or by the session of `MFA_SETUP`.

use serde_json::json;

use super::outcome::{close_session, open_session, read_session, user_of};
use crate::accounts::factors;
use crate::api::attributes::bearer;
use crate::api::{Answer, Input};
use crate::exception::{Exception, Kind};
use crate::service::Service;
use crate::state::ChallengeStep;

/// Lists neither `UserNotFoundException` nor `PasswordResetRequiredException`.
pub(in crate::api) fn call(service: &Service, input: Input) -> Answer {
    let unlisted = [Kind::UserNotFound, Kind::PasswordResetRequired];
    associate(service, input).map_err(|refusal| refusal.or_revoked(&unlisted))
}

fn associate(service: &Service, mut input: Input) -> Answer {
    let Some(session) = input.text("Session")? else {
        let bearer = bearer(service, &mut input)?;
        input.finish()?;
        return Ok(Some(
            json!({ "SecretCode": factors::associate(service, &bearer.user)? }),
        ));
    };
    input.finish()?;
    let challenge = read_session(service, &session)?;
    if !matches!(challenge.step, ChallengeStep::TotpSetup { .. }) {
        return Err(Exception::not_authorized("Invalid session for the user."));
    }
    let user = user_of(service, &challenge)?;
    let client = service.state().client(&challenge.client)?.clone();
    close_session(service, &session);
    let next = open_session(
        service,
        &client,
        Some(&user.sub),
        ChallengeStep::TotpSetup { done: false },
    );
    Ok(Some(
        json!({ "SecretCode": factors::associate(service, &user)?, "Session": next }),
    ))
}
