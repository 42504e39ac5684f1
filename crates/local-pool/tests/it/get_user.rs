use serde_json::json;

use crate::support::{ALICE, BOB, CLIENT, POOL, SECRET, attribute, demo, names, string};

#[tokio::test]
async fn get_user_answers_with_strings() {
    let pool = demo().await;
    let tokens = pool.tokens_of(BOB).await;
    let request = pool
        .api_request("GetUser")
        .body(json!({ "AccessToken": tokens["access_token"] }).to_string());
    let response = request.send().await.expect("an answer");
    assert_eq!(response.headers()["content-type"], "application/x-amz-json-1.1");
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert!(response.headers().contains_key("x-amzn-requestid"));
    let user: serde_json::Value = response.json().await.expect("JSON");
    assert_eq!(names(&user), ["UserAttributes", "Username"]);
    assert_eq!(
        attribute(&user["UserAttributes"], "sub"),
        user["Username"].as_str()
    );
    assert_eq!(attribute(&user["UserAttributes"], "email_verified"), Some("true"));
    assert_eq!(
        attribute(&user["UserAttributes"], "custom:employee_id"),
        Some("E-1042")
    );
}

#[tokio::test]
async fn bad_tokens_are_refused_by_name() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    let access = string(&tokens["access_token"]);
    let other = demo().await;
    let foreign = other.tokens_of(ALICE).await;
    let (input, signature) = access.rsplit_once('.').expect("a signature");
    let forged = format!("{input}.{}{}", "A".repeat(100), &signature[100..]);
    for (token, message) in [
        (string(&tokens["id_token"]), "Invalid Access Token"),
        ("rubbish", "Invalid Access Token"),
        (string(&foreign["access_token"]), "Invalid Access Token"),
        (forged.as_str(), "Could not verify signature for Access Token"),
    ] {
        let told = pool
            .api_refused(
                "GetUser",
                json!({ "AccessToken": token }),
                "NotAuthorizedException",
            )
            .await;
        assert_eq!(told, message);
    }
    pool.advance(3600);
    let told = pool
        .api_refused(
            "GetUser",
            json!({ "AccessToken": access }),
            "NotAuthorizedException",
        )
        .await;
    assert_eq!(told, "Access Token has expired");
}

#[tokio::test]
async fn the_admin_scope_is_needed() {
    let pool = demo().await;
    let tokens = pool.tokens_with_scopes(ALICE, "openid email").await;
    let body = json!({ "AccessToken": tokens["access_token"] });
    let told = pool.api_refused("GetUser", body, "NotAuthorizedException").await;
    assert_eq!(told, "Access Token does not have required scopes");
}

#[tokio::test]
async fn revoke_token_takes_the_raw_secret() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    let mut body =
        json!({ "Token": tokens["refresh_token"], "ClientId": CLIENT, "ClientSecret": "x".repeat(24) });
    pool.api_refused("RevokeToken", body.clone(), "UnauthorizedException")
        .await;
    body["ClientSecret"] = SECRET.into();
    assert_eq!(pool.api_ok("RevokeToken", body.clone()).await, json!({}));
    let told = pool
        .api_refused(
            "GetUser",
            json!({ "AccessToken": tokens["access_token"] }),
            "NotAuthorizedException",
        )
        .await;
    assert_eq!(told, "Access Token has been revoked");
    body["Token"] = tokens["access_token"].clone();
    pool.api_refused("RevokeToken", body, "UnsupportedTokenTypeException")
        .await;
}

#[tokio::test]
async fn unknown_operations_and_members_are_refused_by_name() {
    let pool = demo().await;
    let told = pool
        .api_refused("CreateUserImportJob", json!({}), "UnknownOperationException")
        .await;
    assert_eq!(told, "local-pool does not implement CreateUserImportJob");
    let tokens = pool.tokens_of(ALICE).await;
    let body = json!({ "AccessToken": tokens["access_token"], "Shiny": 1 });
    let told = pool
        .api_refused("GetUser", body, "InvalidParameterException")
        .await;
    assert_eq!(told, "local-pool does not implement the member Shiny of GetUser");
}

#[tokio::test]
async fn malformed_bodies_are_refused() {
    let pool = demo().await;
    for (body, exception, text) in [
        (
            "{",
            "SerializationException",
            "The request body is not valid JSON",
        ),
        (
            "[]",
            "SerializationException",
            "Unexpected token at the start of the document",
        ),
        (
            "{\"AccessToken\":5}",
            "SerializationException",
            "NUMBER_VALUE can not be converted to a String",
        ),
        (
            "{\"AccessToken\":{}}",
            "SerializationException",
            "Start of structure or map found where not expected.",
        ),
        (
            "{}",
            "InvalidParameterException",
            "1 validation error detected: Value null at 'accessToken' failed to satisfy constraint: Member must not be null",
        ),
        (
            "{\"AccessToken\":\"a b\"}",
            "InvalidParameterException",
            "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+",
        ),
    ] {
        let response = pool
            .api_request("GetUser")
            .body(body)
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), 400);
        assert_eq!(response.headers()["x-amzn-errortype"], format!("{exception}:"));
        let answer: serde_json::Value = response.json().await.expect("JSON");
        assert_eq!(
            (&answer["__type"], &answer["message"]),
            (&json!(exception), &json!(text)),
            "{body}"
        );
    }
}

#[tokio::test]
async fn browsers_may_call_the_api_from_anywhere() {
    let pool = demo().await;
    let request = pool.http.request(reqwest::Method::OPTIONS, pool.url("/"));
    let response = request
        .header("access-control-request-headers", "x-amz-target")
        .send()
        .await
        .expect("an answer");
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["access-control-allow-headers"], "x-amz-target");
}

#[tokio::test]
async fn deleted_users_token_is_refused_by_documented_exception() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    pool.admin(
        "AdminDeleteUser",
        json!({ "UserPoolId": POOL, "Username": ALICE.0 }),
    )
    .await;
    let access = json!({ "AccessToken": tokens["access_token"] });
    pool.api_refused("GetUser", access.clone(), "UserNotFoundException")
        .await;
    for operation in ["GlobalSignOut", "AssociateSoftwareToken"] {
        let told = pool
            .api_refused(operation, access.clone(), "NotAuthorizedException")
            .await;
        assert_eq!(told, "Access Token has been revoked");
    }
}

#[tokio::test]
async fn access_token_is_refused_while_reset_is_due() {
    let pool = demo().await;
    let tokens = pool.tokens_of(BOB).await;
    pool.admin_ok(
        "AdminResetUserPassword",
        json!({ "UserPoolId": POOL, "Username": BOB.0 }),
    )
    .await;
    let access = json!({ "AccessToken": tokens["access_token"] });
    for operation in ["GetUser", "GlobalSignOut", "GetUserAuthFactors", "DeleteUser"] {
        let told = pool
            .api_refused(operation, access.clone(), "PasswordResetRequiredException")
            .await;
        assert_eq!(told, "Password reset required for the user");
    }
    pool.api_refused("AssociateSoftwareToken", access.clone(), "NotAuthorizedException")
        .await;
    let body = json!({
        "ClientId": CLIENT, "SecretHash": crate::support::secret_hash(BOB.0), "Username": BOB.0,
        "ConfirmationCode": pool.last_code(), "Password": "Fresh-Pass-1",
    });
    pool.api_ok("ConfirmForgotPassword", body).await;
    pool.api_ok("GetUser", access).await;
}
