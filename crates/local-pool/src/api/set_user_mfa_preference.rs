//! `SetUserMFAPreference`, for the authenticator app.

use serde_json::json;

use super::attributes::bearer;
use super::{ActionResult, RequestInput};
use crate::accounts::factors;
use crate::exception::Exception;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let bearer = bearer(service, &mut input)?;
    let settings = input.object("SoftwareTokenMfaSettings")?;
    for absent in ["SMSMfaSettings", "EmailMfaSettings"] {
        refuse_enabled(&mut input, absent)?;
    }
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

/// A factor that no pool here has can be turned off, as some clients always do, and not on.
fn refuse_enabled(input: &mut RequestInput, name: &str) -> Result<(), Exception> {
    let Some(mut settings) = input.object(name)? else {
        return Ok(());
    };
    let flags = [settings.flag("Enabled")?, settings.flag("PreferredMfa")?];
    settings.finish()?;
    if flags.contains(&Some(true)) {
        return Err(Exception::invalid(format!(
            "local-pool does not implement {name}"
        )));
    }
    Ok(())
}
