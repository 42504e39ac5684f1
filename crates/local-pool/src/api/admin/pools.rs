//! Pools: `DescribeUserPool`, `ListUserPools`, `AddCustomAttributes`, `DeleteUserPool`.

use serde_json::{Value, json};

use super::super::{ActionResult, RequestInput};
use super::schema::{Described, attribute_type, check_count};
use super::{messages, page_size, pool, recovery, senders};
use crate::calendar::epoch_seconds;
use crate::exception::Exception;
use crate::password::PasswordPolicy;
use crate::service::Service;
use crate::state::UserPool;

/// `DescribeUserPool`
pub(in crate::api) fn describe(service: &Service, mut input: RequestInput) -> ActionResult {
    let pool = pool(service, &mut input)?;
    input.finish()?;
    Ok(Some(json!({ "UserPool": user_pool_type(service, &pool) })))
}

/// `ListUserPools`
pub(in crate::api) fn list(service: &Service, mut input: RequestInput) -> ActionResult {
    let limit = input
        .integer("MaxResults")?
        .ok_or_else(|| Exception::invalid("MaxResults must not be null"))?;
    let limit = page_size(limit)?;
    let after = input.text("NextToken")?.unwrap_or_default();
    input.finish()?;
    let state = service.state();
    let mut pools: Vec<&UserPool> = state.pools.values().filter(|pool| pool.id > after).collect();
    pools.sort_by(|a, b| a.id.cmp(&b.id));
    let more = pools.len() > limit;
    pools.truncate(limit);
    let entry = |pool: &&UserPool| {
        json!({
            "Id": pool.id,
            "Name": pool.name,
            "LambdaConfig": {},
            "LastModifiedDate": epoch_seconds(pool.modified),
            "CreationDate": epoch_seconds(pool.created),
        })
    };
    let mut answer = json!({ "UserPools": pools.iter().map(entry).collect::<Vec<_>>() });
    if let (true, Some(last)) = (more, pools.last()) {
        answer["NextToken"] = last.id.clone().into();
    }
    Ok(Some(answer))
}

/// `AddCustomAttributes`
pub(in crate::api) fn add_custom_attributes(service: &Service, mut input: RequestInput) -> ActionResult {
    let mut pool = pool(service, &mut input)?;
    let added = input.objects("CustomAttributes")?.unwrap_or_default();
    input.finish()?;
    if !(1..=25).contains(&added.len()) {
        return Err(Exception::invalid("CustomAttributes must have 1 to 25 members"));
    }
    for item in added {
        let rule = Described::read(item)?.into_custom()?;
        if pool.schema.get(&rule.name).is_some() {
            let name = rule.name;
            return Err(Exception::invalid(format!(
                "{name}: Existing attribute already has name {name}."
            )));
        }
        pool.schema.0.push(rule);
    }
    check_count(&pool.schema)?;
    pool.modified = service.now();
    service.state().put_pool(pool);
    Ok(Some(json!({})))
}

/// `DeleteUserPool`: with all that is in it. Answers with an empty body.
pub(in crate::api) fn delete(service: &Service, mut input: RequestInput) -> ActionResult {
    let pool = pool(service, &mut input)?;
    input.finish()?;
    if pool.deletion_protected {
        let message = "The user pool cannot be deleted because deletion protection is activated. Deletion protection must \
                       be inactivated first.";
        return Err(Exception::invalid(message));
    }
    if pool.domain.is_some() {
        let message = "User pool cannot be deleted. It has a domain configured that should be deleted first.";
        return Err(Exception::invalid(message));
    }
    service.state().remove_pool(&pool.id);
    Ok(None)
}

/// `UserPoolType`
pub(super) fn user_pool_type(service: &Service, pool: &UserPool) -> Value {
    let days = pool.password_policy.temporary_password_validity_days;
    let region = pool.id.split_once('_').map_or("", |(region, _)| region);
    let mut value = json!({
        "Id": pool.id,
        "Name": pool.name,
        "Arn": format!("arn:aws:cognito-idp:{region}:000000000000:userpool/{}", pool.id),
        "Policies": { "PasswordPolicy": password_policy_type(&pool.password_policy) },
        "DeletionProtection": if pool.deletion_protected { "ACTIVE" } else { "INACTIVE" },
        "LambdaConfig": {},
        "LastModifiedDate": epoch_seconds(pool.modified),
        "CreationDate": epoch_seconds(pool.created),
        "SchemaAttributes": pool.schema.0.iter().map(attribute_type).collect::<Vec<_>>(),
        "AutoVerifiedAttributes": pool.auto_verified_attributes,
        "VerificationMessageTemplate": messages::verification(pool),
        "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": pool.verify_before_update },
        "MfaConfiguration": pool.mfa.name(),
        "EstimatedNumberOfUsers": service.state().users.count(&pool.id),
        "EmailConfiguration": senders::email(&pool.email_sender),
        "UserPoolTags": pool.tags,
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": !pool.self_sign_up,
            "UnusedAccountValidityDays": days,
        },
        "UsernameConfiguration": { "CaseSensitive": pool.case_sensitive },
        "UserPoolTier": pool.tier.name(),
    });
    if pool.has_updated_issuer {
        value["IssuerConfiguration"] = json!({ "Type": "UPDATED" });
    }
    if let Some(texts) = messages::invitation(pool) {
        value["AdminCreateUserConfig"]["InviteMessageTemplate"] = texts;
    }
    if !pool.first_factors.is_empty() {
        value["Policies"]["SignInPolicy"] = json!({ "AllowedFirstAuthFactors": pool.first_factors });
    }
    if !pool.username_attributes.is_empty() {
        value["UsernameAttributes"] = json!(pool.username_attributes);
    }
    if !pool.alias_attributes.is_empty() {
        value["AliasAttributes"] = json!(pool.alias_attributes);
    }
    if let Some(mechanisms) = &pool.recovery {
        value["AccountRecoverySetting"] = recovery::setting(mechanisms);
    }
    if !pool.sms_sender.is_empty() {
        value["SmsConfiguration"] = json!(pool.sms_sender);
    }
    if let Some(domain) = &pool.domain {
        let name = if domain.certificate.is_some() {
            "CustomDomain"
        } else {
            "Domain"
        };
        value[name] = domain.prefix.clone().into();
    }
    value
}

/// `PasswordPolicyType`
fn password_policy_type(policy: &PasswordPolicy) -> Value {
    json!({
        "MinimumLength": policy.minimum_length,
        "RequireUppercase": policy.require_uppercase,
        "RequireLowercase": policy.require_lowercase,
        "RequireNumbers": policy.require_numbers,
        "RequireSymbols": policy.require_symbols,
        "TemporaryPasswordValidityDays": policy.temporary_password_validity_days,
    })
}
