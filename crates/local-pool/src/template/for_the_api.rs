//! A pool as `CloudFormation` describes it, as requests.

use serde_json::{Map, Value, json};

/// Passkeys, as properties of the pool and as members of their structure.
const PASSKEYS: [(&str, &str); 3] = [
    ("WebAuthnRelyingPartyID", "RelyingPartyId"),
    ("WebAuthnUserVerification", "UserVerification"),
    ("WebAuthnFactorConfiguration", "FactorConfiguration"),
];

/// What `CloudFormation` calls differently than the API: a name, and the second factor, which has a call of its own.
pub(super) fn for_the_api(request: &mut Map<String, Value>) -> Result<Option<Value>, String> {
    if let Some(name) = request.remove("UserPoolName") {
        request.insert("PoolName".to_owned(), name);
    }
    for attribute in request
        .get("Schema")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let name = attribute["Name"].as_str().unwrap_or_default();
        if attribute["AttributeDataType"].is_null() {
            return Err(format!(
                "Schema: {name} has no AttributeDataType: on AWS the pool is made, and every later update of it fails"
            ));
        }
        if name.starts_with("custom:") {
            return Err(format!(
                "Schema: {name} would become custom:{name}: leave out the prefix"
            ));
        }
    }
    let factors = request.remove("EnabledMfas").unwrap_or(json!([]));
    let configuration = request.remove("MfaConfiguration").unwrap_or("OFF".into());
    let mut config = json!({ "MfaConfiguration": configuration });
    if configuration != "OFF" {
        if factors != json!(["SOFTWARE_TOKEN_MFA"]) {
            return Err(format!(
                "EnabledMfas: local-pool knows [SOFTWARE_TOKEN_MFA], not {factors}"
            ));
        }
        config["SoftwareTokenMfaConfiguration"] = json!({ "Enabled": true });
    }
    for (name, member) in PASSKEYS {
        if let Some(value) = request.remove(name) {
            config["WebAuthnConfiguration"][member] = value;
        }
    }
    let is_set = configuration != "OFF" || config.get("WebAuthnConfiguration").is_some();
    Ok(is_set.then_some(config))
}
