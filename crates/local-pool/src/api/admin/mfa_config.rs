//! The second factor of a pool: `SetUserPoolMfaConfig`, `GetUserPoolMfaConfig`. There is one here, authenticator apps.

use serde_json::{Value, json};

use super::super::{ActionResult, RequestInput};
use super::create_pool::read_mfa;
use super::pool;
use crate::exception::Exception;
use crate::service::Service;
use crate::state::Mfa;

/// `SetUserPoolMfaConfig`
pub(in crate::api) fn set(service: &Service, mut input: RequestInput) -> ActionResult {
    let mut pool = pool(service, &mut input)?;
    let mfa = read_mfa(&mut input)?;
    let apps = match input.object("SoftwareTokenMfaConfiguration")? {
        None => false,
        Some(mut apps) => {
            let enabled = apps.flag("Enabled")?.unwrap_or(false);
            apps.finish()?;
            enabled
        }
    };
    input.finish()?;
    if mfa == Mfa::Off && apps {
        return Err(Exception::invalid(
            "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
        ));
    }
    if mfa != Mfa::Off && !apps {
        return Err(Exception::invalid(
            "Invalid MFA configuration given, can't disable all MFAs and require an MFA configuration together.",
        ));
    }
    pool.mfa = mfa;
    pool.modified = service.now();
    service.state().put_pool(pool);
    Ok(Some(config(mfa)))
}

/// `GetUserPoolMfaConfig`
pub(in crate::api) fn get(service: &Service, mut input: RequestInput) -> ActionResult {
    let pool = pool(service, &mut input)?;
    input.finish()?;
    Ok(Some(config(pool.mfa)))
}

fn config(mfa: Mfa) -> Value {
    json!({
        "SoftwareTokenMfaConfiguration": { "Enabled": mfa != Mfa::Off },
        "MfaConfiguration": mfa.name(),
    })
}
