use serde_json::{Value, json};

use crate::support::{ALICE, BOB, CLIENT, SECRET, Stranger, demo, demo_with, string};

async fn userinfo(pool: &Stranger, token: &str) -> (u16, String, Value) {
    let request = pool.http.get(pool.url("/oauth2/userInfo")).bearer_auth(token);
    let response = request.send().await.expect("an answer");
    let challenge = response
        .headers()
        .get("www-authenticate")
        .map(|value| value.to_str().expect("ASCII").to_owned());
    (
        response.status().as_u16(),
        challenge.unwrap_or_default(),
        response.json().await.expect("JSON"),
    )
}

#[tokio::test]
async fn every_value_is_a_string() {
    let pool = demo().await;
    let tokens = pool.tokens_of(BOB).await;
    let (status, _, body) = userinfo(&pool, string(&tokens["access_token"])).await;
    assert_eq!(status, 200);
    assert_eq!(body["email_verified"], "true");
    assert_eq!(body["custom:desk_number"], "12");
    assert_eq!(body["username"], body["sub"]);
    assert!(
        body.as_object()
            .expect("an object")
            .values()
            .all(Value::is_string)
    );
}

#[tokio::test]
async fn scopes_decide_what_is_shown() {
    let pool = demo().await;
    for (scopes, shown, hidden) in [
        ("openid", vec!["email", "name", "custom:job_title"], vec!["scope"]),
        (
            "openid profile",
            vec!["name", "custom:job_title"],
            vec!["email", "email_verified"],
        ),
        (
            "openid email",
            vec!["email", "email_verified"],
            vec!["name", "custom:job_title"],
        ),
    ] {
        let tokens = pool.tokens_with_scopes(BOB, scopes).await;
        let (_, _, body) = userinfo(&pool, string(&tokens["access_token"])).await;
        let id = crate::support::claims(&tokens["id_token"]);
        for name in shown {
            assert!(
                body.get(name).is_some() && id.get(name).is_some(),
                "{scopes}: {name}"
            );
        }
        for name in hidden {
            assert!(
                body.get(name).is_none() && id.get(name).is_none(),
                "{scopes}: {name}"
            );
        }
    }
}

#[tokio::test]
async fn what_the_client_cannot_read_is_missing_everywhere() {
    let pool = demo_with(|seed| {
        let read = seed.pools[0].clients[0].read_attributes.as_mut().expect("a list");
        read.retain(|name| name != "custom:role");
    })
    .await;
    let tokens = pool.tokens_of(BOB).await;
    let (_, _, body) = userinfo(&pool, string(&tokens["access_token"])).await;
    assert!(body.get("custom:role").is_none());
    assert!(
        crate::support::claims(&tokens["id_token"])
            .get("custom:role")
            .is_none()
    );
    let user = pool
        .api_ok("GetUser", json!({ "AccessToken": tokens["access_token"] }))
        .await;
    assert_eq!(
        crate::support::attribute(&user["UserAttributes"], "custom:role"),
        None
    );
    assert_eq!(
        crate::support::attribute(&user["UserAttributes"], "custom:job_title"),
        Some("Gardener")
    );
}

#[tokio::test]
async fn bad_tokens_are_refused_with_a_challenge() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    for token in ["rubbish", "a.b.c", string(&tokens["id_token"])] {
        let (status, challenge, body) = userinfo(&pool, token).await;
        assert_eq!((status, &body["error"]), (401, &json!("invalid_token")));
        assert!(
            challenge.starts_with("error=\"invalid_token\", error_description=\"Access token is expired")
        );
    }
    pool.advance(3600);
    assert_eq!(userinfo(&pool, string(&tokens["access_token"])).await.0, 401);
    let response = pool.get("/oauth2/userInfo").await;
    assert_eq!(response.status(), 400);
    let challenge = response.headers()["www-authenticate"].to_str().expect("ASCII");
    assert_eq!(
        challenge,
        "error=\"invalid_request\", error_description=\"Bad OAuth2 request at UserInfo Endpoint\""
    );
}

#[tokio::test]
async fn a_token_without_openid_is_told_so() {
    let pool = demo().await;
    let tokens = pool
        .tokens_with_scopes(ALICE, "aws.cognito.signin.user.admin")
        .await;
    assert!(tokens.get("id_token").is_none());
    let (status, _, body) = userinfo(&pool, string(&tokens["access_token"])).await;
    assert_eq!(
        (status, &body["error_description"]),
        (401, &json!("Access token does not contain openid scope"))
    );
}

#[tokio::test]
async fn revoking_the_refresh_token_voids_the_others() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    let other = pool.tokens_of(ALICE).await;
    let revoke = async |token: &str, secret: &str| {
        let request = pool
            .http
            .post(pool.url("/oauth2/revoke"))
            .basic_auth(CLIENT, Some(secret));
        let response = request.form(&[("token", token)]).send().await.expect("an answer");
        (response.status().as_u16(), response.text().await.expect("text"))
    };
    let refresh_token = string(&tokens["refresh_token"]);
    assert_eq!(
        revoke(refresh_token, "wrong").await,
        (401, "{\"error\":\"invalid_client\"}".into())
    );
    assert_eq!(revoke(string(&tokens["access_token"]), SECRET).await.0, 400);
    assert_eq!(
        revoke("", SECRET).await,
        (400, "{\"error\":\"invalid_request\"}".into())
    );
    assert_eq!(userinfo(&pool, string(&tokens["access_token"])).await.0, 200);
    assert_eq!(revoke(refresh_token, SECRET).await, (200, String::new()));
    assert_eq!(revoke(refresh_token, SECRET).await, (200, String::new()));
    assert_eq!(userinfo(&pool, string(&tokens["access_token"])).await.0, 401);
    assert_eq!(
        pool.refresh(refresh_token).await,
        (400, json!({ "error": "invalid_grant" }))
    );
    assert_eq!(userinfo(&pool, string(&other["access_token"])).await.0, 200);
}
