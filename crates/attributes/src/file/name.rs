//! Names of attributes: what a list may contain.

use crate::attribute::CUSTOM_PREFIX;
use crate::value::{is_control, is_invisible, is_joiner};

/// The greatest number of custom attributes in a user pool.
///
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html>
pub(super) const MAX_CUSTOM_ATTRIBUTES: usize = 50;

/// The greatest length of a custom attribute's name, without the prefix.
///
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SchemaAttributeType.html>
const MAX_CUSTOM_NAME: usize = 20;

/// The standard attributes of every user pool that people may write without further ado: all but their addresses and
/// what the pool keeps itself.
///
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html>
pub const STANDARD_ATTRIBUTES: [&str; 14] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "address",
];

/// Whether an attribute of this name can be on a list; the error says why not.
pub(super) fn check_name(name: &str) -> Result<(), String> {
    if let Some(custom) = name.strip_prefix(CUSTOM_PREFIX) {
        return check_custom_name(custom);
    }
    Err(match name {
        _ if STANDARD_ATTRIBUTES.contains(&name) => return Ok(()),
        "sub" => "`sub` is the pool's own name for a person and never changes".to_owned(),
        "email" | "phone_number" => {
            format!(
                "`{name}` cannot be on the list: it is changed on its own page, with a code that confirms it"
            )
        }
        "email_verified" | "phone_number_verified" => {
            format!("`{name}` cannot be on the list: only the user pool sets it, once a code has come back")
        }
        "updated_at" | "identities" => format!("`{name}` cannot be on the list: the user pool keeps it"),
        _ if name.starts_with("dev:") => {
            format!(
                "`{name}` cannot be on the list: it is for developers, and only AWS credentials can write it"
            )
        }
        _ => format!("there is no standard attribute `{name}`; custom ones start with `{CUSTOM_PREFIX}`"),
    })
}

/// Letters, marks, symbols, digits and punctuation of any script, as in Cognito's pattern
/// `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`: nothing blank and nothing that controls.
fn check_custom_name(name: &str) -> Result<(), String> {
    let length = name.chars().count();
    if !(1..=MAX_CUSTOM_NAME).contains(&length) {
        return Err(format!(
            "after `{CUSTOM_PREFIX}` a name has 1 to {MAX_CUSTOM_NAME} characters, and this one has {length}"
        ));
    }
    if name.contains(|c: char| c.is_whitespace() || is_control(c) || is_invisible(c) || is_joiner(c)) {
        return Err("a name has no blanks and no control characters".to_owned());
    }
    // Forms post an attribute as `values[name]`.
    if name.contains(['[', ']']) {
        return Err("a name with `[` or `]` cannot be in a form".to_owned());
    }
    Ok(())
}

/// Whether it is the one standard attribute that is a day: Cognito takes exactly ten characters,
/// `YYYY-MM-DD`.
pub(super) fn is_birthdate(name: &str) -> bool {
    name == "birthdate"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribute_lists_may_name_custom_and_writable_attributes() {
        for name in [
            "custom:a",
            "custom:department",
            "custom:12345678901234567890",
            "custom:né_№-1",
        ] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in STANDARD_ATTRIBUTES {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn every_other_name_is_refused_with_its_reason() {
        for (name, reason) in [
            ("", "there is no standard attribute"),
            ("department", "custom ones start with `custom:`"),
            ("Name", "there is no standard attribute"),
            ("Custom:department", "custom ones start with `custom:`"),
            ("custom:", "this one has 0"),
            ("custom:123456789012345678901", "this one has 21"),
            ("custom:job title", "no blanks"),
            ("custom:job\u{7}", "no control characters"),
            ("custom:job\u{200b}", "no control characters"),
            ("custom:a[b]", "cannot be in a form"),
            ("custom:]", "cannot be in a form"),
            ("sub", "never changes"),
            ("email", "its own page"),
            ("phone_number", "its own page"),
            ("email_verified", "only the user pool sets it"),
            ("phone_number_verified", "only the user pool sets it"),
            ("updated_at", "the user pool keeps it"),
            ("dev:custom:role", "for developers"),
        ] {
            let sentence = check_name(name).unwrap_err();
            assert!(sentence.contains(reason), "{name}: {sentence}");
        }
    }
}
