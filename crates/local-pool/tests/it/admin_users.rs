//! What an administrator does with users and groups.

use serde_json::{Value, json};

use crate::support::{
    BOB, CALLBACK, CLIENT, POOL, SCOPES, about, attribute, attributes, demo, sign_in, string, with,
};

#[tokio::test]
async fn administrators_must_sign_their_requests() {
    let pool = demo().await;
    for operation in [
        "AdminGetUser",
        "ListUsers",
        "DescribeUserPool",
        "AdminDeleteUser",
        "UpdateUserPoolClient",
    ] {
        let told = pool
            .api_refused(operation, about(BOB.0), "MissingAuthenticationTokenException")
            .await;
        assert_eq!(told, "Missing Authentication Token");
    }
}

#[tokio::test]
async fn an_administrator_sees_everything_of_a_user() {
    let pool = demo().await;
    let user = pool.admin_ok("AdminGetUser", about(BOB.0)).await;
    assert_eq!(
        (&user["UserStatus"], &user["Enabled"]),
        (&json!("CONFIRMED"), &json!(true))
    );
    assert_eq!(
        attribute(&user["UserAttributes"], "sub"),
        user["Username"].as_str()
    );
    assert!(user["UserCreateDate"].is_f64() && user["UserLastModifiedDate"].is_f64());
    let told = pool
        .admin_refused("AdminGetUser", about("nobody"), "UserNotFoundException")
        .await;
    assert_eq!(told, "User does not exist.");
    let elsewhere = json!({ "UserPoolId": "eu-west-1_nobody", "Username": "x" });
    pool.admin_refused("AdminGetUser", elsewhere, "ResourceNotFoundException")
        .await;
}

#[tokio::test]
async fn an_administrator_writes_what_the_client_may_not() {
    let pool = demo().await;
    let update = |given: &[(&str, &str)]| with(about(BOB.0), json!({ "UserAttributes": attributes(given) }));
    let given = [
        ("custom:role", "chief"),
        ("email", "new@example.com"),
        ("email_verified", "true"),
    ];
    pool.admin_ok("AdminUpdateUserAttributes", update(&given)).await;
    let user = pool.admin_ok("AdminGetUser", about("new@example.com")).await;
    assert_eq!(attribute(&user["UserAttributes"], "custom:role"), Some("chief"));
    assert_eq!(attribute(&user["UserAttributes"], "email_verified"), Some("true"));
    let immutable = with(
        about("new@example.com"),
        json!({ "UserAttributes": attributes(&[("custom:employee_id", "E-2")]) }),
    );
    pool.admin_refused(
        "AdminUpdateUserAttributes",
        immutable,
        "InvalidParameterException",
    )
    .await;
    let delete = with(
        about("new@example.com"),
        json!({ "UserAttributeNames": ["custom:role"] }),
    );
    pool.admin_ok("AdminDeleteUserAttributes", delete).await;
    let user = pool.admin_ok("AdminGetUser", about("new@example.com")).await;
    assert_eq!(attribute(&user["UserAttributes"], "custom:role"), None);
}

#[tokio::test]
async fn created_user_chooses_a_password() {
    let pool = demo().await;
    let given = attributes(&[("email_verified", "true"), ("name", "Dan")]);
    let body = with(
        about("dan@example.com"),
        json!({ "UserAttributes": given, "TemporaryPassword": "Temp-Pass-1" }),
    );
    let user = pool.admin_ok("AdminCreateUser", body.clone()).await["User"].clone();
    assert_eq!(user["UserStatus"], "FORCE_CHANGE_PASSWORD");
    assert_eq!(attribute(&user["Attributes"], "name"), Some("Dan"));
    assert_eq!(pool.last_code(), "Temp-Pass-1");
    let told = pool
        .admin_refused("AdminCreateUser", body, "UsernameExistsException")
        .await;
    assert_eq!(told, "User account already exists");

    let mut browser = pool.browser();
    let step = sign_in(&mut browser, ("dan@example.com", "Temp-Pass-1"), SCOPES)
        .await
        .location()
        .to_owned();
    assert!(step.starts_with("/_new-password?"), "{step}");
    assert!(
        browser
            .submit(&step, &[("password", "weak")])
            .await
            .body
            .contains("did not conform")
    );
    assert!(
        browser
            .submit(&step, &[("password", "Dan-is-here-1")])
            .await
            .goes_to(CALLBACK)
    );
    let user = pool.admin_ok("AdminGetUser", about("dan@example.com")).await;
    assert_eq!(user["UserStatus"], "CONFIRMED");
}

#[tokio::test]
async fn a_created_user_chooses_a_password_by_api() {
    let pool = demo().await;
    let created = with(
        about("dan@example.com"),
        json!({ "MessageAction": "SUPPRESS", "TemporaryPassword": "Temp-Pass-1" }),
    );
    pool.admin_ok("AdminCreateUser", created).await;
    assert!(pool.pool.outbox().is_empty());
    let hash = crate::support::secret_hash("dan@example.com");
    let parameters = json!({ "USERNAME": "dan@example.com", "PASSWORD": "Temp-Pass-1", "SECRET_HASH": hash });
    let begin = json!({ "ClientId": CLIENT, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    let challenge = pool.api_ok("InitiateAuth", begin.clone()).await;
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    assert_eq!(
        challenge["ChallengeParameters"]["requiredAttributes"],
        "[\"userAttributes.name\"]"
    );
    let respond = |extra: Value| {
        let responses =
            json!({ "USERNAME": "dan@example.com", "SECRET_HASH": hash, "NEW_PASSWORD": "Dan-is-here-1" });
        json!({
            "ClientId": CLIENT, "ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": challenge["Session"],
            "ChallengeResponses": with(responses, extra),
        })
    };
    pool.api_refused(
        "RespondToAuthChallenge",
        respond(json!({})),
        "InvalidParameterException",
    )
    .await;
    let done = pool
        .api_ok(
            "RespondToAuthChallenge",
            respond(json!({ "userAttributes.name": "Dan" })),
        )
        .await;
    assert!(done["AuthenticationResult"]["IdToken"].is_string());
    pool.api_refused("InitiateAuth", begin, "NotAuthorizedException")
        .await;
}

#[tokio::test]
async fn a_temporary_password_expires() {
    let pool = demo().await;
    let created = with(
        about("dan@example.com"),
        json!({ "TemporaryPassword": "Temp-Pass-1" }),
    );
    pool.admin_ok("AdminCreateUser", created).await;
    pool.advance(7 * 86_400);
    let page = sign_in(&mut pool.browser(), ("dan@example.com", "Temp-Pass-1"), SCOPES).await;
    assert!(
        page.body.contains("Temporary password has expired"),
        "{:?}",
        page.header("location")
    );
}

#[tokio::test]
async fn a_disabled_user_is_out_at_once() {
    let pool = demo().await;
    let tokens = pool.tokens_of(BOB).await;
    pool.admin_ok("AdminDisableUser", about(BOB.0)).await;
    pool.api_refused(
        "GetUser",
        json!({ "AccessToken": tokens["access_token"] }),
        "NotAuthorizedException",
    )
    .await;
    assert_eq!(pool.refresh(string(&tokens["refresh_token"])).await.0, 400);
    assert!(
        sign_in(&mut pool.browser(), BOB, SCOPES)
            .await
            .body
            .contains("User is disabled.")
    );
    pool.admin_ok("AdminEnableUser", about(BOB.0)).await;
    pool.advance(1);
    pool.tokens_of(BOB).await;
    pool.admin_ok("AdminUserGlobalSignOut", about(BOB.0)).await;
    let (status, _) = pool.admin("AdminDeleteUser", about(BOB.0)).await;
    assert_eq!(status, 200);
    pool.admin_refused("AdminGetUser", about(BOB.0), "UserNotFoundException")
        .await;
}

#[tokio::test]
async fn passwords_are_set_and_reset_by_an_administrator() {
    let pool = demo().await;
    let set = |password: &str, permanent: bool| {
        with(
            about(BOB.0),
            json!({ "Password": password, "Permanent": permanent }),
        )
    };
    pool.admin_refused(
        "AdminSetUserPassword",
        set("weak", true),
        "InvalidPasswordException",
    )
    .await;
    pool.admin_ok("AdminSetUserPassword", set("Fresh-Pass-1", true))
        .await;
    pool.tokens_of((BOB.0, "Fresh-Pass-1")).await;
    pool.admin_ok("AdminSetUserPassword", set("Fresh-Pass-2", false))
        .await;
    assert_eq!(
        pool.admin_ok("AdminGetUser", about(BOB.0)).await["UserStatus"],
        "FORCE_CHANGE_PASSWORD"
    );
    pool.admin_ok("AdminSetUserPassword", set("Fresh-Pass-3", true))
        .await;
    pool.admin_ok("AdminResetUserPassword", about(BOB.0)).await;
    let page = sign_in(&mut pool.browser(), (BOB.0, "Fresh-Pass-3"), SCOPES).await;
    assert!(page.body.contains("Password reset required for the user"));
}

#[tokio::test]
async fn groups_are_in_the_tokens() {
    let pool = demo().await;
    let group = with(about(BOB.0), json!({ "GroupName": "editors" }));
    pool.admin_refused("AdminAddUserToGroup", group.clone(), "ResourceNotFoundException")
        .await;
    pool.admin_ok(
        "CreateGroup",
        json!({ "UserPoolId": POOL, "GroupName": "editors" }),
    )
    .await;
    pool.admin_ok("AdminAddUserToGroup", group.clone()).await;
    let tokens = pool.tokens_of(BOB).await;
    for token in ["id_token", "access_token"] {
        assert_eq!(
            crate::support::claims(&tokens[token])["cognito:groups"],
            json!(["editors"])
        );
    }
    let groups = pool.admin_ok("AdminListGroupsForUser", about(BOB.0)).await;
    assert_eq!(groups["Groups"][0]["GroupName"], "editors");
    pool.admin_ok("AdminRemoveUserFromGroup", group).await;
}

#[tokio::test]
async fn failed_invitation_creates_no_user() {
    let pool = demo().await;
    for mediums in ["SMS", "PIGEON"] {
        let body = with(
            about("dan@example.com"),
            json!({ "DesiredDeliveryMediums": [mediums] }),
        );
        pool.admin_refused("AdminCreateUser", body, "InvalidParameterException")
            .await;
    }
    pool.admin_refused("AdminGetUser", about("dan@example.com"), "UserNotFoundException")
        .await;
}

#[tokio::test]
async fn created_user_replaces_no_existing_user() {
    let pool = demo().await;
    let another = pool
        .admin_ok("CreateUserPool", json!({ "PoolName": "Another" }))
        .await;
    let id = string(&another["UserPool"]["Id"]).to_owned();
    let make = |name: &str, given: &[(&str, &str)]| json!({ "UserPoolId": id, "Username": name, "UserAttributes": attributes(given) });
    let eve = pool.admin_ok("AdminCreateUser", make("eve", &[])).await;
    let sub = attribute(&eve["User"]["Attributes"], "sub")
        .expect("a sub")
        .to_owned();
    pool.admin_refused(
        "AdminCreateUser",
        make("mallory", &[("sub", &sub)]),
        "UsernameExistsException",
    )
    .await;
    pool.admin_ok("AdminGetUser", json!({ "UserPoolId": id, "Username": "eve" }))
        .await;
}

#[tokio::test]
async fn an_unknown_member_changes_nothing() {
    let pool = demo().await;
    pool.admin_ok(
        "CreateGroup",
        json!({ "UserPoolId": POOL, "GroupName": "editors" }),
    )
    .await;
    let body = with(about(BOB.0), json!({ "GroupName": "editors", "Unheard": 1 }));
    pool.admin_refused("AdminAddUserToGroup", body, "InvalidParameterException")
        .await;
    let groups = pool.admin_ok("AdminListGroupsForUser", about(BOB.0)).await;
    assert_eq!(groups["Groups"], json!([]));
}
