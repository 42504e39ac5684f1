//! Whatever is sent: an answer, no 500, and afterwards everything still works.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::support::{ALICE, CLIENT, POOL, Stranger, authorize_query, demo, string};

const OPERATIONS: [&str; 18] = [
    "GetUser",
    "UpdateUserAttributes",
    "DeleteUserAttributes",
    "VerifyUserAttribute",
    "ChangePassword",
    "AssociateSoftwareToken",
    "VerifySoftwareToken",
    "SetUserMFAPreference",
    "SignUp",
    "ConfirmSignUp",
    "ForgotPassword",
    "ConfirmForgotPassword",
    "InitiateAuth",
    "RespondToAuthChallenge",
    "RevokeToken",
    "AdminCreateUser",
    "CreateUserPool",
    "UpdateUserPoolClient",
];

const MEMBERS: [&str; 16] = [
    "AccessToken",
    "UserAttributes",
    "ClientId",
    "Username",
    "Password",
    "SecretHash",
    "Session",
    "AuthFlow",
    "AuthParameters",
    "ChallengeName",
    "ChallengeResponses",
    "UserPoolId",
    "PoolName",
    "Schema",
    "Token",
    "ConfirmationCode",
];

/// Any JSON, with a liking for values that mean something here.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        proptest::sample::select(vec![
            CLIENT,
            POOL,
            ALICE.0,
            ALICE.1,
            "USER_PASSWORD_AUTH",
            "USER_SRP_AUTH",
            "email"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let key = prop_oneof![
            "[A-Za-z_]{1,12}",
            Just("Name".to_owned()),
            Just("Value".to_owned())
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(key, inner, 0..4).prop_map(|map| json!(map)),
        ]
    })
}

fn request() -> impl Strategy<Value = (&'static str, Value)> {
    let member = (proptest::sample::select(&MEMBERS[..]), value());
    let body = proptest::collection::vec(member, 0..6).prop_map(|members| {
        Value::Object(
            members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    });
    (proptest::sample::select(&OPERATIONS[..]), body)
}

const PATHS: [&str; 8] = [
    "/oauth2/authorize",
    "/login",
    "/signup",
    "/confirm",
    "/forgotPassword",
    "/logout",
    "/error",
    "/oauth2/userInfo",
];

/// A pool on a runtime, and a property that is tried a bounded number of times.
fn hold<S: Strategy>(cases: u32, strategy: &S, property: &impl AsyncFn(&Stranger, S::Value)) {
    let runtime = Runtime::new().expect("a runtime");
    let pool = runtime.block_on(demo());
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let tried = TestRunner::new(config).run(strategy, |input| {
        runtime.block_on(property(&pool, input));
        Ok(())
    });
    tried.expect("the property holds");
    runtime.block_on(async {
        let tokens = pool.tokens_of(ALICE).await;
        let user = pool
            .api_ok("GetUser", json!({ "AccessToken": tokens["access_token"] }))
            .await;
        assert!(string(&user["Username"]).len() == 36);
    });
}

#[test]
fn no_body_breaks_the_api() {
    hold(300, &request(), &async |pool, (operation, body)| {
        let (status, answer) = pool.admin(operation, body.clone()).await;
        assert!(
            [200, 400].contains(&status),
            "{operation} {body}: {status} {answer}"
        );
        assert!(
            status == 200 || answer["__type"].is_string(),
            "{operation} {body}: {answer}"
        );
    });
}

#[test]
fn no_text_breaks_the_api() {
    hold(100, &"\\PC{0,200}", &async |pool, text| {
        let response = pool
            .api_request("GetUser")
            .body(text.clone())
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), 400, "{text}");
    });
}

#[test]
fn no_form_breaks_the_token_endpoint() {
    let name = proptest::sample::select(vec![
        "grant_type",
        "code",
        "redirect_uri",
        "client_id",
        "refresh_token",
        "scope",
    ]);
    let value = prop_oneof![
        "\\PC{0,30}",
        Just("authorization_code".to_owned()),
        Just("refresh_token".to_owned())
    ];
    hold(
        150,
        &proptest::collection::vec((name, value), 0..6),
        &async |pool, form| {
            let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let (status, body) = pool.token(&form).await;
            assert!(
                status == 400 && body["error"].is_string(),
                "{form:?}: {status} {body}"
            );
        },
    );
}

#[tokio::test]
async fn changes_at_the_same_time_are_all_kept() {
    let pool = std::sync::Arc::new(demo().await);
    let tokens = std::sync::Arc::new(pool.tokens_of(ALICE).await);
    let names = [
        "custom:job_title",
        "custom:department",
        "nickname",
        "given_name",
        "family_name",
        "locale",
    ];
    let changes: Vec<_> = names
        .into_iter()
        .enumerate()
        .map(|(n, name)| {
            let (pool, tokens) = (pool.clone(), tokens.clone());
            tokio::spawn(async move {
                let given = crate::support::attributes(&[(name, name)]);
                let update = json!({ "AccessToken": tokens["access_token"], "UserAttributes": given });
                pool.api_ok("UpdateUserAttributes", update).await;
                let added = json!([{ "Name": format!("added_{n}"), "AttributeDataType": "String" }]);
                pool.admin_ok(
                    "AddCustomAttributes",
                    json!({ "UserPoolId": POOL, "CustomAttributes": added }),
                )
                .await;
            })
        })
        .collect();
    for change in changes {
        change.await.expect("a change");
    }
    let user = pool
        .api_ok("GetUser", json!({ "AccessToken": tokens["access_token"] }))
        .await;
    for name in names {
        assert_eq!(
            crate::support::attribute(&user["UserAttributes"], name),
            Some(name)
        );
    }
    let described = pool
        .admin_ok("DescribeUserPool", json!({ "UserPoolId": POOL }))
        .await;
    let schema = described["UserPool"]["SchemaAttributes"]
        .as_array()
        .expect("a list");
    let added = schema
        .iter()
        .filter(|item| string(&item["Name"]).starts_with("custom:added_"));
    assert_eq!(added.count(), names.len());
}

#[test]
fn a_form_of_many_fields_takes_no_longer_than_a_large_one() {
    hold(1, &Just(()), &async |pool: &Stranger, ()| {
        let names: Vec<String> = (0..30_000).map(|n| format!("n{n}")).collect();
        let form: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
        assert_eq!(pool.token(&form).await.0, 400);
    });
}

#[test]
fn no_query_breaks_a_page() {
    let query = prop_oneof![
        "[ -~]{0,80}"
            .prop_map(|text| text.replace(['#', ' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}'], "+")),
        "[&=%a-z0-9]{0,20}".prop_map(|extra| format!("{}&{extra}", authorize_query("openid"))),
    ];
    hold(150, &(proptest::sample::select(&PATHS[..]), query), &async |pool,
                                                                      (
        path,
        query,
    )| {
        let page = pool.browser().get(&format!("{path}?{query}")).await;
        assert!(
            [200, 302, 400].contains(&page.status),
            "{path}?{query}: {}",
            page.status
        );
    });
}
