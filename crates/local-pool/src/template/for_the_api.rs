//! A pool as `CloudFormation` describes it, as requests.

use serde_json::{Map, Value, json};

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
    if configuration == "OFF" {
        return Ok(None);
    }
    if factors != json!(["SOFTWARE_TOKEN_MFA"]) {
        return Err(format!(
            "EnabledMfas: local-pool knows [SOFTWARE_TOKEN_MFA], not {factors}"
        ));
    }
    Ok(Some(json!({
        "MfaConfiguration": configuration,
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
    })))
}
