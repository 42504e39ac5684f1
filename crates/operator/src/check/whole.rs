//! Clients and pools as a request to change them must have them: whole, because Cognito resets what is left out.

mod factors;
mod messages;

use aws_sdk_cognitoidentityprovider::types::{
    AnalyticsConfigurationType, AuthFactorType, DomainDescriptionType, EmailSendingAccountType,
    ExplicitAuthFlowsType, LambdaConfigType, OAuthFlowType, PasswordPolicyType, RefreshTokenRotationType,
    TokenValidityUnitsType, UserPoolClientType, UserPoolType, VerifiedAttributeType,
};
use serde_json::{Map, Value, json};

pub use factors::{factors, with_apps};

/// All settings of `UpdateUserPoolClient`, as they are.
pub fn client(found: &UserPoolClientType) -> Map<String, Value> {
    let mut whole = Map::new();
    let mut set = |name: &str, value: Value| drop(whole.insert(name.to_owned(), value));
    let texts = |list: &[String]| json!(list);
    set("ClientName", json!(found.client_name()));
    set("RefreshTokenValidity", json!(found.refresh_token_validity()));
    for (name, validity) in [
        ("AccessTokenValidity", found.access_token_validity()),
        ("IdTokenValidity", found.id_token_validity()),
        ("AuthSessionValidity", found.auth_session_validity()),
    ] {
        if let Some(validity) = validity {
            set(name, json!(validity));
        }
    }
    for (name, list) in [
        ("ReadAttributes", found.read_attributes()),
        ("WriteAttributes", found.write_attributes()),
        ("SupportedIdentityProviders", found.supported_identity_providers()),
        ("CallbackURLs", found.callback_urls()),
        ("LogoutURLs", found.logout_urls()),
        ("AllowedOAuthScopes", found.allowed_o_auth_scopes()),
    ] {
        if !list.is_empty() {
            set(name, texts(list));
        }
    }
    let flows: Vec<&str> = found
        .explicit_auth_flows()
        .iter()
        .map(ExplicitAuthFlowsType::as_str)
        .collect();
    set("ExplicitAuthFlows", json!(flows));
    let grants: Vec<&str> = found
        .allowed_o_auth_flows()
        .iter()
        .map(OAuthFlowType::as_str)
        .collect();
    set("AllowedOAuthFlows", json!(grants));
    if let Some(uri) = found.default_redirect_uri() {
        set("DefaultRedirectURI", json!(uri));
    }
    for (name, flag) in [
        (
            "AllowedOAuthFlowsUserPoolClient",
            found.allowed_o_auth_flows_user_pool_client(),
        ),
        ("EnableTokenRevocation", found.enable_token_revocation()),
        (
            "EnablePropagateAdditionalUserContextData",
            found.enable_propagate_additional_user_context_data(),
        ),
    ] {
        if let Some(flag) = flag {
            set(name, json!(flag));
        }
    }
    if let Some(errors) = found.prevent_user_existence_errors() {
        set("PreventUserExistenceErrors", json!(errors.as_str()));
    }
    let structures = [
        ("TokenValidityUnits", found.token_validity_units().map(units_of)),
        (
            "RefreshTokenRotation",
            found.refresh_token_rotation().map(rotation_of),
        ),
        (
            "AnalyticsConfiguration",
            found.analytics_configuration().map(analytics_of),
        ),
    ];
    for (name, value) in structures {
        if let Some(value) = value {
            set(name, value);
        }
    }
    whole
}

fn rotation_of(rotation: &RefreshTokenRotationType) -> Value {
    let mut value = json!({ "Feature": rotation.feature().as_str() });
    if let Some(grace) = rotation.retry_grace_period_seconds() {
        value["RetryGracePeriodSeconds"] = grace.into();
    }
    value
}

fn units_of(units: &TokenValidityUnitsType) -> Value {
    let mut value = json!({});
    for (name, unit) in [
        ("AccessToken", units.access_token()),
        ("IdToken", units.id_token()),
        ("RefreshToken", units.refresh_token()),
    ] {
        if let Some(unit) = unit {
            value[name] = unit.as_str().into();
        }
    }
    value
}

fn analytics_of(found: &AnalyticsConfigurationType) -> Value {
    let mut value = json!({ "UserDataShared": found.user_data_shared() });
    for (name, text) in [
        ("ApplicationId", found.application_id()),
        ("ApplicationArn", found.application_arn()),
        ("RoleArn", found.role_arn()),
        ("ExternalId", found.external_id()),
    ] {
        if let Some(text) = text {
            value[name] = text.into();
        }
    }
    value
}

/// All settings of `UpdateUserPoolDomain`, as they are; nothing if it is one of several regions. Of a domain of Amazon's
/// the service describes an empty certificate, and refuses it.
pub fn domain(found: &DomainDescriptionType) -> Option<Map<String, Value>> {
    if found.routing().is_some() {
        return None;
    }
    let mut whole = Map::new();
    whole.insert("Domain".to_owned(), json!(found.domain()?));
    let config = found.custom_domain_config();
    if let Some(config) = config.filter(|config| !config.certificate_arn().is_empty()) {
        let mut value = json!({ "CertificateArn": config.certificate_arn() });
        if let Some(policy) = config.security_policy() {
            value["SecurityPolicy"] = policy.as_str().into();
        }
        whole.insert("CustomDomainConfig".to_owned(), value);
    }
    Some(whole)
}

/// All settings of `UpdateUserPool`, as they are; nothing if the pool has some that are not known here, which a request
/// would take away.
pub fn pool(found: &UserPoolType) -> Option<Map<String, Value>> {
    if has_more(found) {
        return None;
    }
    let mut whole = Map::new();
    let mut set = |name: &str, value: Value| drop(whole.insert(name.to_owned(), value));
    set("PoolName", json!(found.name()));
    if let Some(tier) = found.user_pool_tier() {
        set("UserPoolTier", json!(tier.as_str()));
    }
    if let Some(protection) = found.deletion_protection() {
        set("DeletionProtection", json!(protection.as_str()));
    }
    if let Some(mfa) = found.mfa_configuration() {
        set("MfaConfiguration", json!(mfa.as_str()));
    }
    let verified: Vec<&str> = found
        .auto_verified_attributes()
        .iter()
        .map(VerifiedAttributeType::as_str)
        .collect();
    set("AutoVerifiedAttributes", json!(verified));
    if let Some(settings) = found.user_attribute_update_settings() {
        let names = settings.attributes_require_verification_before_update().iter();
        let names: Vec<&str> = names.map(VerifiedAttributeType::as_str).collect();
        set(
            "UserAttributeUpdateSettings",
            json!({ "AttributesRequireVerificationBeforeUpdate": names }),
        );
    }
    if let Some(policies) = found.policies() {
        let mut value = json!({});
        if let Some(policy) = policies.password_policy() {
            value["PasswordPolicy"] = password_policy(policy);
        }
        if let Some(policy) = policies.sign_in_policy() {
            let factors = policy.allowed_first_auth_factors().iter();
            let factors: Vec<&str> = factors.map(AuthFactorType::as_str).collect();
            value["SignInPolicy"] = json!({ "AllowedFirstAuthFactors": factors });
        }
        set("Policies", value);
    }
    if let Some(issuer) = found.issuer_configuration().and_then(|issuer| issuer.r#type()) {
        set("IssuerConfiguration", json!({ "Type": issuer.as_str() }));
    }
    if let Some(add_ons) = found.user_pool_add_ons() {
        let mode = add_ons.advanced_security_mode().as_str();
        set("UserPoolAddOns", json!({ "AdvancedSecurityMode": mode }));
    }
    for (name, value) in messages::settings(found) {
        set(name, value);
    }
    if let Some(recovery) = found.account_recovery_setting() {
        let mechanisms = recovery.recovery_mechanisms().iter();
        let mechanisms: Vec<Value> = mechanisms
            .map(|option| json!({ "Priority": option.priority(), "Name": option.name().as_str() }))
            .collect();
        set(
            "AccountRecoverySetting",
            json!({ "RecoveryMechanisms": mechanisms }),
        );
    }
    for (name, value) in senders(found) {
        set(name, value);
    }
    if let Some(tags) = found.user_pool_tags().filter(|tags| !tags.is_empty()) {
        let tags: std::collections::BTreeMap<_, _> = tags.iter().collect();
        set("UserPoolTags", json!(tags));
    }
    Some(whole)
}

fn password_policy(policy: &PasswordPolicyType) -> Value {
    let mut value = json!({
        "RequireUppercase": policy.require_uppercase(),
        "RequireLowercase": policy.require_lowercase(),
        "RequireNumbers": policy.require_numbers(),
        "RequireSymbols": policy.require_symbols(),
        "TemporaryPasswordValidityDays": policy.temporary_password_validity_days(),
    });
    for (name, number) in [
        ("MinimumLength", policy.minimum_length()),
        ("PasswordHistorySize", policy.password_history_size()),
    ] {
        if let Some(number) = number {
            value[name] = number.into();
        }
    }
    value
}

fn senders(found: &UserPoolType) -> Vec<(&'static str, Value)> {
    let mut made = Vec::new();
    let with = |mut value: Value, members: &[(&str, Option<&str>)]| {
        for (name, text) in members {
            if let Some(text) = text {
                value[*name] = (*text).into();
            }
        }
        value
    };
    if let Some(email) = found.email_configuration() {
        let account = email.email_sending_account().map(EmailSendingAccountType::as_str);
        let members = [
            ("EmailSendingAccount", account),
            ("SourceArn", email.source_arn()),
            ("From", email.from()),
            ("ReplyToEmailAddress", email.reply_to_email_address()),
            ("ConfigurationSet", email.configuration_set()),
        ];
        made.push(("EmailConfiguration", with(json!({}), &members)));
    }
    if let Some(sms) = found.sms_configuration() {
        let members = [
            ("SnsCallerArn", Some(sms.sns_caller_arn())),
            ("ExternalId", sms.external_id()),
            ("SnsRegion", sms.sns_region()),
        ];
        made.push(("SmsConfiguration", with(json!({}), &members)));
    }
    made
}

/// Whether the pool has triggers, devices, keys, or messages by their older names.
fn has_more(found: &UserPoolType) -> bool {
    let no_triggers = LambdaConfigType::builder().build();
    let has_triggers = found.lambda_config().is_some_and(|config| *config != no_triggers);
    has_triggers
        || found.device_configuration().is_some()
        || found
            .user_pool_add_ons()
            .is_some_and(|add_ons| add_ons.advanced_security_additional_flows().is_some())
        || messages::has_older(found)
        || found
            .sms_configuration()
            .is_some_and(|sms| sms.eums_sms().is_some())
        || found.key_configuration().is_some()
        || found.acr_configuration().is_some()
        || found.sms_authentication_message().is_some()
}

#[cfg(test)]
mod tests;
