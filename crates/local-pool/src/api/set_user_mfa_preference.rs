//! `SetUserMFAPreference`, for the authenticator app.

use serde_json::json;

use super::attributes::bearer;
use super::{Answer, Input};
use crate::accounts::factors;
use crate::exception::Exception;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: Input) -> Answer {
    let bearer = bearer(service, &mut input)?;
    let settings = input.object("SoftwareTokenMfaSettings")?;
    input.finish()?;
    let Some(mut settings) = settings else {
        return Err(Exception::invalid(
            "local-pool implements SoftwareTokenMfaSettings only",
        ));
    };
    let (enabled, preferred) = (settings.flag("Enabled")?, settings.flag("PreferredMfa")?);
    settings.finish()?;
    factors::prefer(service, &bearer.user, enabled, preferred)?;
    Ok(Some(json!({})))
}
