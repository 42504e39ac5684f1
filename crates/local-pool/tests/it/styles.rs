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
