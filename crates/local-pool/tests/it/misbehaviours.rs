use local_pool::{Misbehaviour, Times};
use serde_json::{Value, json};

use crate::support::{ALICE, CLIENT, POOL, SCOPES, START, claims, demo, json_of, part, sign_in, string};

/// Whether header and claims of a token are wrong in the way that was ordered.
type Wrong = fn(&Value, &Value) -> bool;

#[tokio::test]
async fn id_tokens_go_wrong_by_name() {
    let pool = demo().await;
    let cases: [(Misbehaviour, Wrong); 10] = [
        (Misbehaviour::BadIss, |_, claims| {
            !string(&claims["iss"]).ends_with(POOL)
        }),
        (Misbehaviour::BadAud, |_, claims| claims["aud"] != CLIENT),
        (Misbehaviour::BadNonce, |_, claims| claims["nonce"] != "the-nonce"),
        (Misbehaviour::WrongTokenUse, |_, claims| {
            claims["token_use"] == "access"
        }),
        (Misbehaviour::WrongSub, |_, claims| {
            string(&claims["sub"]).starts_with("00000000-")
        }),
        (Misbehaviour::Expired, |_, claims| claims["exp"] == START - 3600),
        (Misbehaviour::OldIat, |_, claims| {
            claims["iat"] == START - 2 * 86_400
        }),
        (Misbehaviour::AlgNone, |header, _| header["alg"] == "none"),
        (Misbehaviour::Hs256, |header, _| header["alg"] == "HS256"),
        (Misbehaviour::UnknownKid, |header, _| {
            string(&header["kid"]).starts_with("AAAA")
        }),
    ];
    for (misbehaviour, is_wrong) in cases {
        pool.pool.misbehave(misbehaviour, Times::Once);
        let bad = pool.tokens_of(ALICE).await;
        assert!(
            is_wrong(&part(string(&bad["id_token"]), 0), &claims(&bad["id_token"])),
            "{misbehaviour:?}"
        );
        let good = pool.tokens_of(ALICE).await;
        assert!(
            !is_wrong(&part(string(&good["id_token"]), 0), &claims(&good["id_token"])),
            "{misbehaviour:?}"
        );
    }
}

#[tokio::test]
async fn calls_fail_by_name_and_recover() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    let refresh_token = string(&tokens["refresh_token"]);
    let get_user = json!({ "AccessToken": tokens["access_token"] });
    pool.pool.misbehave(Misbehaviour::Throttle, Times::Exactly(2));
    assert_eq!(pool.refresh(refresh_token).await.0, 429);
    pool.api_refused("GetUser", get_user.clone(), "TooManyRequestsException")
        .await;
    pool.pool.misbehave(Misbehaviour::ServerError, Times::Exactly(2));
    assert_eq!(pool.refresh(refresh_token).await.0, 500);
    let (status, body) = pool.api("GetUser", get_user.clone()).await;
    assert_eq!((status, &body["__type"]), (500, &json!("InternalErrorException")));
    pool.pool.misbehave(Misbehaviour::RefreshRevoked, Times::Once);
    assert_eq!(
        pool.refresh(refresh_token).await,
        (400, json!({ "error": "invalid_grant" }))
    );
    assert_eq!(pool.refresh(refresh_token).await.0, 200);
    pool.api_ok("GetUser", get_user).await;
}

#[tokio::test]
async fn connections_drop_and_answers_get_lost() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", string(&tokens["refresh_token"])),
    ];
    for misbehaviour in [Misbehaviour::DropConnection, Misbehaviour::LostRefreshAnswer] {
        pool.pool.misbehave(misbehaviour, Times::Once);
        let request = pool
            .http
            .post(pool.url("/oauth2/token"))
            .basic_auth(CLIENT, Some(crate::support::SECRET));
        let error = request.form(&form).send().await.expect_err("no answer");
        assert!(!error.is_timeout() && !error.is_status(), "{error:?}");
        assert_eq!(pool.token(&form).await.0, 200);
    }
}

#[tokio::test]
async fn half_a_document_is_not_json() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    pool.pool.misbehave(Misbehaviour::MalformedJson, Times::Once);
    let request = pool
        .http
        .get(pool.url("/oauth2/userInfo"))
        .bearer_auth(string(&tokens["access_token"]));
    let response = request.send().await.expect("an answer");
    assert_eq!(response.status(), 200);
    assert!(response.json::<Value>().await.is_err());
}

#[tokio::test]
async fn redirects_and_codes_go_wrong_by_name() {
    let pool = demo().await;
    pool.pool.misbehave(Misbehaviour::DropState, Times::Once);
    let page = sign_in(&mut pool.browser(), ALICE, SCOPES).await;
    assert_eq!(page.param("state"), None);
    let code = page.param("code").expect("a code");
    pool.pool.misbehave(Misbehaviour::CodeTwice, Times::Once);
    assert_eq!(pool.redeem(&code).await.0, 200);
    assert_eq!(pool.redeem(&code).await.0, 200);
    assert_eq!(pool.redeem(&code).await.0, 400);
}

#[tokio::test]
async fn misbehaving_user_info_names_another_user() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    pool.pool.misbehave(Misbehaviour::UserinfoWrongSub, Times::Once);
    let request = pool
        .http
        .get(pool.url("/oauth2/userInfo"))
        .bearer_auth(string(&tokens["access_token"]));
    let body = json_of(request).await;
    assert_ne!(body["sub"], claims(&tokens["id_token"])["sub"]);
}

#[tokio::test]
async fn slow_answers_outlast_a_clients_patience() {
    let pool = demo().await;
    pool.pool.misbehave(Misbehaviour::SlowJwks, Times::Once);
    let request = pool.http.get(pool.url(&format!("/{POOL}/.well-known/jwks.json")));
    let error = request
        .timeout(std::time::Duration::from_millis(50))
        .send()
        .await
        .expect_err("too slow");
    assert!(error.is_timeout());
    pool.pool.shutdown().await;
}
