//! Styles of managed login with a look of their own.

use serde_json::{Value, json};

use crate::support::{CLIENT, POOL, demo};

fn request(more: &Value) -> Value {
    let mut request = json!({ "UserPoolId": POOL, "ClientId": CLIENT });
    for (name, value) in more.as_object().into_iter().flatten() {
        request[name] = value.clone();
    }
    request
}

#[tokio::test]
async fn styles_are_kept_as_they_were_given() {
    let pool = demo().await;
    let look = json!({
        "UseCognitoProvidedValues": false,
        "Settings": { "components": { "pageBackground": { "lightMode": { "color": "ffffffff" } } } },
        "Assets": [{ "Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": "SVG", "Bytes": "PHN2Zy8+" }],
    });
    pool.admin_ok("CreateManagedLoginBranding", request(&look)).await;
    let found = pool
        .admin_ok("DescribeManagedLoginBrandingByClient", request(&json!({})))
        .await;
    let found = &found["ManagedLoginBranding"];
    for name in ["UseCognitoProvidedValues", "Settings", "Assets"] {
        assert_eq!(found[name], look[name], "{name}");
    }
}

#[tokio::test]
async fn styles_that_cannot_be_are_refused() {
    let pool = demo().await;
    let asset = |name: &str, value: &str| {
        let mut asset =
            json!({ "Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": "SVG", "Bytes": "PHN2Zy8+" });
        asset[name] = value.into();
        json!({ "Settings": {}, "Assets": [asset] })
    };
    for wrong in [
        json!({}),
        json!({ "UseCognitoProvidedValues": true, "Settings": {} }),
        asset("Category", "LOGO"),
        asset("ColorMode", "BROWSER"),
        asset("Extension", "GIF"),
        asset("Bytes", "<svg/>"),
    ] {
        pool.admin_refused(
            "CreateManagedLoginBranding",
            request(&wrong),
            "InvalidParameterException",
        )
        .await;
    }
}

/// Kept and shown; the pages here ask for passwords.
#[tokio::test]
async fn first_factors_are_kept_until_left_out() {
    let pool = demo().await;
    let policies = |factors: &[&str]| json!({ "UserPoolId": POOL, "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": factors } } });
    pool.admin_ok("UpdateUserPool", policies(&["PASSWORD", "WEB_AUTHN"]))
        .await;
    let described = async || {
        let found = pool
            .admin_ok("DescribeUserPool", json!({ "UserPoolId": POOL }))
            .await;
        found["UserPool"]["Policies"]["SignInPolicy"].clone()
    };
    let expected = json!({ "AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"] });
    assert_eq!(described().await, expected);
    for wrong in [&["WEB_AUTHN"][..], &["PASSWORD", "FACE"]] {
        pool.admin_refused("UpdateUserPool", policies(wrong), "InvalidParameterException")
            .await;
    }
    let mut lite = policies(&["PASSWORD", "WEB_AUTHN"]);
    lite["UserPoolTier"] = "LITE".into();
    pool.admin_refused("UpdateUserPool", lite, "FeatureUnavailableInTierException")
        .await;
    pool.admin_ok("UpdateUserPool", json!({ "UserPoolId": POOL }))
        .await;
    assert_eq!(described().await, Value::Null);
}
