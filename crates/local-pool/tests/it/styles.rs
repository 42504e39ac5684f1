//! Styles of managed login with a look of their own.

use serde_json::{Value, json};

use crate::support::{CLIENT, POOL, SCOPES, authorize_query, demo, demo_with};

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
async fn sign_in_pages_follow_their_clients_style() {
    let pool = demo().await;
    let login = format!("/login?{}", authorize_query(SCOPES));
    let plain = pool.browser().get(&login).await.body;
    assert!(!plain.contains("/_style/") && !plain.contains("<img"), "{plain}");
    let sheet = format!("/_style/{CLIENT}");
    assert_eq!(pool.get(&sheet).await.status(), 404);

    let picture = |category: &str, mode: &str| json!({ "Category": category, "ColorMode": mode, "Extension": "SVG", "Bytes": "PHN2Zy8+" });
    let look = json!({
        "Settings": {
            "components": {
                "form": { "logo": { "enabled": true }, "lightMode": { "backgroundColor": "red;}*{color:red" } },
                "pageBackground": { "lightMode": { "color": "fbf7f2ff" }, "darkMode": { "color": "17131cff" } },
                "primaryButton": { "lightMode": { "defaults": { "backgroundColor": "6b2a86ff" } } },
            },
        },
        "Assets": [picture("FORM_LOGO", "LIGHT"), picture("FORM_LOGO", "DARK"), picture("FAVICON_SVG", "LIGHT")],
    });
    pool.admin_ok("CreateManagedLoginBranding", request(&look)).await;
    for path in ["login", "signup", "forgotPassword"] {
        let page = pool.browser().get(&login.replacen("login", path, 1)).await.body;
        for part in [
            format!("<link rel=\"stylesheet\" href=\"{sheet}\">"),
            format!("<link rel=\"icon\" href=\"{sheet}/FAVICON_SVG/LIGHT\""),
            format!("<img class=\"logo\" src=\"{sheet}/FORM_LOGO/LIGHT\""),
            format!("srcset=\"{sheet}/FORM_LOGO/DARK\""),
        ] {
            assert!(page.contains(&part), "{part}: {page}");
        }
    }
    let css = pool.get(&sheet).await.text().await.unwrap();
    let (light, dark) = css.trim().split_once('\n').unwrap();
    assert_eq!(
        light,
        "@media (prefers-color-scheme: light) { :root { --paper:#fbf7f2ff;--accent:#6b2a86ff; } }"
    );
    assert_eq!(
        dark,
        "@media (prefers-color-scheme: dark) { :root { --paper:#17131cff; } }"
    );
    let logo = pool.get(&format!("{sheet}/FORM_LOGO/DARK")).await;
    assert_eq!(logo.headers()["content-type"], "image/svg+xml");
    assert!(
        logo.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
    assert_eq!(logo.text().await.unwrap(), "<svg/>");
    assert_eq!(
        pool.get(&format!("{sheet}/FORM_LOGO/DYNAMIC")).await.status(),
        404
    );
}

#[tokio::test]
async fn seeded_style_is_the_clients() {
    let settings = json!({ "components": { "pageBackground": { "lightMode": { "color": "fbf7f2ff" } } } });
    let style = serde_json::from_value(json!({ "Settings": settings })).unwrap();
    let pool = demo_with(|seed| seed.pools[0].clients[0].style = Some(style)).await;
    let found = pool
        .admin_ok("DescribeManagedLoginBrandingByClient", request(&json!({})))
        .await;
    assert_eq!(found["ManagedLoginBranding"]["Settings"], settings);
    let css = pool.get(&format!("/_style/{CLIENT}")).await.text().await.unwrap();
    assert!(css.contains("--paper:#fbf7f2ff;"), "{css}");
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
