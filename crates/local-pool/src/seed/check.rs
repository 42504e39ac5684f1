//! What can be wrong with a seed, as sentences that name the place.

use std::collections::BTreeSet;

use super::check_client::check_client;
use super::install::schema_of;
use super::{CustomAttributeSeed, PoolSeed, Seed, UserSeed};
use crate::api::is_visible;
use crate::attributes::{Schema, values};

/// `ProviderType` of `CreateIdentityProvider`.
const PROVIDER_TYPES: [&str; 6] = [
    "SAML",
    "Facebook",
    "Google",
    "LoginWithAmazon",
    "SignInWithApple",
    "OIDC",
];

pub(super) type Problems = Vec<String>;

pub(super) fn problems(seed: &Seed) -> Problems {
    let mut out = Problems::new();
    if seed.pools.is_empty() {
        out.push("`pools` is empty".into());
    }
    let mut clients = BTreeSet::new();
    let mut pools = BTreeSet::new();
    for pool in &seed.pools {
        if !pools.insert(&pool.id) {
            out.push(format!("pool {}: the id is used twice", pool.id));
        }
        for client in &pool.clients {
            if !clients.insert(&client.id) {
                out.push(format!("client {}: the id is used twice", client.id));
            }
        }
        check_pool(pool, &mut out);
    }
    out
}

fn check_pool(pool: &PoolSeed, out: &mut Problems) {
    let at = format!("pool {}", pool.id);
    if !is_pool_id(&pool.id) {
        out.push(format!("{at}: the id must look like eu-west-1_local0001"));
    }
    if !pool.username_attributes.is_empty() && !pool.alias_attributes.is_empty() {
        out.push(format!(
            "{at}: username_attributes and alias_attributes exclude each other"
        ));
    }
    check_lists(&at, pool, out);
    if !(6..=99).contains(&pool.password_policy.minimum_length) {
        out.push(format!("{at}: password_policy.minimum_length must be 6 to 99"));
    }
    let schema = schema_of(pool);
    check_schema(&at, pool, &schema, out);
    for client in &pool.clients {
        check_client(pool, client, &schema, out);
    }
    for (index, user) in pool.users.iter().enumerate() {
        check_user(&format!("{at}, user {}", index + 1), pool, user, &schema, out);
    }
}

/// The lists of attributes with a part of their own.
fn check_lists(at: &str, pool: &PoolSeed, out: &mut Problems) {
    let proven = ["email", "phone_number"];
    let aliases = ["email", "phone_number", "preferred_username"];
    let auto: Vec<_> = pool.auto_verified_attributes.iter().map(String::as_str).collect();
    for (key, values, known) in [
        ("username_attributes", &pool.username_attributes, &proven[..]),
        ("alias_attributes", &pool.alias_attributes, &aliases),
        (
            "auto_verified_attributes",
            &pool.auto_verified_attributes,
            &proven,
        ),
        (
            "attributes_require_verification_before_update",
            &pool.attributes_require_verification_before_update,
            &auto,
        ),
    ] {
        only(at, key, values, known, out);
    }
}

fn check_schema(at: &str, pool: &PoolSeed, schema: &Schema, out: &mut Problems) {
    for name in &pool.required_attributes {
        let standard = crate::attributes::standard::is_standard(name) && !name.ends_with("_verified");
        if !standard || name == "sub" {
            out.push(format!(
                "{at}: required_attributes: `{name}` is not a standard attribute that can be required"
            ));
        }
    }
    if pool.custom_attributes.len() > 50 {
        out.push(format!("{at}: more than 50 custom attributes"));
    }
    for attribute in &pool.custom_attributes {
        let at = format!("{at}, custom attribute {}", attribute.name);
        if schema
            .0
            .iter()
            .filter(|rule| rule.name == format!("custom:{}", attribute.name))
            .count()
            > 1
        {
            out.push(format!("{at}: the name is used twice"));
        }
        check_custom(&at, attribute, out);
    }
}

fn check_custom(at: &str, attribute: &CustomAttributeSeed, out: &mut Problems) {
    use super::AttributeType::{Boolean, DateTime, Number, String};
    if !is_custom_name(&attribute.name) {
        out.push(format!(
            "{at}: the name must have 1 to 20 visible characters and no prefix"
        ));
    }
    let (min, max) = (attribute.min, attribute.max);
    match attribute.attribute_type {
        DateTime | Boolean if min.or(max).is_some() => out.push(format!("{at}: this type has no min or max")),
        String if [min, max].into_iter().flatten().any(|n| !(0..=2048).contains(&n)) => {
            out.push(format!("{at}: a length must be 0 to 2048"));
        }
        String | Number if min.zip(max).is_some_and(|(min, max)| min > max) => {
            out.push(format!("{at}: min is greater than max"));
        }
        _ => {}
    }
}

/// Whether a custom attribute may have this name (without its prefix).
pub(crate) fn is_custom_name(name: &str) -> bool {
    (1..=20).contains(&name.chars().count()) && name.chars().all(is_visible) && !name.starts_with("custom:")
}

fn check_user(at: &str, pool: &PoolSeed, user: &UserSeed, schema: &Schema, out: &mut Problems) {
    check_username(at, pool, user, out);
    check_values(at, user, schema, out);
    let weak = user
        .password
        .as_ref()
        .and_then(|password| pool.password_policy.check(password).err());
    out.extend(weak.map(|refusal| format!("{at}: {}", refusal.message)));
    check_identities(at, user, out);
    for group in user
        .groups
        .iter()
        .filter(|group| !pool.groups.contains_key(*group))
    {
        out.push(format!("{at}: there is no group {group}"));
    }
}

fn check_username(at: &str, pool: &PoolSeed, user: &UserSeed, out: &mut Problems) {
    let by_attribute = !pool.username_attributes.is_empty();
    if by_attribute && user.username.is_some() {
        out.push(format!(
            "{at}: has a username in a pool where people sign in by {}",
            pool.username_attributes[0]
        ));
    } else if !by_attribute && user.username.is_none() {
        out.push(format!("{at}: has no username"));
    }
    if by_attribute
        && !pool
            .username_attributes
            .iter()
            .any(|name| user.attributes.contains_key(name))
    {
        out.push(format!(
            "{at}: has none of {}",
            pool.username_attributes.join(", ")
        ));
    }
}

fn check_values(at: &str, user: &UserSeed, schema: &Schema, out: &mut Problems) {
    for (name, value) in &user.attributes {
        match schema.get(name) {
            None => out.push(format!("{at}: `{name}` is not in the schema")),
            Some(rule) => {
                if let Some(problem) = values::problem(rule, value) {
                    out.push(format!("{at}: {name}: {problem}"));
                }
            }
        }
    }
}

fn check_identities(at: &str, user: &UserSeed, out: &mut Problems) {
    for identity in &user.identities {
        only(
            at,
            "identities",
            std::slice::from_ref(&identity.provider_type),
            &PROVIDER_TYPES,
            out,
        );
        if !(1..=32).contains(&identity.provider_name.chars().count()) || identity.user_id.is_empty() {
            out.push(format!(
                "{at}: identities: a provider has a name of 1 to 32 characters, and knows people by an id"
            ));
        }
    }
}

/// Whether an AWS client would take this for a pool id: `{region}_{letters and digits}`.
fn is_pool_id(id: &str) -> bool {
    let Some((region, rest)) = id.split_once('_') else {
        return false;
    };
    let parts: Vec<&str> = region.split('-').collect();
    let letters = |s: &&str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase());
    let (Some(number), Some(words)) = (parts.last(), parts.get(..parts.len() - 1)) else {
        return false;
    };
    let region_ok = words.len() >= 2 && words.iter().all(letters) && number.len() == 1;
    region_ok
        && number.bytes().all(|b| b.is_ascii_digit())
        && !rest.is_empty()
        && id.len() <= 55
        && rest.bytes().all(|b| b.is_ascii_alphanumeric())
}

pub(super) fn only(at: &str, key: &str, values: &[String], known: &[&str], out: &mut Problems) {
    for value in values.iter().filter(|value| !known.contains(&value.as_str())) {
        let known = if known.is_empty() {
            "nothing".into()
        } else {
            known.join(", ")
        };
        out.push(format!("{at}: {key}: `{value}` is not one of {known}"));
    }
}
