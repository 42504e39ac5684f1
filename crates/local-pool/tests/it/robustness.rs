//! Whatever is sent: an answer, no 500, and afterwards everything still works.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::support::{ALICE, CLIENT, POOL, Stranger, authorize_query, demo, string};

/// Every operation there is, from the README (a test of the crate keeps its table true).
fn operations() -> Vec<&'static str> {
    let readme = include_str!("../../README.md");
    let table = readme.split("### Operations").nth(1).expect("the heading");
    let table = table.split("Flows:").next().expect("the end of the table");
    table.split('`').skip(1).step_by(2).collect()
}

const MEMBERS: &str = "AccessToken UserAttributes UserAttributeNames AttributeName ClientId Username Password Code \
                       SecretHash Session AuthFlow AuthParameters ChallengeName ChallengeResponses UserPoolId PoolName \
                       Schema Token ConfirmationCode UserCode ProposedPassword PreviousPassword RefreshToken GroupName \
                       SoftwareTokenMfaSettings Filter Limit MaxResults PaginationToken CustomAttributes ClientName \
                       ReadAttributes WriteAttributes CallbackURLs TokenValidityUnits RefreshTokenRotation Policies \
                       AccessTokenValidity Permanent MessageAction TemporaryPassword Unheard";

/// Any JSON, with a liking for values that mean something here.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        (2040_usize..2060).prop_map(|n| "x".repeat(n).into()),
        proptest::sample::select(vec![
            CLIENT,
            ACCESS,
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

/// Stands for an access token of Alice.
const ACCESS: &str = "an-access-token";

/// A request that names whom it means, and more members of any kind.
fn request() -> impl Strategy<Value = (&'static str, Value)> {
    let member = (
        proptest::sample::select(MEMBERS.split(' ').collect::<Vec<_>>()),
        value(),
    );
    let body = proptest::collection::vec(member, 0..6).prop_map(|members| {
        let named = [
            ("UserPoolId", POOL),
            ("Username", ALICE.0),
            ("ClientId", CLIENT),
            ("AccessToken", ACCESS),
        ];
        let named = named.map(|(name, value)| (name, Value::from(value)));
        let all = named.into_iter().chain(members);
        Value::Object(all.map(|(name, value)| (name.to_owned(), value)).collect())
    });
    (proptest::sample::select(operations()), body)
}

/// What an administrator sees of the pool.
async fn store(pool: &Stranger) -> [Value; 3] {
    let about = json!({ "UserPoolId": POOL, "ClientId": CLIENT });
    let only = json!({ "UserPoolId": POOL });
    [
        pool.admin_ok("ListUsers", only.clone()).await,
        pool.admin_ok("DescribeUserPool", only).await,
        pool.admin_ok("DescribeUserPoolClient", about).await,
    ]
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
fn no_body_breaks_the_api_and_a_refusal_changes_nothing() {
    let runtime = Runtime::new().expect("a runtime");
    let config = Config {
        cases: 300,
        failure_persistence: None,
        ..Config::default()
    };
    let fresh = || runtime.block_on(async { (demo().await, None::<String>) });
    let target = std::cell::RefCell::new(fresh());
    let tried = TestRunner::new(config).run(&request(), |(operation, body)| {
        let (pool, access) = &mut *target.borrow_mut();
        let refused = runtime.block_on(send(pool, access, operation, &body));
        if !refused {
            (*pool, *access) = fresh();
        }
        Ok(())
    });
    tried.expect("the property holds");
}

/// Sends it and checks the answer; whether it was refused.
async fn send(pool: &Stranger, access: &mut Option<String>, operation: &str, body: &Value) -> bool {
    if access.is_none() {
        let token = pool.tokens_of(ALICE).await["access_token"].clone();
        *access = Some(string(&token).to_owned());
    }
    let token = access.as_deref().unwrap_or_default();
    let body: Value = serde_json::from_str(&body.to_string().replace(ACCESS, token)).expect("JSON");
    let before = store(pool).await;
    let (status, answer) = pool.admin(operation, body.clone()).await;
    assert!(
        [200, 400].contains(&status),
        "{operation} {body}: {status} {answer}"
    );
    if status == 400 {
        assert!(answer["__type"].is_string(), "{operation} {body}: {answer}");
        assert_eq!(store(pool).await, before, "{operation} {body}");
    }
    status == 400
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

#[test]
fn no_form_breaks_a_page_or_a_revocation() {
    let path = proptest::sample::select(vec![
        "/login",
        "/signup",
        "/confirm",
        "/resendcode",
        "/forgotPassword",
        "/confirmforgotPassword",
        "/_new-password",
        "/_second-factor",
    ]);
    let name = proptest::sample::select(vec!["username", "password", "code", "requiredAttributes[name]"]);
    let value = prop_oneof!["\\PC{0,40}", Just(ALICE.0.to_owned()), "x{2040,2060}"];
    let form = proptest::collection::vec((name, value), 0..5);
    hold(120, &(path, form), &async |pool, (path, form)| {
        let path = format!("{path}?{}", authorize_query("openid"));
        let mut browser = pool.browser();
        browser.get(&path).await;
        let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = browser.submit(&path, &fields).await;
        assert!(
            [200, 302, 400].contains(&page.status),
            "{path} {form:?}: {}",
            page.status
        );
        let revocation = pool.http.post(pool.url("/oauth2/revoke"));
        let answer = revocation
            .basic_auth(CLIENT, Some(crate::support::SECRET))
            .form(&fields)
            .send()
            .await;
        assert_eq!(answer.expect("an answer").status(), 400);
    });
}

#[test]
fn no_token_breaks_the_user_document() {
    hold(100, &"[ -~]{0,200}", &async |pool, token| {
        let request = pool.http.get(pool.url("/oauth2/userInfo"));
        let answer = request
            .header("authorization", format!("Bearer {token}"))
            .send()
            .await;
        assert!(
            [400, 401].contains(&answer.expect("an answer").status().as_u16()),
            "{token}"
        );
    });
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
