use serde_json::{Value, json};

use crate::support::{CLIENT, POOL, Stranger, demo, string};

async fn create(pool: &Stranger, settings: Value) -> Value {
    let mut body = json!({ "UserPoolId": POOL, "ClientName": "another" });
    let settings = settings.as_object().expect("an object").clone();
    body.as_object_mut().expect("an object").extend(settings);
    pool.admin_ok("CreateUserPoolClient", body).await["UserPoolClient"].clone()
}

#[tokio::test]
async fn token_lifetimes_stay_as_they_were_sent() {
    let pool = demo().await;
    let settings = json!({
        "AccessTokenValidity": 30, "IdTokenValidity": 2, "RefreshTokenValidity": 7,
        "TokenValidityUnits": { "AccessToken": "minutes", "RefreshToken": "days" },
    });
    let made = create(&pool, settings.clone()).await;
    for (name, sent) in settings.as_object().expect("an object") {
        assert_eq!(&made[name], sent, "{name}");
    }
    let about = json!({ "UserPoolId": POOL, "ClientId": made["ClientId"] });
    let described = pool.admin_ok("DescribeUserPoolClient", about.clone()).await;
    assert_eq!(described["UserPoolClient"], made);
    // Nothing sent: thirty days, and nothing about the other two.
    let reset = pool.admin_ok("UpdateUserPoolClient", about).await["UserPoolClient"].clone();
    assert_eq!(reset["RefreshTokenValidity"], 30);
    for name in ["AccessTokenValidity", "IdTokenValidity", "TokenValidityUnits"] {
        assert!(reset.get(name).is_none(), "{name}");
    }
}

#[tokio::test]
async fn impossible_settings_are_refused() {
    let pool = demo().await;
    let made = create(&pool, json!({})).await;
    let urls = |n: usize| -> Value { (0..n).map(|n| format!("https://app.example.com/{n}")).collect() };
    for settings in [
        json!({ "CallbackURLs": ["https://a.example.com"], "DefaultRedirectURI": "https://b.example.com" }),
        json!({ "DefaultRedirectURI": "https://b.example.com" }),
        json!({ "WriteAttributes": ["email", "name", "sub"] }),
        json!({ "WriteAttributes": ["email", "name", "email_verified"] }),
        json!({ "WriteAttributes": ["email"] }),
        json!({ "ReadAttributes": ["custom:shoe"] }),
        json!({ "CallbackURLs": urls(101) }),
        json!({ "AllowedOAuthFlows": ["device"] }),
        json!({ "AccessTokenValidity": -1 }),
        json!({ "TokenValidityUnits": { "AccessToken": "weeks" } }),
        json!({ "ClientName": "" }),
    ] {
        for (operation, id) in [
            ("CreateUserPoolClient", json!({ "ClientName": "another" })),
            ("UpdateUserPoolClient", json!({ "ClientId": made["ClientId"] })),
        ] {
            let mut body = json!({ "UserPoolId": POOL });
            for members in [&id, &settings] {
                let members = members.as_object().expect("an object").clone();
                body.as_object_mut().expect("an object").extend(members);
            }
            pool.admin_refused(operation, body, "InvalidParameterException")
                .await;
        }
    }
    let about = json!({ "UserPoolId": POOL, "ClientId": made["ClientId"] });
    let described = pool.admin_ok("DescribeUserPoolClient", about).await;
    assert_eq!(described["UserPoolClient"], made);
}

#[tokio::test]
async fn a_seeded_client_tells_its_lifetimes_in_seconds() {
    let pool = crate::support::demo_with(|seed| {
        seed.pools[0].clients[0].access_token_seconds = Some(300);
    })
    .await;
    let about = json!({ "UserPoolId": POOL, "ClientId": CLIENT });
    let client = pool.admin_ok("DescribeUserPoolClient", about).await["UserPoolClient"].clone();
    assert_eq!(client["AccessTokenValidity"], 300);
    assert_eq!(string(&client["TokenValidityUnits"]["AccessToken"]), "seconds");
    assert_eq!(client["RefreshTokenValidity"], 30);
}
