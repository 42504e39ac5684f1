use local_pool::Seed;
use serde_json::{Value, json};

use crate::support::{CLIENT, POOL, SECRET, Stranger, demo, demo_with, json_of, string};

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

#[tokio::test]
async fn two_secrets_work_during_rotation() {
    let pool = demo().await;
    let client = json!({ "UserPoolId": POOL, "ClientId": CLIENT });
    let with = |name: &str, value: &str| {
        let mut members = client.clone();
        members[name] = value.into();
        members
    };
    let is_good = async |secret: &str| {
        let grant = [("grant_type", "refresh_token"), ("refresh_token", "unknown")];
        let request = pool.http.post(pool.url("/oauth2/token"));
        let answer = json_of(request.basic_auth(CLIENT, Some(secret)).form(&grant)).await;
        string(&answer["error"]) == "invalid_grant"
    };
    let list =
        async || pool.admin_ok("ListUserPoolClientSecrets", client.clone()).await["ClientSecrets"].clone();

    let added =
        pool.admin_ok("AddUserPoolClientSecret", client.clone()).await["ClientSecretDescriptor"].clone();
    let value = string(&added["ClientSecretValue"]);
    assert!(string(&added["ClientSecretId"]).starts_with(&format!("{CLIENT}--")));
    assert!(is_good(SECRET).await && is_good(value).await && !is_good("neither+of+the+two+secrets").await);
    let both = list().await;
    assert_eq!(both.as_array().map(Vec::len), Some(2));
    assert!(both[1].get("ClientSecretValue").is_none(), "{both}");
    pool.admin_refused(
        "AddUserPoolClientSecret",
        client.clone(),
        "LimitExceededException",
    )
    .await;

    let first = string(&both[0]["ClientSecretId"]);
    pool.admin_ok("DeleteUserPoolClientSecret", with("ClientSecretId", first))
        .await;
    assert!(!is_good(SECRET).await && is_good(value).await);
    pool.admin_refused(
        "DeleteUserPoolClientSecret",
        with("ClientSecretId", string(&both[1]["ClientSecretId"])),
        "InvalidParameterException",
    )
    .await;
    pool.admin_refused(
        "DeleteUserPoolClientSecret",
        with("ClientSecretId", first),
        "ResourceNotFoundException",
    )
    .await;
    let short = with("ClientSecret", "too+short");
    pool.admin_refused("AddUserPoolClientSecret", short, "InvalidParameterException")
        .await;
    let chosen = pool
        .admin_ok("AddUserPoolClientSecret", with("ClientSecret", SECRET))
        .await;
    assert!(
        chosen["ClientSecretDescriptor"]
            .get("ClientSecretValue")
            .is_none()
    );
    assert!(is_good(SECRET).await && is_good(value).await);
}

#[tokio::test]
async fn public_client_gets_no_secret() {
    let pool = demo().await;
    let public = create(&pool, json!({})).await;
    let about = json!({ "UserPoolId": POOL, "ClientId": public["ClientId"] });
    pool.admin_refused("AddUserPoolClientSecret", about, "InvalidParameterException")
        .await;
}

#[tokio::test]
async fn seeded_client_has_both_its_secrets() {
    let second = "another+secret+of+this+client";
    let pool = demo_with(|seed| seed.pools[0].clients[0].second_secret = Some(second.to_owned())).await;
    let grant = [("grant_type", "refresh_token"), ("refresh_token", "unknown")];
    for (secret, expected) in [
        (SECRET, "invalid_grant"),
        (second, "invalid_grant"),
        ("neither", "invalid_client"),
    ] {
        let request = pool.http.post(pool.url("/oauth2/token"));
        let answer = json_of(request.basic_auth(CLIENT, Some(secret)).form(&grant)).await;
        assert_eq!(answer["error"], expected, "{secret}");
    }
    let mut seed = Seed::demo();
    let client = &mut seed.pools[0].clients[0];
    (client.secret, client.second_secret) = (None, Some(second.to_owned()));
    let problems = seed.check().expect_err("a problem").0;
    assert!(
        problems.iter().any(|problem| problem.contains("second_secret")),
        "{problems:?}"
    );
}
