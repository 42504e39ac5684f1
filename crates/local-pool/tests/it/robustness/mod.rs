//! Whatever is sent: an answer, no 500, and afterwards everything still works.

mod requests;

use std::path::Path;

use local_pool::LocalPool;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use self::requests::{ACCESS, request};
use crate::support::{ALICE, CLIENT, POOL, Stranger, authorize_query, demo, start, string};

/// What an administrator sees of the pool.
async fn store(pool: &Stranger) -> [(u16, Value); 3] {
    let about = json!({ "UserPoolId": POOL, "ClientId": CLIENT });
    let only = json!({ "UserPoolId": POOL });
    [
        pool.admin("ListUsers", only.clone()).await,
        pool.admin("DescribeUserPool", only).await,
        pool.admin("DescribeUserPoolClient", about).await,
    ]
}

async fn on(file: &Path) -> Stranger {
    start(LocalPool::builder().data(file)).await
}

/// The pool once more, from what it left on disk: nothing that was answered is lost.
async fn reopened(pool: Stranger, file: &Path) -> Stranger {
    let before = store(&pool).await;
    pool.pool.shutdown().await;
    let pool = on(file).await;
    assert_eq!(store(&pool).await, before);
    pool
}

fn config(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

const PATHS: [&str; 13] = [
    "/oauth2/authorize",
    "/login",
    "/signup",
    "/confirm",
    "/forgotPassword",
    "/confirmforgotPassword",
    "/_new-password",
    "/_second-factor",
    "/_set-up-second-factor",
    "/_inbox",
    "/logout",
    "/error",
    "/oauth2/userInfo",
];

/// A pool on a runtime, and a property that is tried a bounded number of times.
fn hold<S: Strategy>(cases: u32, strategy: &S, property: &impl AsyncFn(&Stranger, S::Value)) {
    let runtime = Runtime::new().expect("a runtime");
    let pool = runtime.block_on(demo());
    try_many(&runtime, &pool, cases, strategy, property);
    runtime.block_on(still_works(&pool));
}

/// The same with a data file, which is read again at the end.
fn hold_on_disk<S: Strategy>(cases: u32, strategy: &S, property: &impl AsyncFn(&Stranger, S::Value)) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("pool.db");
    let pool = runtime.block_on(on(&file));
    try_many(&runtime, &pool, cases, strategy, property);
    runtime.block_on(async { still_works(&reopened(pool, &file).await).await });
}

fn try_many<S: Strategy>(
    runtime: &Runtime,
    pool: &Stranger,
    cases: u32,
    strategy: &S,
    property: &impl AsyncFn(&Stranger, S::Value),
) {
    let tried = TestRunner::new(config(cases)).run(strategy, |input| {
        runtime.block_on(property(pool, input));
        Ok(())
    });
    tried.expect("the property holds");
}

async fn still_works(pool: &Stranger) {
    let tokens = pool.tokens_of(ALICE).await;
    let user = pool
        .api_ok("GetUser", json!({ "AccessToken": tokens["access_token"] }))
        .await;
    assert_eq!(string(&user["Username"]).len(), 36);
}

#[test]
fn strange_bodies_neither_break_nor_change_anything() {
    let runtime = Runtime::new().expect("a runtime");
    let fresh = || runtime.block_on(async { (demo().await, None::<String>) });
    let target = std::cell::RefCell::new(fresh());
    let tried = TestRunner::new(config(300)).run(&request(), |(operation, body)| {
        let (pool, access) = &mut *target.borrow_mut();
        let refused = runtime.block_on(send(pool, access, operation, &body));
        if !refused {
            (*pool, *access) = fresh();
        }
        Ok(())
    });
    tried.expect("the property holds");
}

#[test]
fn accepted_changes_are_on_disk() {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let file = |number: u32| folder.path().join(format!("{number}.db"));
    let number = std::cell::Cell::new(0);
    let fresh = || {
        number.set(number.get() + 1);
        runtime.block_on(async { (on(&file(number.get())).await, None::<String>) })
    };
    let target = std::cell::RefCell::new(Some(fresh()));
    let tried = TestRunner::new(config(100)).run(&request(), |(operation, body)| {
        let (pool, mut access) = target.take().unwrap_or_else(fresh);
        if runtime.block_on(send(&pool, &mut access, operation, &body)) {
            target.replace(Some((pool, access)));
        } else {
            runtime.block_on(reopened(pool, &file(number.get())));
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

/// A page that takes forms, and fields for it.
fn page_and_form() -> impl Strategy<Value = (&'static str, Vec<(&'static str, String)>)> {
    let path = proptest::sample::select(vec![
        "/login",
        "/signup",
        "/confirm",
        "/resendcode",
        "/forgotPassword",
        "/confirmforgotPassword",
        "/_new-password",
        "/_second-factor",
        "/_set-up-second-factor",
    ]);
    let name = proptest::sample::select(vec!["username", "password", "code", "requiredAttributes[name]"]);
    let value = prop_oneof![
        "\\PC{0,40}",
        Just(ALICE.0.to_owned()),
        Just("Somebody-new-1".to_owned()),
        "[a-z]{3}@example.com",
        "x{2040,2060}"
    ];
    (path, proptest::collection::vec((name, value), 0..5))
}

async fn post_form(pool: &Stranger, (path, form): (&str, Vec<(&str, String)>)) {
    let path = format!("{path}?{}", authorize_query("openid"));
    let mut browser = pool.browser();
    browser.get(&path).await;
    let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = browser.submit(&path, &fields).await;
    assert!(
        [200, 302, 400].contains(&page.status.as_u16()),
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
}

#[test]
fn no_form_breaks_a_page_or_a_revocation() {
    hold(120, &page_and_form(), &async |pool, input| {
        post_form(pool, input).await;
    });
}

#[test]
fn no_form_breaks_the_data_file() {
    hold_on_disk(60, &page_and_form(), &async |pool, input| {
        post_form(pool, input).await;
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

#[test]
fn form_of_many_fields_parses_in_linear_time() {
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
            [200, 302, 400].contains(&page.status.as_u16()),
            "{path}?{query}: {}",
            page.status
        );
    });
}
