//! What the pool writes to people, as a request must have it.

use aws_sdk_cognitoidentityprovider::types::{DefaultEmailOptionType, UserPoolType};
use serde_json::{Map, Value, json};

/// The settings with messages in them.
pub fn settings(found: &UserPoolType) -> Vec<(&'static str, Value)> {
    let mut made = Vec::new();
    if let Some(config) = found.admin_create_user_config() {
        let closed = config.allow_admin_create_user_only();
        let mut value = json!({ "AllowAdminCreateUserOnly": closed });
        if let Some(texts) = config.invite_message_template() {
            value["InviteMessageTemplate"] = texts_of(&[
                ("EmailMessage", texts.email_message()),
                ("EmailSubject", texts.email_subject()),
                ("SMSMessage", texts.sms_message()),
            ]);
        }
        made.push(("AdminCreateUserConfig", value));
    }
    if let Some(texts) = found.verification_message_template() {
        let option = texts.default_email_option().map(DefaultEmailOptionType::as_str);
        let value = texts_of(&[
            ("DefaultEmailOption", option),
            ("EmailMessage", texts.email_message()),
            ("EmailSubject", texts.email_subject()),
            ("EmailMessageByLink", texts.email_message_by_link()),
            ("EmailSubjectByLink", texts.email_subject_by_link()),
            ("SmsMessage", texts.sms_message()),
        ]);
        made.push(("VerificationMessageTemplate", value));
    }
    made
}

fn texts_of(members: &[(&str, Option<&str>)]) -> Value {
    let there = members.iter();
    let there = there.filter_map(|(name, text)| Some(((*name).to_owned(), json!((*text)?))));
    there.collect::<Map<_, _>>().into()
}

/// Whether the pool has texts by the names from before there were templates, and other ones than in its templates.
pub fn has_older(found: &UserPoolType) -> bool {
    let texts = found.verification_message_template();
    let pairs = [
        (
            found.email_verification_message(),
            texts.and_then(|texts| texts.email_message()),
        ),
        (
            found.email_verification_subject(),
            texts.and_then(|texts| texts.email_subject()),
        ),
        (
            found.sms_verification_message(),
            texts.and_then(|texts| texts.sms_message()),
        ),
    ];
    pairs
        .into_iter()
        .any(|(older, newer)| older.is_some() && older != newer)
}
