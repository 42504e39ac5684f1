//! `CreateUserPool` and `UpdateUserPool`. Settings that this pool cannot honour are refused by name.

use std::collections::BTreeMap;

use serde_json::json;

use super::super::{Answer, Input};
use super::pool;
use super::pools::user_pool_type;
use super::schema::Described;
use crate::attributes::standard::is_standard;
use crate::attributes::{Rule, Schema};
use crate::exception::Exception;
use crate::password::PasswordPolicy;
use crate::random;
use crate::service::Service;
use crate::state::{Mfa, Pool};

/// Where new pools are.
const REGION: &str = "eu-west-1";

/// `CreateUserPool`
pub(in crate::api) fn create(service: &Service, mut input: Input) -> Answer {
    let now = service.now();
    let name = input.required("PoolName")?;
    let username_attributes = input.texts("UsernameAttributes")?.unwrap_or_default();
    let alias_attributes = input.texts("AliasAttributes")?.unwrap_or_default();
    if !username_attributes.is_empty() && !alias_attributes.is_empty() {
        let message = "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.";
        return Err(Exception::invalid(message));
    }
    let pool = Pool {
        id: format!("{REGION}_{}", random::lower_alnum(9)),
        name,
        schema: read_schema(&mut input)?,
        username_attributes,
        alias_attributes,
        auto_verified_attributes: input.texts("AutoVerifiedAttributes")?.unwrap_or_default(),
        verify_before_update: read_update_settings(&mut input)?,
        password_policy: read_policy(&mut input)?,
        self_sign_up: !nested_flag(
            &mut input,
            "AdminCreateUserConfig",
            "AllowAdminCreateUserOnly",
            false,
        )?,
        case_sensitive: nested_flag(&mut input, "UsernameConfiguration", "CaseSensitive", true)?,
        mfa: read_mfa(&mut input)?,
        groups: BTreeMap::new(),
        resource_servers: BTreeMap::new(),
        created: now,
        modified: now,
    };
    input.finish()?;
    let answer = json!({ "UserPool": user_pool_type(service, &pool) });
    service.state().put_pool(pool);
    Ok(Some(answer))
}

/// `UpdateUserPool`: what is left out goes back to its default. Schema and sign-in names stay as they are.
pub(in crate::api) fn update(service: &Service, mut input: Input) -> Answer {
    let old = pool(service, &mut input)?;
    let updated = Pool {
        name: input.text("PoolName")?.unwrap_or_else(|| old.name.clone()),
        auto_verified_attributes: input.texts("AutoVerifiedAttributes")?.unwrap_or_default(),
        verify_before_update: read_update_settings(&mut input)?,
        password_policy: read_policy(&mut input)?,
        self_sign_up: !nested_flag(
            &mut input,
            "AdminCreateUserConfig",
            "AllowAdminCreateUserOnly",
            false,
        )?,
        mfa: read_mfa(&mut input)?,
        modified: service.now(),
        ..old
    };
    input.finish()?;
    service.state().put_pool(updated);
    Ok(Some(json!({})))
}

/// Standard attributes may be marked as required; all others are custom ones.
fn read_schema(input: &mut Input) -> Result<Schema, Exception> {
    let (mut required, mut immutable, mut custom) = (Vec::new(), Vec::new(), Vec::<Rule>::new());
    for item in input.objects("Schema")?.unwrap_or_default() {
        let described = Described::read(item)?;
        if is_standard(&described.name) {
            if !described.mutable {
                immutable.push(described.name.clone());
            }
            if described.required {
                required.push(described.name);
            }
        } else {
            custom.push(described.into_custom()?);
        }
    }
    let mut schema = Schema::new(&required, custom);
    for rule in schema.0.iter_mut().filter(|rule| immutable.contains(&rule.name)) {
        rule.mutable = false;
    }
    Ok(schema)
}

fn read_policy(input: &mut Input) -> Result<PasswordPolicy, Exception> {
    let standard = PasswordPolicy::default();
    let Some(mut policies) = input.object("Policies")? else {
        return Ok(standard);
    };
    let policy = policies.object("PasswordPolicy")?;
    policies.finish()?;
    let Some(mut policy) = policy else {
        return Ok(standard);
    };
    let length = policy.integer("MinimumLength")?.unwrap_or(8);
    let days = policy.integer("TemporaryPasswordValidityDays")?.unwrap_or(7);
    let length = u32::try_from(length)
        .ok()
        .filter(|length| (6..=99).contains(length));
    let read = PasswordPolicy {
        minimum_length: length.ok_or_else(|| Exception::invalid("MinimumLength must be 6 to 99"))?,
        require_uppercase: policy.flag("RequireUppercase")?.unwrap_or(false),
        require_lowercase: policy.flag("RequireLowercase")?.unwrap_or(false),
        require_numbers: policy.flag("RequireNumbers")?.unwrap_or(false),
        require_symbols: policy.flag("RequireSymbols")?.unwrap_or(false),
        temporary_password_validity_days: u32::try_from(days).unwrap_or(7),
    };
    policy.finish()?;
    Ok(read)
}

fn read_update_settings(input: &mut Input) -> Result<Vec<String>, Exception> {
    let Some(mut settings) = input.object("UserAttributeUpdateSettings")? else {
        return Ok(Vec::new());
    };
    let names = settings
        .texts("AttributesRequireVerificationBeforeUpdate")?
        .unwrap_or_default();
    settings.finish()?;
    Ok(names)
}

fn nested_flag(input: &mut Input, structure: &str, name: &str, default: bool) -> Result<bool, Exception> {
    let Some(mut structure) = input.object(structure)? else {
        return Ok(default);
    };
    let flag = structure.flag(name)?.unwrap_or(default);
    structure.finish()?;
    Ok(flag)
}

fn read_mfa(input: &mut Input) -> Result<Mfa, Exception> {
    match input.text("MfaConfiguration")?.as_deref() {
        None | Some("OFF") => Ok(Mfa::Off),
        Some("OPTIONAL") => Ok(Mfa::Optional),
        Some("ON") => Ok(Mfa::On),
        Some(other) => Err(Exception::invalid(format!(
            "MfaConfiguration {other} is not OFF, OPTIONAL or ON"
        ))),
    }
}
