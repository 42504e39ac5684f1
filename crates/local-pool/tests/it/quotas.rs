use local_pool::LocalPool;
use serde_json::json;

use crate::support::{BOB, CLIENT, demo, secret_hash, sign_in, start};

#[tokio::test]
async fn quotas_count_when_asked_for() {
    let pool = start(LocalPool::builder().quotas(true)).await;
    let forgot = json!({ "ClientId": CLIENT, "SecretHash": secret_hash(BOB.0), "Username": BOB.0 });
    for _ in 0..5 {
        pool.api_ok("ForgotPassword", forgot.clone()).await;
    }
    let told = pool
        .api_refused("ForgotPassword", forgot.clone(), "LimitExceededException")
        .await;
    assert_eq!(told, "Attempt limit exceeded, please try after some time.");
    pool.advance(3600);
    pool.api_ok("ForgotPassword", forgot).await;
    for _ in 0..120 {
        pool.api_refused("GetUser", json!({ "AccessToken": "x" }), "NotAuthorizedException")
            .await;
    }
    pool.api_refused(
        "GetUser",
        json!({ "AccessToken": "x" }),
        "TooManyRequestsException",
    )
    .await;
    pool.advance(1);
    pool.api_refused("GetUser", json!({ "AccessToken": "x" }), "NotAuthorizedException")
        .await;
}

#[tokio::test]
async fn admin_signs_users_in() {
    let pool = crate::support::demo_with(|seed| {
        let flows = seed.pools[0].clients[0]
            .explicit_auth_flows
            .as_mut()
            .expect("a list");
        flows.push("ALLOW_ADMIN_USER_PASSWORD_AUTH".into());
    })
    .await;
    let parameters = json!({ "USERNAME": BOB.0, "PASSWORD": BOB.1, "SECRET_HASH": secret_hash(BOB.0) });
    let body = json!({
        "UserPoolId": crate::support::POOL, "ClientId": CLIENT, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": parameters,
    });
    let answer = pool.admin_ok("AdminInitiateAuth", body.clone()).await;
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string());
    let strict = demo().await;
    strict
        .admin_refused("AdminInitiateAuth", body, "InvalidParameterException")
        .await;
}

#[tokio::test]
async fn refreshing_at_the_token_endpoint_counts_too() {
    let pool = start(LocalPool::builder().quotas(true)).await;
    for _ in 0..120 {
        assert_eq!(pool.refresh("unknown").await.0, 400);
    }
    assert_eq!(pool.refresh("unknown").await.0, 429);
    let page = sign_in(&mut pool.browser(), BOB, crate::support::SCOPES).await;
    assert!(page.body.contains("Rate exceeded"));
    pool.advance(1);
    assert_eq!(pool.refresh("unknown").await.0, 400);
}
