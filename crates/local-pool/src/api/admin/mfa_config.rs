//! The second factors of a pool: `SetUserPoolMfaConfig`, `GetUserPoolMfaConfig`. People here can use authenticator apps; what is set
//! for text messages, e-mail and passkeys is kept and shown, and reset where a request leaves it out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::{ActionResult, RequestInput};
use super::create_pool::read_mfa;
use super::{pool, senders};
use crate::exception::{Exception, ExceptionKind};
use crate::service::Service;
use crate::state::{Mfa, Tier, UserPool};

const SMS: &str = "SmsMfaConfiguration";
const EMAIL: &str = "EmailMfaConfiguration";
const PASSKEYS: &str = "WebAuthnConfiguration";

/// What is set beside authenticator apps: texts by the name of their structure.
pub(super) type OtherFactors = BTreeMap<String, BTreeMap<String, String>>;

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
    let others = read_others(&mut pool, &mut input)?;
    input.finish()?;
    let has_messages = others.contains_key(SMS) || others.contains_key(EMAIL);
    // Passkeys are set in the same place, and are none of the second factors.
    if mfa == Mfa::Off && (apps || has_messages) {
        return Err(Exception::invalid(
            "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
        ));
    }
    if mfa != Mfa::Off && !apps {
        return Err(Exception::invalid(if has_messages {
            "local-pool does not implement second factors without authenticator apps"
        } else {
            "Invalid MFA configuration given, can't disable all MFAs and require an MFA configuration together."
        }));
    }
    refuse_without_sender(&pool, &others)?;
    pool.mfa = mfa;
    pool.other_factors = others;
    pool.modified = service.now();
    let answer = config(&pool);
    service.state().put_pool(pool);
    Ok(Some(answer))
}

/// `GetUserPoolMfaConfig`
pub(in crate::api) fn get(service: &Service, mut input: RequestInput) -> ActionResult {
    let pool = pool(service, &mut input)?;
    input.finish()?;
    Ok(Some(config(&pool)))
}

/// A sender of text messages among them becomes the pool's.
fn read_others(pool: &mut UserPool, input: &mut RequestInput) -> Result<OtherFactors, Exception> {
    let mut others = OtherFactors::new();
    for (structure, names) in [
        (SMS, &["SmsAuthenticationMessage"][..]),
        (EMAIL, &["Message", "Subject"]),
        (
            PASSKEYS,
            &["RelyingPartyId", "UserVerification", "FactorConfiguration"],
        ),
    ] {
        let Some(mut found) = input.object(structure)? else {
            continue;
        };
        let mut texts = BTreeMap::new();
        for name in names {
            if let Some(text) = found.text(name)? {
                refuse_unknown(name, &text)?;
                texts.insert((*name).to_owned(), text);
            }
        }
        if structure == SMS {
            let sender = senders::read_sms(&mut found)?;
            if !sender.is_empty() {
                pool.sms_sender = sender;
            }
        }
        found.finish()?;
        others.insert(structure.to_owned(), texts);
    }
    Ok(others)
}

/// Values of `WebAuthnConfigurationType`.
fn refuse_unknown(name: &str, text: &str) -> Result<(), Exception> {
    let known: &[&str] = match name {
        "UserVerification" => &["required", "preferred"],
        "FactorConfiguration" => &["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"],
        _ => return Ok(()),
    };
    if known.contains(&text) {
        return Ok(());
    }
    let message = format!("{name} {text} is not {}", known.join(" or "));
    Err(Exception::invalid(message))
}

fn refuse_without_sender(pool: &UserPool, others: &OtherFactors) -> Result<(), Exception> {
    if others.contains_key(SMS) && pool.sms_sender.is_empty() {
        return Err(Exception::invalid(
            "SMS configuration is required for SMS MFA: the pool has no SmsConfiguration",
        ));
    }
    if others.contains_key(EMAIL) && pool.email_sender.is_empty() {
        return Err(Exception::invalid(
            "Email MFA requires EmailSendingAccount DEVELOPER: Cognito's own sender sends no second factors",
        ));
    }
    if pool.tier == Tier::Lite && needs_a_plan(others) {
        return Err(Exception::new(
            ExceptionKind::FeatureUnavailableInTier,
            "Passkeys and e-mail as a second factor are not available in the LITE pricing tier.",
        ));
    }
    Ok(())
}

/// Whether the cheapest plan lacks some of it.
pub(super) fn needs_a_plan(others: &OtherFactors) -> bool {
    others.contains_key(EMAIL) || others.contains_key(PASSKEYS)
}

fn config(pool: &UserPool) -> Value {
    let mut value = json!({
        "SoftwareTokenMfaConfiguration": { "Enabled": pool.mfa != Mfa::Off },
        "MfaConfiguration": pool.mfa.name(),
    });
    for (structure, texts) in &pool.other_factors {
        value[structure] = json!(texts);
    }
    if pool.other_factors.contains_key(SMS) {
        value[SMS]["SmsConfiguration"] = json!(pool.sms_sender);
    }
    value
}
