//! Codes: made, sent, checked.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use clock::Timestamp;

use crate::exception::Exception;
use crate::journal::Message;
use crate::random;
use crate::service::Service;
use crate::state::{Code, User, UserPool};

/// Sign-up and attribute codes live a day.
pub(crate) const DAY: i64 = 24 * 3600;
/// Codes for a forgotten password live an hour.
pub(crate) const HOUR: i64 = 3600;

/// Where a code went (API reference, `CodeDeliveryDetailsType`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub attribute: &'static str,
    pub medium: &'static str,
    /// Masked: `a***@e***`.
    pub destination: String,
}

/// A new code.
pub(crate) fn new_code(now: Timestamp, lifetime: i64) -> Code {
    Code {
        value: random::six_digits(),
        until: now.plus_seconds(lifetime),
        failed: 0,
    }
}

/// Compares what was typed with what was sent.
pub(crate) fn check_code(sent: Option<&Code>, typed: &str, now: Timestamp) -> Result<(), Exception> {
    let sent = sent.ok_or_else(Exception::code_expired)?;
    if sent.until <= now {
        return Err(Exception::code_expired());
    }
    verify_slices_are_equal(sent.value.as_bytes(), typed.trim().as_bytes())
        .map_err(|_| Exception::code_mismatch())
}

/// The attribute codes of this kind go to, given what the user has: e-mail first.
pub(crate) fn contact_of(user: &User, candidates: &[String]) -> Option<&'static str> {
    let has = |name: &&str| candidates.iter().any(|c| c == name) && user.attributes.contains_key(*name);
    ["email", "phone_number"].into_iter().find(has)
}

/// What the message is about.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    SignUp,
    ResetPassword,
    Verify,
    Invitation,
}

/// Puts a message into the outbox and says where it went.
pub(crate) fn send(
    service: &Service,
    pool: &UserPool,
    user: &User,
    contact: (&'static str, &str),
    purpose: Purpose,
    code: &str,
) -> Delivery {
    let (attribute, to) = contact;
    let wording = wording(pool, user, contact, purpose, code);
    let medium = if attribute == "email" { "EMAIL" } else { "SMS" };
    service.outbox.push(Message {
        at: service.now(),
        pool_id: pool.id.clone(),
        sub: user.sub.clone(),
        medium,
        to: to.to_owned(),
        subject: wording.subject,
        body: wording.body,
        purpose: match purpose {
            Purpose::SignUp => "sign-up".into(),
            Purpose::ResetPassword => "reset-password".into(),
            Purpose::Verify => format!("verify-{attribute}"),
            Purpose::Invitation => "invitation".into(),
        },
        code: code.to_owned(),
    });
    Delivery {
        attribute,
        medium,
        destination: mask(to),
    }
}

/// What a message says.
struct Wording {
    subject: String,
    body: String,
}

/// The pool's own words, where it has some, and the service's.
fn wording(
    pool: &UserPool,
    user: &User,
    (attribute, to): (&str, &str),
    purpose: Purpose,
    code: &str,
) -> Wording {
    let is_invitation = matches!(purpose, Purpose::Invitation);
    // Names that people never see stand behind their addresses.
    let name = if pool.username_attributes.is_empty() {
        &user.username
    } else {
        to
    };
    let own = if is_invitation {
        &pool.invite_message
    } else {
        &pool.code_message
    };
    let body = if attribute == "email" {
        &own.email
    } else {
        &own.text_message
    };
    let (subject, plain) = match purpose {
        Purpose::SignUp => (
            "Your verification code",
            format!("Your confirmation code is {code}"),
        ),
        Purpose::ResetPassword => (
            "Your verification code",
            format!("Your password reset code is {code}"),
        ),
        Purpose::Verify => (
            "Your verification code",
            format!("Your verification code is {code}"),
        ),
        Purpose::Invitation => (
            "Your temporary password",
            format!("Your username is {name} and temporary password is {code}"),
        ),
    };
    let own_subject = own.subject.clone().filter(|_| attribute == "email");
    Wording {
        subject: own_subject.unwrap_or_else(|| format!("{subject} ({})", pool.name)),
        body: body.as_ref().map_or(plain, |text| {
            // Split first: a name may look like the placeholder of the code.
            let parts = text.split("{####}").map(|part| {
                if is_invitation {
                    part.replace("{username}", name)
                } else {
                    part.to_owned()
                }
            });
            parts.collect::<Vec<_>>().join(code)
        }),
    }
}

/// `a***@e***` for an address, `+*******9934` for a number.
pub(crate) fn mask(to: &str) -> String {
    let first = |part: &str| part.chars().next().map(String::from).unwrap_or_default();
    if let Some((local, domain)) = to.split_once('@') {
        return format!("{}***@{}***", first(local), first(domain));
    }
    let tail: String = to.chars().skip(to.chars().count().saturating_sub(4)).collect();
    format!("+*******{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_masked() {
        assert_eq!(mask("alice@example.com"), "a***@e***");
        assert_eq!(mask("+441632969934"), "+*******9934");
    }
}
