//! Who sends the pool's mail and text messages, and in which words.

use super::{Identity, PoolPlan, Reference, Sender, Settings, Value, map, settings_of};

use crate::messages::Message;

/// Why no link is sent.
const BY_CODE: &str = "The app asks for a code; a link would lead to the pool's pages.";

impl PoolPlan {
    /// With words of one's own, if there are some and the sender is the one that may have them.
    pub(super) fn set_messages(&self, pool: &mut Settings) {
        let mut admin = settings_of([("AllowAdminCreateUserOnly", (!self.sign_up_open).into())]);
        let mut code = settings_of([("DefaultEmailOption", "CONFIRM_WITH_CODE".into())]);
        if let Some(messages) = &self.messages {
            let (by_mail, by_text) = (self.sender != Sender::Cognito, self.sms.is_some());
            let invitation = |by_mail| messages.invitation.settings("SMSMessage", by_mail, by_text);
            let of_code = |by_mail| {
                let own = messages.code.settings("SmsMessage", by_mail, by_text);
                Settings([&code.0[..], &own.0].concat())
            };
            if matches!(
                self.sender,
                Sender::Ses {
                    identity: Identity::New,
                    ..
                }
            ) {
                let either = Value::OnceMailIsVerified(invitation(true), invitation(false));
                admin.set("InviteMessageTemplate", either);
                pool.set("AdminCreateUserConfig", Value::Map(admin));
                let either = Value::OnceMailIsVerified(of_code(true), of_code(false));
                pool.set_because("VerificationMessageTemplate", either, BY_CODE);
                return;
            }
            admin.set("InviteMessageTemplate", Value::Map(invitation(by_mail)));
            code = of_code(by_mail);
        }
        pool.set("AdminCreateUserConfig", Value::Map(admin));
        pool.set_because("VerificationMessageTemplate", Value::Map(code), BY_CODE);
    }

    /// Who sends.
    pub(super) fn set_senders(&self, pool: &mut Settings) {
        match &self.sender {
            Sender::Cognito => pool.set_because(
                "EmailConfiguration",
                cognito_sender(),
                "Cognito's own sender: 50 messages a day for the whole account, for tests.",
            ),
            Sender::Ses { identity, .. } => {
                let by_ses = self.ses_sender();
                match identity {
                    Identity::Verified(_) => pool.set("EmailConfiguration", Value::Map(by_ses)),
                    Identity::New => pool.set_because(
                        "EmailConfiguration",
                        Value::OnceMailIsVerified(
                            by_ses,
                            settings_of([("EmailSendingAccount", "COGNITO_DEFAULT".into())]),
                        ),
                        "Until the DNS records of the domain are found Cognito sends itself: 50 messages a day.",
                    ),
                }
            }
        }
        if let Some(sms) = &self.sms {
            let role = sms
                .role
                .clone()
                .map_or(Value::Reference(Reference::SmsRoleArn), Value::Text);
            pool.set(
                "SmsConfiguration",
                map([
                    ("SnsCallerArn", role),
                    ("ExternalId", sms.external_id.clone().into()),
                ]),
            );
        }
    }

    /// The sender by SES, if mail goes that way.
    fn ses_sender(&self) -> Settings {
        let mut sender = Settings::default();
        let Sender::Ses {
            from,
            reply_to,
            identity,
        } = &self.sender
        else {
            return sender;
        };
        sender.set("EmailSendingAccount", "DEVELOPER");
        sender.set("From", from.text.clone());
        if let Some(reply_to) = reply_to {
            sender.set("ReplyToEmailAddress", reply_to.text.clone());
        }
        let arn = match identity {
            Identity::New => Value::Reference(Reference::MailIdentityArn),
            Identity::Verified(arn) => arn.as_str().into(),
        };
        sender.set("SourceArn", arn);
        sender
    }
}

impl Message {
    /// By their names in a template of messages, of which one differs.
    pub fn settings(&self, text_message: &'static str, by_mail: bool, by_text: bool) -> Settings {
        let mut settings = Settings::default();
        if by_mail {
            settings.set("EmailMessage", self.email.clone());
            settings.set("EmailSubject", self.subject.clone());
        }
        if by_text {
            settings.set(text_message, self.sms.clone());
        }
        settings
    }
}

fn cognito_sender() -> Value {
    map([("EmailSendingAccount", "COGNITO_DEFAULT".into())])
}
