//! Many at the same time: what works once works for one of them, and nobody's change is lost.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::support::{
    ALICE, CLIENT, POOL, SCOPES, Stranger, about, attribute, attributes, code_for, demo, demo_with,
    secret_hash, string, with,
};

const MANY: usize = 16;

/// How many of many calls at the same time are answered with 200.
async fn winners<C, A>(pool: &Arc<Stranger>, call: C) -> usize
where
    C: Fn(Arc<Stranger>, usize) -> A,
    A: Future<Output = u16> + Send + 'static,
{
    let calls: Vec<_> = (0..MANY)
        .map(|n| tokio::spawn(call(Arc::clone(pool), n)))
        .collect();
    let mut won = 0;
    for call in calls {
        won += usize::from(call.await.expect("an answer") == 200);
    }
    won
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_redeemed_once() {
    let pool = Arc::new(demo().await);
    for _ in 0..3 {
        let code = code_for(&mut pool.browser(), ALICE, SCOPES).await;
        let won = winners(&pool, |pool, _| {
            let code = code.clone();
            async move { pool.redeem(&code).await.0 }
        });
        assert_eq!(won.await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotated_refresh_token_is_used_once() {
    let rotating = |seed: &mut local_pool::Seed| {
        let client = &mut seed.pools[0].clients[0];
        client.explicit_auth_flows = Some(vec!["ALLOW_USER_PASSWORD_AUTH".into()]);
        client.refresh_token_rotation = Some(local_pool::RotationSeed { grace_seconds: 0 });
    };
    let pool = Arc::new(demo_with(rotating).await);
    let tokens = pool.tokens_of(ALICE).await;
    let token = string(&tokens["refresh_token"]).to_owned();
    let won = winners(&pool, |pool, _| {
        let token = token.clone();
        async move { pool.refresh(&token).await.0 }
    });
    assert_eq!(won.await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn password_code_is_used_once() {
    let pool = Arc::new(demo().await);
    let own = json!({ "ClientId": CLIENT, "Username": ALICE.0, "SecretHash": secret_hash(ALICE.0) });
    pool.api_ok("ForgotPassword", own.clone()).await;
    let code = pool.last_code();
    let won = winners(&pool, |pool, n| {
        let chosen = json!({ "ConfirmationCode": code, "Password": format!("Alice-number-{n}") });
        let body = with(own.clone(), chosen);
        async move { pool.api("ConfirmForgotPassword", body).await.0 }
    });
    assert_eq!(won.await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_answered_once() {
    let pool = Arc::new(demo().await);
    let invited = with(
        about("dan@example.com"),
        json!({ "TemporaryPassword": "Dan-for-now-1", "UserAttributes": [{ "Name": "name", "Value": "Dan" }] }),
    );
    pool.admin_ok("AdminCreateUser", invited).await;
    let name = "dan@example.com";
    let parameters =
        json!({ "USERNAME": name, "PASSWORD": "Dan-for-now-1", "SECRET_HASH": secret_hash(name) });
    let begin = json!({ "ClientId": CLIENT, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    let challenge = pool.api_ok("InitiateAuth", begin).await;
    let answer = |n: usize| {
        let responses = json!({
            "USERNAME": name, "SECRET_HASH": secret_hash(name), "NEW_PASSWORD": format!("Dan-for-good-{n}"),
        });
        json!({
            "ClientId": CLIENT, "ChallengeName": "NEW_PASSWORD_REQUIRED",
            "Session": challenge["Session"], "ChallengeResponses": responses,
        })
    };
    let mut weak = answer(0);
    weak["ChallengeResponses"]["NEW_PASSWORD"] = "weak".into();
    pool.api_refused("RespondToAuthChallenge", weak, "InvalidPasswordException")
        .await;
    let won = winners(&pool, |pool, n| {
        let body = answer(n);
        async move { pool.api("RespondToAuthChallenge", body).await.0 }
    });
    assert_eq!(won.await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_taken_once() {
    let pool = Arc::new(demo().await);
    let name = "erin@example.com";
    let body = json!({
        "ClientId": CLIENT, "Username": name, "SecretHash": secret_hash(name), "Password": "Erin-is-one-1",
        "UserAttributes": [{ "Name": "name", "Value": "Erin" }],
    });
    let won = winners(&pool, |pool, _| {
        let body = body.clone();
        async move { pool.api("SignUp", body).await.0 }
    });
    assert_eq!(won.await, 1);
    let listed: Value = pool
        .admin_ok(
            "ListUsers",
            json!({ "UserPoolId": POOL, "Filter": format!("email = \"{name}\"") }),
        )
        .await;
    assert_eq!(listed["Users"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn changes_at_the_same_time_are_all_kept() {
    let pool = Arc::new(demo().await);
    let tokens = Arc::new(pool.tokens_of(ALICE).await);
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
                let given = attributes(&[(name, name)]);
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
        assert_eq!(attribute(&user["UserAttributes"], name), Some(name));
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
