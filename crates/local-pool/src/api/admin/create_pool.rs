//! `CreateUserPool` and `UpdateUserPool`. Settings that this pool cannot honour are refused by name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::super::{ActionResult, RequestInput};
use super::mfa_config::needs_a_plan;
use super::pools::user_pool_type;
use super::schema::{Described, check_count};
use super::{messages, pool, recovery, senders};
use crate::attributes::Schema;
use crate::exception::{Exception, ExceptionKind};
use crate::password::PasswordPolicy;
use crate::random;
use crate::service::Service;
use crate::state::{Mfa, Tier, UserPool};

/// Where new pools are, unless the signature says.
const REGION: &str = "eu-west-1";
const CONTACTS: [&str; 2] = ["email", "phone_number"];
const FIRST_FACTORS: [&str; 4] = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"];
const ALIASES: [&str; 3] = ["email", "phone_number", "preferred_username"];

/// `CreateUserPool`
pub(in crate::api) fn create(service: &Service, mut input: RequestInput) -> ActionResult {
    let now = service.now();
    let region = input.region.clone();
    let name = input.required("PoolName")?;
    let username_attributes = names_of(&mut input, "UsernameAttributes", &CONTACTS)?;
    let alias_attributes = names_of(&mut input, "AliasAttributes", &ALIASES)?;
    if !username_attributes.is_empty() && !alias_attributes.is_empty() {
        let message = "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.";
        return Err(Exception::invalid(message));
    }
    let (auto_verified_attributes, verify_before_update) = read_verification(&mut input)?;
    let policies = read_policies(&mut input)?;
    let (self_sign_up, invite_message) = messages::read_invitations(&mut input)?;
    let pool = UserPool {
        id: format!(
            "{}_{}",
            region.as_deref().unwrap_or(REGION),
            random::lower_alnum(9)
        ),
        name,
        schema: read_schema(&mut input)?,
        username_attributes,
        alias_attributes,
        auto_verified_attributes,
        verify_before_update,
        password_policy: policies.0,
        first_factors: policies.1,
        self_sign_up,
        case_sensitive: nested_flag(&mut input, "UsernameConfiguration", "CaseSensitive", true)?,
        mfa: read_mfa(&mut input)?,
        other_factors: BTreeMap::new(),
        recovery: recovery::read(&mut input)?,
        groups: BTreeMap::new(),
        resource_servers: BTreeMap::new(),
        domain: None,
        deletion_protected: read_protection(&mut input)?,
        tier: read_tier(&mut input)?,
        email_sender: senders::read_email(&mut input)?,
        sms_sender: senders::read_sms(&mut input)?,
        has_updated_issuer: read_issuer(&mut input)?,
        code_message: messages::read_verification(&mut input)?,
        invite_message,
        tags: input.strings("UserPoolTags")?.unwrap_or_default(),
        styles: BTreeMap::new(),
        created: now,
        modified: now,
    };
    accept_no_triggers(&mut input)?;
    input.finish()?;
    refuse_beyond_lite(&pool)?;
    messages::check_sender(&pool)?;
    let answer = json!({ "UserPool": user_pool_type(service, &pool) });
    service.state().put_pool(pool);
    Ok(Some(answer))
}

/// `UpdateUserPool`: what is left out goes back to its default. Schema and sign-in names stay as they are.
pub(in crate::api) fn update(service: &Service, mut input: RequestInput) -> ActionResult {
    let old = pool(service, &mut input)?;
    let (auto_verified_attributes, verify_before_update) = read_verification(&mut input)?;
    let policies = read_policies(&mut input)?;
    let (self_sign_up, invite_message) = messages::read_invitations(&mut input)?;
    let updated = UserPool {
        name: input.text("PoolName")?.unwrap_or_else(|| old.name.clone()),
        auto_verified_attributes,
        verify_before_update,
        password_policy: policies.0,
        first_factors: policies.1,
        self_sign_up,
        mfa: read_mfa(&mut input)?,
        recovery: recovery::read(&mut input)?,
        deletion_protected: read_protection(&mut input)?,
        tier: read_tier(&mut input)?,
        email_sender: senders::read_email(&mut input)?,
        sms_sender: senders::read_sms(&mut input)?,
        has_updated_issuer: read_issuer(&mut input)?,
        code_message: messages::read_verification(&mut input)?,
        invite_message,
        tags: input.strings("UserPoolTags")?.unwrap_or_default(),
        modified: service.now(),
        ..old
    };
    accept_no_triggers(&mut input)?;
    input.finish()?;
    refuse_beyond_lite(&updated)?;
    messages::check_sender(&updated)?;
    service.state().put_pool(updated);
    Ok(Some(json!({})))
}

/// What is in use has to go before the cheapest plan can come.
fn refuse_beyond_lite(pool: &UserPool) -> Result<(), Exception> {
    let has_managed_login = pool.domain.as_ref().is_some_and(|domain| domain.version > 1);
    let in_use = if has_managed_login || !pool.styles.is_empty() {
        "managed login"
    } else if needs_a_plan(&pool.other_factors) || pool.first_factors.len() > 1 {
        "passkeys, e-mail as a second factor"
    } else {
        return Ok(());
    };
    if pool.tier != Tier::Lite {
        return Ok(());
    }
    Err(Exception::new(
        ExceptionKind::FeatureUnavailableInTier,
        format!("The following features need to be disabled for the LITE pricing tier: {in_use}."),
    ))
}

/// None are known here; exports from the console spell out that there are none.
fn accept_no_triggers(input: &mut RequestInput) -> Result<(), Exception> {
    input.object("LambdaConfig")?.map_or(Ok(()), RequestInput::finish)
}

fn read_protection(input: &mut RequestInput) -> Result<bool, Exception> {
    match input.text("DeletionProtection")?.as_deref() {
        None | Some("INACTIVE") => Ok(false),
        Some("ACTIVE") => Ok(true),
        Some(other) => Err(Exception::invalid(format!(
            "DeletionProtection {other} is not ACTIVE or INACTIVE"
        ))),
    }
}

fn read_issuer(input: &mut RequestInput) -> Result<bool, Exception> {
    let Some(mut configuration) = input.object("IssuerConfiguration")? else {
        return Ok(false);
    };
    let kind = configuration.required("Type")?;
    configuration.finish()?;
    match kind.as_str() {
        "ORIGINAL" => Ok(false),
        "UPDATED" => Ok(true),
        other => Err(Exception::invalid(format!(
            "IssuerConfiguration Type {other} is not ORIGINAL or UPDATED"
        ))),
    }
}

fn read_tier(input: &mut RequestInput) -> Result<Tier, Exception> {
    let Some(name) = input.text("UserPoolTier")? else {
        return Ok(Tier::default());
    };
    let known = Tier::ALL.into_iter().find(|(known, _)| *known == name);
    known
        .map(|(_, tier)| tier)
        .ok_or_else(|| Exception::invalid(format!("UserPoolTier {name} is not LITE, ESSENTIALS or PLUS")))
}

/// Standard attributes may be marked as required and be given other bounds; all others are custom ones.
fn read_schema(input: &mut RequestInput) -> Result<Schema, Exception> {
    let mut schema = Schema::new(&[], Vec::new());
    let mut seen = BTreeSet::new();
    for item in input.objects("Schema")?.unwrap_or_default() {
        let described = Described::read(item)?;
        if !seen.insert(described.name.clone()) {
            let name = described.name;
            return Err(Exception::invalid(format!(
                "{name}: Existing attribute already has name {name}."
            )));
        }
        match schema.0.iter_mut().find(|rule| rule.name == described.name) {
            Some(rule) => described.change_standard(rule)?,
            None => schema.0.push(described.into_custom()?),
        }
    }
    check_count(&schema)?;
    Ok(schema)
}

/// A list of names, each one of `known`.
fn names_of(input: &mut RequestInput, member: &str, known: &[&str]) -> Result<Vec<String>, Exception> {
    let names = input.texts(member)?.unwrap_or_default();
    match names.iter().find(|name| !known.contains(&name.as_str())) {
        None => Ok(names),
        Some(other) => Err(Exception::invalid(format!(
            "1 validation error detected: Value '[{other}]' at '{member}' failed to satisfy constraint: Member must \
             satisfy enum value set: [{}]",
            known.join(", ")
        ))),
    }
}

/// What can be proven by a code, and which of it is proven before it is changed.
fn read_verification(input: &mut RequestInput) -> Result<(Vec<String>, Vec<String>), Exception> {
    let auto_verified = names_of(input, "AutoVerifiedAttributes", &CONTACTS)?;
    let before_update = read_update_settings(input)?;
    match before_update.iter().find(|name| !auto_verified.contains(name)) {
        None => Ok((auto_verified, before_update)),
        Some(name) => Err(Exception::invalid(format!(
            "AttributesRequireVerificationBeforeUpdate: {name} must be in AutoVerifiedAttributes"
        ))),
    }
}

/// `UserPoolPolicyType`: the rules for passwords, and what people may begin with.
fn read_policies(input: &mut RequestInput) -> Result<(PasswordPolicy, Vec<String>), Exception> {
    let Some(mut policies) = input.object("Policies")? else {
        return Ok((PasswordPolicy::default(), Vec::new()));
    };
    let password = policies.object("PasswordPolicy")?.map(read_policy).transpose()?;
    let mut first_factors = Vec::new();
    if let Some(mut policy) = policies.object("SignInPolicy")? {
        first_factors = names_of(&mut policy, "AllowedFirstAuthFactors", &FIRST_FACTORS)?;
        policy.finish()?;
    }
    policies.finish()?;
    if !first_factors.is_empty() && !first_factors.iter().any(|factor| factor == "PASSWORD") {
        return Err(Exception::invalid(
            "AllowedFirstAuthFactors must include PASSWORD",
        ));
    }
    Ok((password.unwrap_or_default(), first_factors))
}

fn read_policy(mut policy: RequestInput) -> Result<PasswordPolicy, Exception> {
    let length = policy.integer("MinimumLength")?.unwrap_or(8);
    let days = policy
        .integer("TemporaryPasswordValidityDays")?
        .filter(|days| *days != 0);
    let days = u32::try_from(days.unwrap_or(7)).ok().filter(|days| *days <= 365);
    let length = u32::try_from(length)
        .ok()
        .filter(|length| (6..=99).contains(length));
    let read = PasswordPolicy {
        minimum_length: length.ok_or_else(|| Exception::invalid("MinimumLength must be 6 to 99"))?,
        require_uppercase: policy.flag("RequireUppercase")?.unwrap_or(false),
        require_lowercase: policy.flag("RequireLowercase")?.unwrap_or(false),
        require_numbers: policy.flag("RequireNumbers")?.unwrap_or(false),
        require_symbols: policy.flag("RequireSymbols")?.unwrap_or(false),
        temporary_password_validity_days: days
            .ok_or_else(|| Exception::invalid("TemporaryPasswordValidityDays must be 0 to 365"))?,
    };
    policy.finish()?;
    Ok(read)
}

fn read_update_settings(input: &mut RequestInput) -> Result<Vec<String>, Exception> {
    let Some(mut settings) = input.object("UserAttributeUpdateSettings")? else {
        return Ok(Vec::new());
    };
    let names = names_of(
        &mut settings,
        "AttributesRequireVerificationBeforeUpdate",
        &CONTACTS,
    )?;
    settings.finish()?;
    Ok(names)
}

fn nested_flag(
    input: &mut RequestInput,
    structure: &str,
    name: &str,
    default: bool,
) -> Result<bool, Exception> {
    let Some(mut structure) = input.object(structure)? else {
        return Ok(default);
    };
    let flag = structure.flag(name)?.unwrap_or(default);
    structure.finish()?;
    Ok(flag)
}

pub(super) fn read_mfa(input: &mut RequestInput) -> Result<Mfa, Exception> {
    match input.text("MfaConfiguration")?.as_deref() {
        None | Some("OFF") => Ok(Mfa::Off),
        Some("OPTIONAL") => Ok(Mfa::Optional),
        Some("ON") => Ok(Mfa::On),
        Some(other) => Err(Exception::invalid(format!(
            "MfaConfiguration {other} is not OFF, OPTIONAL or ON"
        ))),
    }
}
