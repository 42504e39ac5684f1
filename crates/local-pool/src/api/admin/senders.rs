//! `EmailConfiguration` and `SmsConfiguration`: kept and shown. Whoever is named as sender, messages go to the outbox.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::RequestInput;
use crate::exception::Exception;

const BY_COGNITO: &str = "COGNITO_DEFAULT";

/// The members of `EmailConfiguration` but for `EmailSendingAccount`; none for Cognito's own sender.
pub(super) fn read_email(input: &mut RequestInput) -> Result<BTreeMap<String, String>, Exception> {
    let Some(mut configuration) = input.object("EmailConfiguration")? else {
        return Ok(BTreeMap::new());
    };
    let account = configuration.text("EmailSendingAccount")?;
    let mut members = BTreeMap::new();
    for name in ["From", "ReplyToEmailAddress", "SourceArn", "ConfigurationSet"] {
        if let Some(text) = configuration.text(name)? {
            members.insert(name.to_owned(), text);
        }
    }
    configuration.finish()?;
    match account.as_deref() {
        None | Some(BY_COGNITO) if members.is_empty() => Ok(members),
        None | Some(BY_COGNITO) => Err(Exception::invalid(
            "local-pool does not implement COGNITO_DEFAULT with an address of one's own",
        )),
        Some("DEVELOPER") if members.contains_key("SourceArn") => Ok(members),
        Some("DEVELOPER") => Err(Exception::invalid(
            "EmailConfiguration: SourceArn is required with EmailSendingAccount DEVELOPER",
        )),
        Some(other) => Err(Exception::invalid(format!(
            "EmailSendingAccount {other} is not COGNITO_DEFAULT or DEVELOPER"
        ))),
    }
}

/// `EmailConfigurationType`
pub(super) fn email(members: &BTreeMap<String, String>) -> Value {
    let account = if members.is_empty() {
        BY_COGNITO
    } else {
        "DEVELOPER"
    };
    let mut value = json!({ "EmailSendingAccount": account });
    for (name, text) in members {
        value[name] = text.as_str().into();
    }
    value
}

/// The members of `SmsConfiguration`.
pub(super) fn read_sms(input: &mut RequestInput) -> Result<BTreeMap<String, String>, Exception> {
    let Some(mut configuration) = input.object("SmsConfiguration")? else {
        return Ok(BTreeMap::new());
    };
    let role = configuration.required("SnsCallerArn")?;
    let mut members = BTreeMap::from([("SnsCallerArn".to_owned(), role)]);
    for name in ["ExternalId", "SnsRegion"] {
        if let Some(text) = configuration.text(name)? {
            members.insert(name.to_owned(), text);
        }
    }
    configuration.finish()?;
    Ok(members)
}
