use local_pool::{LocalPool, Seed};
use serde_json::{Value, json};

use crate::support::{ALICE, POOL, demo, json_of, string};

#[tokio::test]
async fn the_clock_can_be_moved_over_http() {
    let pool = demo().await;
    let before: Value = pool.get("/_clock").await.json().await.expect("JSON");
    let request = pool
        .http
        .post(pool.url("/_clock"))
        .json(&json!({ "advance_seconds": 60 }));
    let after = json_of(request).await;
    assert_eq!(
        after["epoch_seconds"].as_f64(),
        before["epoch_seconds"].as_f64().map(|then| then + 60.0)
    );
}

#[tokio::test]
async fn answers_are_dated_by_the_pools_clock() {
    let pool = demo().await;
    for (seconds, date) in [
        (0, "Fri, 15 Jan 2027 08:00:00 GMT"),
        (86_400, "Sat, 16 Jan 2027 08:00:00 GMT"),
    ] {
        pool.advance(seconds);
        for path in ["/_inbox", "/nowhere", &format!("/{POOL}/.well-known/jwks.json")] {
            assert_eq!(pool.get(path).await.headers()["date"], date, "{path}");
        }
        let refused = pool.api_request("GetUser").body("{}");
        let answer = refused.send().await.expect("an answer");
        assert_eq!(answer.headers()["date"], date);
    }
}

#[tokio::test]
async fn misbehaviours_are_switched_over_http_by_name() {
    let pool = demo().await;
    let order = async |body: Value| {
        let request = pool.http.post(pool.url("/_misbehave")).json(&body);
        request.send().await.expect("an answer").status().as_u16()
    };
    for misbehaviour in local_pool::MISBEHAVIOURS {
        let name = serde_json::to_value(misbehaviour).expect("a name");
        assert_eq!(order(json!({ "name": name, "times": 1 })).await, 204, "{name}");
    }
    assert_eq!(order(json!({ "name": "bad-weather" })).await, 422);
    pool.http
        .delete(pool.url("/_misbehave"))
        .send()
        .await
        .expect("an answer");
    let active: Value = pool.get("/_misbehave").await.json().await.expect("JSON");
    assert_eq!(active, json!([]));
}

#[tokio::test]
async fn requests_and_issued_tokens_are_on_record() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    pool.api_ok("GetUser", json!({ "AccessToken": tokens["access_token"] }))
        .await;
    let requests: Value = pool.get("/_requests.json").await.json().await.expect("JSON");
    let requests = requests.as_array().expect("a list");
    let has = |name: &str, value: &str| requests.iter().any(|request| request[name] == value);
    assert!(has("operation", "GetUser") && has("grant_type", "authorization_code") && has("path", "/login"));
    let issued: Vec<String> = pool.get("/_issued_tokens.json").await.json().await.expect("JSON");
    for name in ["access_token", "id_token", "refresh_token"] {
        assert!(
            issued.iter().any(|token| token == string(&tokens[name])),
            "{name}"
        );
    }
    assert_eq!(pool.pool.issued_tokens(), issued);
}

#[tokio::test]
async fn controls_are_off_unless_asked_for() {
    let pool = LocalPool::builder().start().await.expect("a free port");
    let http = test_support::http_client();
    for path in ["_clock", "_misbehave", "_requests.json", "_issued_tokens.json"] {
        let response = http
            .get(pool.url().join(path).expect("a path"))
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), 404, "{path}");
    }
    let inbox = http
        .get(pool.url().join("_inbox.json").expect("a path"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(inbox.json::<Value>().await.expect("JSON"), json!([]));
}

#[tokio::test]
async fn a_pool_knows_its_own_names() {
    let pool = LocalPool::builder().start().await.expect("a free port");
    assert_eq!(pool.pool_id(), POOL);
    assert_eq!(pool.issuer(), format!("{}{POOL}", pool.url()));
    assert_eq!(
        (pool.client_id().len(), pool.client_secret().contains('+')),
        (26, true)
    );
}

#[tokio::test]
async fn a_pool_that_is_dropped_answers_no_more() {
    let pool = LocalPool::builder().start().await.expect("a free port");
    let (http, url) = (test_support::http_client(), pool.url());
    assert_eq!(
        http.get(url.clone()).send().await.expect("an answer").status(),
        200
    );
    pool.shutdown().await;
    assert!(http.get(url).send().await.is_err());
}

#[tokio::test]
async fn a_taken_port_is_told_by_number() {
    let first = LocalPool::builder().start().await.expect("a free port");
    let port = first.url().port().expect("a port");
    let error = LocalPool::builder()
        .port(port)
        .start()
        .await
        .expect_err("a taken port");
    assert_eq!(
        error.to_string(),
        format!("cannot listen on 127.0.0.1 port {port}")
    );
}

#[tokio::test]
async fn the_app_can_be_elsewhere() {
    let origin = "http://localhost:5123".parse().expect("a URL");
    let seed = Seed::demo().with_app_origin(&origin);
    assert_eq!(
        seed.pools[0].clients[0].callback_urls,
        ["http://localhost:5123/logged_in"]
    );
    assert_eq!(
        seed.pools[0].clients[0].logout_urls,
        ["http://localhost:5123/logged_out"]
    );
}
