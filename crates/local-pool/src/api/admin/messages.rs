//! `VerificationMessageTemplate` and `InviteMessageTemplate`: words of one's own, which are sent as they are told. By
//! e-mail only with a sender of one's own (API reference, `VerificationMessageTemplateType` and `MessageTemplateType`).

use serde_json::{Map, Value, json};

use super::super::RequestInput;
use crate::exception::Exception;
use crate::state::{MessageTemplate, UserPool};

/// What stands for the code, or for the temporary password.
const CODE: &str = "{####}";

/// `VerificationMessageTemplate`, of which codes only are known here.
pub(super) fn read_verification(input: &mut RequestInput) -> Result<MessageTemplate, Exception> {
    let Some(mut template) = input.object("VerificationMessageTemplate")? else {
        return Ok(MessageTemplate::default());
    };
    match template.text("DefaultEmailOption")?.as_deref() {
        None | Some("CONFIRM_WITH_CODE") => read(template, "SmsMessage"),
        Some(other) => Err(Exception::invalid(format!(
            "local-pool does not implement DefaultEmailOption {other}"
        ))),
    }
}

/// `AdminCreateUserConfig`: whether people may sign up by themselves, and what is written to those who are invited.
pub(super) fn read_invitations(input: &mut RequestInput) -> Result<(bool, MessageTemplate), Exception> {
    let Some(mut config) = input.object("AdminCreateUserConfig")? else {
        return Ok((true, MessageTemplate::default()));
    };
    let is_closed = config.flag("AllowAdminCreateUserOnly")?.unwrap_or(false);
    let template = config.object("InviteMessageTemplate")?;
    config.finish()?;
    let template = template
        .map(|template| read(template, "SMSMessage"))
        .transpose()?;
    Ok((!is_closed, template.unwrap_or_default()))
}

fn read(mut template: RequestInput, text_message: &str) -> Result<MessageTemplate, Exception> {
    let read = MessageTemplate {
        email: template.text("EmailMessage")?,
        subject: template.text("EmailSubject")?,
        text_message: template.text(text_message)?,
    };
    template.finish()?;
    let has_code = |text: &Option<String>| text.as_ref().is_none_or(|text| text.contains(CODE));
    if has_code(&read.email) && has_code(&read.text_message) {
        Ok(read)
    } else {
        // As the service says it (aws/aws-cli#8280).
        Err(Exception::invalid("The message is invalid."))
    }
}

/// Cognito's own sender writes in its own words.
pub(super) fn check_sender(pool: &UserPool) -> Result<(), Exception> {
    let templates = [&pool.code_message, &pool.invite_message];
    let has_own = templates
        .iter()
        .any(|template| template.email.is_some() || template.subject.is_some());
    if has_own && pool.email_sender.is_empty() {
        let message = "EmailMessage and EmailSubject are allowed only if EmailSendingAccount is DEVELOPER";
        return Err(Exception::invalid(message));
    }
    Ok(())
}

/// `VerificationMessageTemplateType`
pub(super) fn verification(pool: &UserPool) -> Value {
    let mut value = json!({ "DefaultEmailOption": "CONFIRM_WITH_CODE" });
    for (name, text) in members(&pool.code_message, "SmsMessage") {
        value[name] = text.into();
    }
    value
}

/// `MessageTemplateType`, if there are words of one's own.
pub(super) fn invitation(pool: &UserPool) -> Option<Value> {
    let members =
        members(&pool.invite_message, "SMSMessage").map(|(name, text)| (name.to_owned(), text.into()));
    let members: Map<String, Value> = members.collect();
    (!members.is_empty()).then_some(members.into())
}

fn members<'a>(
    template: &'a MessageTemplate,
    text_message: &'static str,
) -> impl Iterator<Item = (&'static str, &'a str)> {
    let members = [
        ("EmailMessage", &template.email),
        ("EmailSubject", &template.subject),
        (text_message, &template.text_message),
    ];
    members
        .into_iter()
        .filter_map(|(name, text)| Some((name, text.as_deref()?)))
}
