//! What the pool writes to people, beside what `--language` asks for.

use aws_sdk_cognitoidentityprovider::types::{EmailSendingAccountType, UserPoolType, VerifiedAttributeType};

use super::{Finding, Sides};
use crate::messages::Messages;
use crate::plan::{Setting, Settings, Value};

const ABOUT: &str = "messages";

pub fn compare(sides: &Sides<'_>) -> Option<Finding> {
    let messages = sides.messages.as_ref()?;
    let pool = sides.pool;
    if !takes_words(pool) {
        return Some(Finding::warning(
            "messages",
            ABOUT,
            "Cognito's own sender has its own words, in English".to_owned(),
            "let Amazon SES send the pool's mail first; docs/guide/your-pool.md, Mail".to_owned(),
        ));
    }
    let differing = differing(&of_pool(pool), &wanted(messages, pool));
    (!differing.is_empty()).then(|| {
        Finding::warning(
            "messages",
            ABOUT,
            format!("other words than --language asks for: {}", differing.join(", ")),
            "in the console: Authentication, Message templates".to_owned(),
        )
    })
}

/// The settings that say what was asked for, if the pool takes them.
pub fn settings(sides: &Sides<'_>) -> Option<Vec<Setting>> {
    let messages = sides.messages.as_ref().filter(|_| takes_words(sides.pool))?;
    let setting = |name, value| Setting {
        name,
        value,
        comment: None,
    };
    let [code, invitation] = wanted(messages, sides.pool);
    let mut admin = Settings::default();
    admin.set("InviteMessageTemplate", Value::Map(invitation));
    Some(vec![
        setting("VerificationMessageTemplate", Value::Map(code)),
        setting("AdminCreateUserConfig", Value::Map(admin)),
    ])
}

/// Cognito's own sender has its own words; text messages do not go by it.
fn takes_words(pool: &UserPoolType) -> bool {
    is_sent_by_ses(pool)
        || !pool
            .auto_verified_attributes()
            .contains(&VerifiedAttributeType::Email)
}

fn is_sent_by_ses(pool: &UserPoolType) -> bool {
    let email = pool.email_configuration();
    email.and_then(|email| email.email_sending_account()) == Some(&EmailSendingAccountType::Developer)
}

/// Codes and invitations, by the ways they are sent in this pool.
fn wanted(messages: &Messages, pool: &UserPoolType) -> [Settings; 2] {
    let (by_mail, by_text) = (is_sent_by_ses(pool), pool.sms_configuration().is_some());
    [
        messages.code.settings("SmsMessage", by_mail, by_text),
        messages.invitation.settings("SMSMessage", by_mail, by_text),
    ]
}

/// The same members as the pool has them.
fn of_pool(pool: &UserPoolType) -> [[(&'static str, Option<&str>); 3]; 2] {
    let code = pool.verification_message_template();
    let admin = pool.admin_create_user_config();
    let invitation = admin.and_then(|config| config.invite_message_template());
    [
        [
            ("EmailMessage", code.and_then(|texts| texts.email_message())),
            ("EmailSubject", code.and_then(|texts| texts.email_subject())),
            ("SmsMessage", code.and_then(|texts| texts.sms_message())),
        ],
        [
            ("EmailMessage", invitation.and_then(|texts| texts.email_message())),
            ("EmailSubject", invitation.and_then(|texts| texts.email_subject())),
            ("SMSMessage", invitation.and_then(|texts| texts.sms_message())),
        ],
    ]
}

/// The names of the settings in which they differ.
fn differing(found: &[[(&'static str, Option<&str>); 3]; 2], wanted: &[Settings; 2]) -> Vec<String> {
    let mut names = Vec::new();
    for (kind, found, wanted) in [
        ("VerificationMessageTemplate", &found[0], &wanted[0]),
        ("InviteMessageTemplate", &found[1], &wanted[1]),
    ] {
        let differs = |(name, text): &&(&'static str, Option<&str>)| match wanted.get(name) {
            Some(Setting {
                value: Value::Text(wanted),
                ..
            }) => *text != Some(wanted),
            _ => false,
        };
        names.extend(
            found
                .iter()
                .filter(differs)
                .map(|(name, _)| format!("{kind}.{name}")),
        );
    }
    names
}
