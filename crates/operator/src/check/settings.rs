//! The pool's own settings.

use aws_sdk_cognitoidentityprovider::types::{
    AliasAttributeType, UsernameAttributeType, VerifiedAttributeType,
};

use super::{Finding, Sides};

const ABOUT: &str = "user pool";
const UPDATES: &str = "in the console: Sign-up, Attribute verification and user account confirmation";

pub fn compare(sides: &Sides<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(changes_of("email", &VerifiedAttributeType::Email, sides));
    findings.extend(changes_of(
        "phone_number",
        &VerifiedAttributeType::PhoneNumber,
        sides,
    ));
    findings.extend(domain(sides));
    findings
}

/// Whether somebody who mistypes a new address is locked out.
fn changes_of(name: &str, attribute: &VerifiedAttributeType, sides: &Sides<'_>) -> Option<Finding> {
    let pool = sides.pool;
    let usernames = pool
        .username_attributes()
        .iter()
        .map(UsernameAttributeType::as_str);
    let aliases = pool.alias_attributes().iter().map(AliasAttributeType::as_str);
    let is_sign_in_name = usernames.chain(aliases).any(|sign_in| sign_in == name);
    let is_verified = pool.auto_verified_attributes().contains(attribute);
    let settings = pool.user_attribute_update_settings();
    let waits = settings.is_some_and(|settings| {
        settings
            .attributes_require_verification_before_update()
            .contains(attribute)
    });
    if waits && is_verified || !is_sign_in_name && !is_verified {
        return None;
    }
    let remedy = format!("{UPDATES}: keep the original value active when an update is pending, for {name}");
    Some(if is_sign_in_name {
        let difference = format!(
            "AttributesRequireVerificationBeforeUpdate lacks {name}, by which people sign in: \
             who mistypes a new one is locked out"
        );
        Finding::error("unverified-change", ABOUT, difference, remedy)
    } else {
        let difference =
            format!("AttributesRequireVerificationBeforeUpdate lacks {name}: a new one counts unproven");
        Finding::warning("unverified-change", ABOUT, difference, remedy)
    })
}

/// A stand-in has its pages at its own address.
fn domain(sides: &Sides<'_>) -> Option<Finding> {
    let has_one = sides.pool.domain().or(sides.pool.custom_domain()).is_some();
    (sides.ids.endpoint.is_none() && !has_one).then(|| {
        Finding::error(
            "no-domain",
            ABOUT,
            "it has no domain, so there are no sign-in pages".to_owned(),
            "in the console: Branding, Domain".to_owned(),
        )
    })
}
