//! Which addresses people may change by the list, beside what the pool makes of a new one.

use attributes::ContactChange;
use aws_sdk_cognitoidentityprovider::types::{
    AliasAttributeType, UserPoolClientType, UserPoolType, UsernameAttributeType, VerifiedAttributeType,
};

use super::{Finding, Sides, rights};

const UPDATES: &str = "in the console: Sign-up, Attribute verification and user account confirmation";

const SENDS_CODES: &str = "AutoVerifiedAttributes";
const WAITS_FOR_THEM: &str = "AttributesRequireVerificationBeforeUpdate";

/// What the list says of one of the two addresses, and what the pool does with it.
struct Found {
    name: &'static str,
    change: ContactChange,
    /// People sign in with it.
    signs_in: bool,
    /// The setting without which a new one counts before it is proven; none if it is proven first.
    lacks: Option<&'static str>,
    is_writable: bool,
}

fn addresses() -> [(&'static str, VerifiedAttributeType); 2] {
    [
        ("email", VerifiedAttributeType::Email),
        ("phone_number", VerifiedAttributeType::PhoneNumber),
    ]
}

pub fn compare(sides: &Sides<'_>) -> Vec<Finding> {
    let found = addresses().map(|(name, attribute)| look(name, &attribute, sides));
    let of_address = |found: &Found| [change(found), writing(found)];
    found.iter().flat_map(of_address).flatten().collect()
}

/// The entries of the list for what people can change safely.
pub fn table(pool: &UserPoolType, client: &UserPoolClientType) -> Vec<String> {
    let has_scope = |scope: &str| {
        client
            .allowed_o_auth_scopes()
            .iter()
            .any(|allowed| allowed == scope)
    };
    let is_safe = |(name, attribute): &(&str, VerifiedAttributeType)| {
        lacking(pool, attribute).is_none()
            && rights::is_writable(client, name)
            && (*name == "email" || has_scope("phone"))
    };
    let safe = addresses().into_iter().filter(is_safe);
    safe.map(|(name, _)| format!("{name} = \"verified first\""))
        .collect()
}

fn look(name: &'static str, attribute: &VerifiedAttributeType, sides: &Sides<'_>) -> Found {
    let pool = sides.pool;
    let usernames = pool
        .username_attributes()
        .iter()
        .map(UsernameAttributeType::as_str);
    let aliases = pool.alias_attributes().iter().map(AliasAttributeType::as_str);
    Found {
        name,
        change: sides.schema.contact_change(name),
        signs_in: usernames.chain(aliases).any(|sign_in| sign_in == name),
        lacks: lacking(pool, attribute),
        is_writable: rights::is_writable(sides.client, name),
    }
}

/// The setting for want of which a new address counts before it is proven.
fn lacking(pool: &UserPoolType, attribute: &VerifiedAttributeType) -> Option<&'static str> {
    let waits = pool.user_attribute_update_settings().is_some_and(|settings| {
        settings
            .attributes_require_verification_before_update()
            .contains(attribute)
    });
    match (pool.auto_verified_attributes().contains(attribute), waits) {
        (true, true) => None,
        (true, false) => Some(WAITS_FOR_THEM),
        (false, _) => Some(SENDS_CODES),
    }
}

/// Whether the pool does what the list says, and whether somebody who mistypes a new one is locked out.
fn change(found: &Found) -> Option<Finding> {
    let Found {
        name,
        change,
        signs_in,
        ..
    } = *found;
    let Some(lacks) = found.lacks else {
        return proven_first(found);
    };
    let effect = if signs_in {
        "people sign in with it, and who mistypes a new one is locked out"
    } else {
        "a new one counts unproven"
    };
    let difference = format!("{lacks} lacks it: {effect}");
    match change {
        ContactChange::VerifiedFirst => Some(Finding::error(
            "unverified-change",
            name,
            format!("attributes.toml says \"verified first\", and {difference}"),
            verify_first(found, lacks),
        )),
        ContactChange::AtOnce if signs_in => Some(Finding::error(
            "unverified-change",
            name,
            difference,
            verify_first(found, lacks),
        )),
        ContactChange::AtOnce if lacks == SENDS_CODES => Some(Finding::warning(
            "no-code",
            name,
            format!("{lacks} lacks it: no code is sent for a new one, and it stays unproven"),
            format!("{UPDATES}: let Cognito verify it"),
        )),
        // This app offers it to nobody; others that use the pool may.
        ContactChange::Off if signs_in => Some(Finding::warning(
            "unverified-change",
            name,
            difference,
            verify_first(found, lacks),
        )),
        ContactChange::AtOnce | ContactChange::Off => None,
    }
}

/// The pool does it in the safe way; the list may not say so.
fn proven_first(found: &Found) -> Option<Finding> {
    let Found { name, .. } = *found;
    let remedy = format!("write into [contact]: {name} = \"verified first\"");
    match found.change {
        ContactChange::AtOnce => Some(Finding::error(
            "verified-change",
            name,
            "attributes.toml says \"at once\", and the pool keeps the old one until the new one is confirmed: \
             people are told what is not so"
                .to_owned(),
            remedy,
        )),
        ContactChange::Off if found.is_writable => Some(Finding::note(
            "change-not-offered",
            name,
            "people could change it safely, and the app does not let them".to_owned(),
            remedy,
        )),
        ContactChange::VerifiedFirst | ContactChange::Off => None,
    }
}

fn verify_first(found: &Found, lacks: &str) -> String {
    let verify = if lacks == SENDS_CODES {
        "let Cognito verify it; "
    } else {
        ""
    };
    let other = match found.change {
        ContactChange::Off => String::new(),
        _ if found.signs_in => format!("; or write into [contact]: {} = \"off\"", found.name),
        _ => format!("; or write into [contact]: {} = \"at once\"", found.name),
    };
    format!("{UPDATES}: {verify}keep the original value active when an update is pending{other}")
}

/// What people are offered to change the app must be allowed to write.
fn writing(found: &Found) -> Option<Finding> {
    let Found { name, .. } = *found;
    (found.change != ContactChange::Off && !found.is_writable).then(|| {
        Finding::error(
            "not-writable",
            name,
            "people cannot write it, and the app lets them change it".to_owned(),
            format!(
                "{}: write; or write into [contact]: {name} = \"off\"",
                rights::TICK
            ),
        )
    })
}
