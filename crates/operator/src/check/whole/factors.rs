//! The second factors and passkeys of a pool.

use aws_sdk_cognitoidentityprovider::operation::get_user_pool_mfa_config::GetUserPoolMfaConfigOutput;
use aws_sdk_cognitoidentityprovider::types::{
    EumsSmsConfigurationType, SmsConfigurationType, UserVerificationType, WebAuthnFactorConfigurationType,
};
use serde_json::{Map, Value, json};

/// All settings of `SetUserPoolMfaConfig`, as they are. Text messages and e-mail count as a factor where they are named; passkeys are
/// there without a second factor, too.
pub fn factors(found: &GetUserPoolMfaConfigOutput) -> Map<String, Value> {
    let mut whole = Map::new();
    let mut set = |name: &str, value: Value| drop(whole.insert(name.to_owned(), value));
    if let Some(mfa) = found.mfa_configuration() {
        set("MfaConfiguration", json!(mfa.as_str()));
    }
    if let Some(apps) = found.software_token_mfa_configuration() {
        set(
            "SoftwareTokenMfaConfiguration",
            json!({ "Enabled": apps.enabled() }),
        );
    }
    if let Some(sms) = found.sms_mfa_configuration() {
        let mut value = texts([("SmsAuthenticationMessage", sms.sms_authentication_message())]);
        if let Some(sender) = sms.sms_configuration() {
            value["SmsConfiguration"] = sms_sender(sender);
        }
        set("SmsMfaConfiguration", value);
    }
    if let Some(email) = found.email_mfa_configuration() {
        let value = texts([("Message", email.message()), ("Subject", email.subject())]);
        set("EmailMfaConfiguration", value);
    }
    if let Some(passkeys) = found.web_authn_configuration() {
        let verification = passkeys.user_verification().map(UserVerificationType::as_str);
        let factor = passkeys.factor_configuration();
        let value = texts([
            ("RelyingPartyId", passkeys.relying_party_id()),
            ("UserVerification", verification),
            (
                "FactorConfiguration",
                factor.map(WebAuthnFactorConfigurationType::as_str),
            ),
        ]);
        set("WebAuthnConfiguration", value);
    }
    whole
}

/// The same with authenticator apps, which are asked for as `mfa` says.
pub fn with_apps(mut whole: Map<String, Value>, mfa: &str) -> Map<String, Value> {
    whole.insert("MfaConfiguration".to_owned(), mfa.into());
    whole.insert(
        "SoftwareTokenMfaConfiguration".to_owned(),
        json!({ "Enabled": true }),
    );
    whole
}

fn sms_sender(found: &SmsConfigurationType) -> Value {
    let mut value = texts([
        ("SnsCallerArn", Some(found.sns_caller_arn())),
        ("ExternalId", found.external_id()),
        ("SnsRegion", found.sns_region()),
    ]);
    if let Some(end_user) = found.eums_sms() {
        value["EumsSms"] = end_user_messaging(end_user);
    }
    value
}

fn end_user_messaging(found: &EumsSmsConfigurationType) -> Value {
    texts([
        ("CallerArn", Some(found.caller_arn())),
        ("ExternalId", found.external_id()),
        ("OriginationIdentity", found.origination_identity()),
        ("ConfigurationSetName", found.configuration_set_name()),
        ("InEntityId", found.in_entity_id()),
        ("InTemplateId", found.in_template_id()),
        ("Region", found.region()),
    ])
}

/// A structure of those that are there. The SDK reads a required text that is missing as an empty one.
fn texts<const N: usize>(members: [(&str, Option<&str>); N]) -> Value {
    let there = members.into_iter().filter_map(|(name, text)| {
        let text = text.filter(|text| !text.is_empty())?;
        Some((name.to_owned(), Value::from(text)))
    });
    Value::Object(there.collect())
}

#[cfg(test)]
mod tests {
    use aws_sdk_cognitoidentityprovider::types::{
        EmailMfaConfigType, SmsMfaConfigType, SoftwareTokenMfaConfigType, UserPoolMfaType,
        WebAuthnConfigurationType,
    };

    use super::*;

    #[test]
    fn factors_are_kept_whole() {
        let end_user = EumsSmsConfigurationType::builder()
            .caller_arn("arn:end-user")
            .region("eu-west-1");
        let sender = SmsConfigurationType::builder()
            .sns_caller_arn("arn:role")
            .external_id("id")
            .eums_sms(end_user.build().expect("an ARN is given"));
        let sms = SmsMfaConfigType::builder()
            .sms_authentication_message("It is {####}")
            .sms_configuration(sender.build());
        let passkeys = WebAuthnConfigurationType::builder()
            .relying_party_id("auth.example.com")
            .user_verification(UserVerificationType::Required)
            .factor_configuration(WebAuthnFactorConfigurationType::SingleFactor);
        let found = GetUserPoolMfaConfigOutput::builder()
            .mfa_configuration(UserPoolMfaType::On)
            .software_token_mfa_configuration(SoftwareTokenMfaConfigType::builder().enabled(true).build())
            .sms_mfa_configuration(sms.build())
            .email_mfa_configuration(EmailMfaConfigType::builder().subject("Code").build())
            .web_authn_configuration(passkeys.build())
            .build();
        let expected = json!({
            "MfaConfiguration": "ON",
            "SoftwareTokenMfaConfiguration": { "Enabled": true },
            "SmsMfaConfiguration": {
                "SmsAuthenticationMessage": "It is {####}",
                "SmsConfiguration": {
                    "SnsCallerArn": "arn:role", "ExternalId": "id",
                    "EumsSms": { "CallerArn": "arn:end-user", "Region": "eu-west-1" },
                },
            },
            "EmailMfaConfiguration": { "Subject": "Code" },
            "WebAuthnConfiguration": {
                "RelyingPartyId": "auth.example.com", "UserVerification": "required",
                "FactorConfiguration": "SINGLE_FACTOR",
            },
        });
        assert_eq!(Value::Object(factors(&found)), expected);
    }
}
