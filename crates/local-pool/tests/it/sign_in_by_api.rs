use serde_json::{Value, json};

use crate::support::{
    ALICE, BOB, CLIENT, SECRET, Stranger, claims, demo, demo_with, names, secret_hash, string,
};

fn by_password(name: &str, password: &str) -> Value {
    json!({
        "ClientId": CLIENT, "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": name, "PASSWORD": password, "SECRET_HASH": secret_hash(name) },
    })
}

async fn result(pool: &Stranger, who: (&str, &str)) -> Value {
    pool.api_ok("InitiateAuth", by_password(who.0, who.1)).await["AuthenticationResult"].clone()
}

#[tokio::test]
async fn a_password_gives_tokens_with_one_scope() {
    let pool = demo().await;
    let result = result(&pool, BOB).await;
    assert_eq!(
        names(&result),
        ["AccessToken", "ExpiresIn", "IdToken", "RefreshToken", "TokenType"]
    );
    let access = claims(&result["AccessToken"]);
    assert_eq!(access["scope"], "aws.cognito.signin.user.admin");
    assert!(access.get("version").is_none());
    let id = claims(&result["IdToken"]);
    assert_eq!(
        (&id["custom:job_title"], id.get("at_hash")),
        (&json!("Gardener"), None)
    );
    pool.api_ok("GetUser", json!({ "AccessToken": result["AccessToken"] }))
        .await;
    let request = pool
        .http
        .get(pool.url("/oauth2/userInfo"))
        .bearer_auth(string(&result["AccessToken"]));
    assert_eq!(request.send().await.expect("an answer").status(), 401);
}

#[tokio::test]
async fn wrong_passwords_and_flows_are_refused() {
    let pool = demo().await;
    for body in [
        by_password(BOB.0, "Wrong-Pass-1"),
        by_password("nobody@example.com", "Wrong-Pass-1"),
    ] {
        let told = pool
            .api_refused("InitiateAuth", body, "NotAuthorizedException")
            .await;
        assert_eq!(told, "Incorrect username or password.");
    }
    let mut body = by_password(BOB.0, BOB.1);
    body["AuthFlow"] = "CUSTOM_AUTH".into();
    let told = pool
        .api_refused("InitiateAuth", body.clone(), "InvalidParameterException")
        .await;
    assert_eq!(told, "local-pool does not implement the flow CUSTOM_AUTH");
    body["AuthFlow"] = "USER_PASSWORD_AUTH".into();
    body["AuthParameters"]["DEVICE_KEY"] = "x".into();
    pool.api_refused("InitiateAuth", body, "InvalidParameterException")
        .await;
    let pool = demo_with(|seed| seed.pools[0].clients[0].explicit_auth_flows = Some(vec![])).await;
    let told = pool
        .api_refused(
            "InitiateAuth",
            by_password(BOB.0, BOB.1),
            "InvalidParameterException",
        )
        .await;
    assert_eq!(told, "USER_PASSWORD_AUTH flow not enabled for this client");
}

#[tokio::test]
async fn client_not_hiding_users_names_unknown_users() {
    let pool = demo_with(|seed| seed.pools[0].clients[0].prevent_user_existence_errors = false).await;
    let told = pool
        .api_refused(
            "InitiateAuth",
            by_password("x@y.z", "Wrong-Pass-1"),
            "UserNotFoundException",
        )
        .await;
    assert_eq!(told, "User does not exist.");
}

#[tokio::test]
async fn api_refresh_hash_is_made_with_sub() {
    let pool = demo().await;
    let first = result(&pool, BOB).await;
    let sub = string(&claims(&first["AccessToken"])["sub"]).to_owned();
    let refresh = |hash: String| {
        json!({
            "ClientId": CLIENT, "AuthFlow": "REFRESH_TOKEN_AUTH",
            "AuthParameters": { "REFRESH_TOKEN": first["RefreshToken"], "SECRET_HASH": hash },
        })
    };
    let second = pool.api_ok("InitiateAuth", refresh(secret_hash(&sub))).await;
    assert!(second["AuthenticationResult"].get("RefreshToken").is_none());
    pool.api_refused(
        "InitiateAuth",
        refresh(secret_hash(BOB.0)),
        "NotAuthorizedException",
    )
    .await;
    let raw = json!({ "RefreshToken": first["RefreshToken"], "ClientId": CLIENT, "ClientSecret": SECRET });
    let third = pool.api_ok("GetTokensFromRefreshToken", raw).await;
    assert!(third["AuthenticationResult"]["IdToken"].is_string());
}

#[tokio::test]
async fn signing_out_everywhere_voids_all_tokens() {
    let pool = demo().await;
    let (one, two) = (result(&pool, BOB).await, pool.tokens_of(BOB).await);
    pool.api_ok("GlobalSignOut", json!({ "AccessToken": one["AccessToken"] }))
        .await;
    for token in [&one["AccessToken"], &two["access_token"]] {
        let told = pool
            .api_refused(
                "GetUser",
                json!({ "AccessToken": token }),
                "NotAuthorizedException",
            )
            .await;
        assert_eq!(told, "Access Token has been revoked");
    }
    assert_eq!(pool.refresh(string(&two["refresh_token"])).await.0, 400);
    pool.advance(1);
    result(&pool, BOB).await;
}

#[tokio::test]
async fn a_deleted_user_is_gone() {
    let pool = demo().await;
    let tokens = result(&pool, ALICE).await;
    let (status, body) = pool
        .api("DeleteUser", json!({ "AccessToken": tokens["AccessToken"] }))
        .await;
    assert_eq!((status, body), (200, Value::Null));
    pool.api_refused(
        "GetUser",
        json!({ "AccessToken": tokens["AccessToken"] }),
        "UserNotFoundException",
    )
    .await;
    pool.api_refused(
        "InitiateAuth",
        by_password(ALICE.0, ALICE.1),
        "NotAuthorizedException",
    )
    .await;
}

#[tokio::test]
async fn a_password_can_be_changed_and_reset() {
    let pool = demo().await;
    let tokens = result(&pool, BOB).await;
    let change = |old: &str, new: &str| json!({ "AccessToken": tokens["AccessToken"], "PreviousPassword": old, "ProposedPassword": new });
    pool.api_refused(
        "ChangePassword",
        change("Wrong-Pass-1", "Better-Pass-1"),
        "NotAuthorizedException",
    )
    .await;
    pool.api_refused(
        "ChangePassword",
        change(BOB.1, "weak"),
        "InvalidPasswordException",
    )
    .await;
    pool.api_ok("ChangePassword", change(BOB.1, "Better-Pass-1"))
        .await;
    result(&pool, (BOB.0, "Better-Pass-1")).await;

    let forgot = json!({ "ClientId": CLIENT, "SecretHash": secret_hash(BOB.0), "Username": BOB.0 });
    let answer = pool.api_ok("ForgotPassword", forgot.clone()).await;
    assert_eq!(answer["CodeDeliveryDetails"]["Destination"], "b***@e***");
    let confirm = |code: &str| {
        let mut body = forgot.clone();
        body["ConfirmationCode"] = code.into();
        body["Password"] = "Newest-Pass-1".into();
        body
    };
    pool.api_refused(
        "ConfirmForgotPassword",
        confirm("000000x"),
        "CodeMismatchException",
    )
    .await;
    let code = pool.last_code();
    pool.api_ok("ConfirmForgotPassword", confirm(&code)).await;
    pool.api_refused("ConfirmForgotPassword", confirm(&code), "ExpiredCodeException")
        .await;
    result(&pool, (BOB.0, "Newest-Pass-1")).await;
    pool.api_ok("ForgotPassword", forgot.clone()).await;
    pool.advance(3600);
    pool.api_refused(
        "ConfirmForgotPassword",
        confirm(&pool.last_code()),
        "ExpiredCodeException",
    )
    .await;
}

#[tokio::test]
async fn forgotten_password_does_not_reveal_users() {
    let pool = demo().await;
    let name = "nobody@example.com";
    let body = json!({ "ClientId": CLIENT, "SecretHash": secret_hash(name), "Username": name });
    let answer = pool.api_ok("ForgotPassword", body).await;
    assert_eq!(answer["CodeDeliveryDetails"]["Destination"], "n***@e***");
    assert!(pool.pool.outbox().is_empty());
}
