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
    let (subject, body, purpose) = wording(purpose, attribute, code, to);
    let medium = if attribute == "email" { "EMAIL" } else { "SMS" };
    service.outbox.push(Message {
        at: service.now(),
        pool_id: pool.id.clone(),
        sub: user.sub.clone(),
        medium,
        to: to.to_owned(),
        subject: format!("{subject} ({})", pool.name),
        body,
        purpose,
        code: code.to_owned(),
    });
    Delivery {
        attribute,
        medium,
        destination: mask(to),
    }
}

fn wording(purpose: Purpose, attribute: &str, code: &str, to: &str) -> (&'static str, String, String) {
    match purpose {
        Purpose::SignUp => (
            "Your verification code",
            format!("Your confirmation code is {code}"),
            "sign-up".into(),
        ),
        Purpose::ResetPassword => (
            "Your verification code",
            format!("Your password reset code is {code}"),
            "reset-password".into(),
        ),
        Purpose::Verify => (
            "Your verification code",
            format!("Your verification code is {code}"),
            format!("verify-{attribute}"),
        ),
        Purpose::Invitation => {
            let body = format!("Your username is {to} and temporary password is {code}");
            ("Your temporary password", body, "invitation".into())
        }
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
