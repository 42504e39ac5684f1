//! How people make an account by the list, beside what the pool allows.

use attributes::{PasswordRules, SignUpPages, Username};
use aws_sdk_cognitoidentityprovider::types::{
    AdminCreateUserConfigType, UserPoolType, UsernameAttributeType,
};

use super::{Finding, Sides};

const ABOUT: &str = "sign-up";

pub fn compare(sides: &Sides<'_>) -> Vec<Finding> {
    let rules = sides.schema.sign_up_rules();
    let mut findings = Vec::new();
    findings.extend(of_pool(sides.pool).and_then(|of_pool| passwords(rules.password, of_pool)));
    if rules.pages == SignUpPages::Own {
        findings.extend(username(rules.username, sides));
        findings.extend(by_oneself(sides));
        findings.extend(fixed_by_others(sides));
    }
    findings
}

/// The pool's policy in the words of the list. A policy without a least length has Cognito's least.
pub fn of_pool(pool: &UserPoolType) -> Option<PasswordRules> {
    let policy = pool.policies()?.password_policy()?;
    let min_length = policy
        .minimum_length()
        .and_then(|length| u16::try_from(length).ok());
    Some(PasswordRules {
        min_length: min_length.unwrap_or(6),
        lowercase: policy.require_lowercase(),
        uppercase: policy.require_uppercase(),
        numbers: policy.require_numbers(),
        symbols: policy.require_symbols(),
    })
}

/// What people sign in with, in the words of the list.
pub fn username_of(pool: &UserPoolType) -> &'static str {
    let names = pool.username_attributes();
    if names.contains(&UsernameAttributeType::Email) {
        "email"
    } else if names.contains(&UsernameAttributeType::PhoneNumber) {
        "phone_number"
    } else {
        "name"
    }
}

/// The table of the list that says so.
pub fn table(rules: PasswordRules) -> [String; 5] {
    [
        format!("min_length = {}", rules.min_length),
        format!("require_lowercase = {}", rules.lowercase),
        format!("require_uppercase = {}", rules.uppercase),
        format!("require_numbers = {}", rules.numbers),
        format!("require_symbols = {}", rules.symbols),
    ]
}

fn passwords(rules: PasswordRules, of_pool: PasswordRules) -> Option<Finding> {
    let both = table(of_pool).into_iter().zip(table(rules));
    let differing = both.filter_map(|(of_pool, own)| (of_pool != own).then_some(of_pool));
    let differing: Vec<_> = differing.collect();
    (!differing.is_empty()).then(|| {
        Finding::warning(
            "password",
            ABOUT,
            "people are told other rules for passwords than the user pool has".to_owned(),
            format!(
                "write into [password]: {}; or let the user pool have the rules of attributes.toml",
                differing.join(", ")
            ),
        )
    })
}

fn username(username: Username, sides: &Sides<'_>) -> Option<Finding> {
    let names = sides.pool.username_attributes();
    let (is_right, own) = match username {
        Username::Email => (names.contains(&UsernameAttributeType::Email), "email"),
        Username::PhoneNumber => (
            names.contains(&UsernameAttributeType::PhoneNumber),
            "phone_number",
        ),
        Username::Name => (names.is_empty(), "name"),
    };
    let of_pool = username_of(sides.pool);
    (!is_right).then(|| {
        Finding::error(
            "username",
            ABOUT,
            format!(
                "people sign up with their {own} in attributes.toml, and with their {of_pool} in the pool"
            ),
            format!("write into [sign_up]: username = \"{of_pool}\""),
        )
    })
}

/// What cannot change is whatever the account was made with, and anybody can begin one with somebody else's address.
fn fixed_by_others(sides: &Sides<'_>) -> Option<Finding> {
    let fixed = sides.schema.for_sign_up().filter(|attribute| !attribute.mutable);
    let names: Vec<&str> = fixed.map(|attribute| attribute.name.as_str()).collect();
    (!names.is_empty()).then(|| {
        Finding::note(
            "fixed-by-others",
            ABOUT,
            format!(
                "whoever makes an account sets {} for good, and not everybody sees the sign-up form: the pool's own \
                 pages ask for none of them, and somebody else may have started the account",
                names.join(", ")
            ),
            "let nothing be decided by them; a pre sign-up trigger can refuse accounts without them".to_owned(),
        )
    })
}

fn by_oneself(sides: &Sides<'_>) -> Option<Finding> {
    let is_closed = sides
        .pool
        .admin_create_user_config()
        .is_some_and(AdminCreateUserConfigType::allow_admin_create_user_only);
    is_closed.then(|| {
        Finding::error(
            "closed",
            ABOUT,
            "the app has a sign-up form, and the pool lets only administrators make accounts".to_owned(),
            "in the console: Sign-up, Self-service sign-up; or pages = \"hosted\"".to_owned(),
        )
    })
}
