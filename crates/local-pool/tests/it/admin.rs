use serde_json::{Value, json};

use crate::support::{
    ALICE, BOB, CALLBACK, CLIENT, POOL, SCOPES, Stranger, attribute, attributes, demo, string,
};

fn about(name: &str) -> Value {
    json!({ "UserPoolId": POOL, "Username": name })
}

/// `body` with the members of `extra`.
#[expect(clippy::needless_pass_by_value, reason = "reads better at the call")]
fn with(mut body: Value, extra: Value) -> Value {
    let extra = extra.as_object().expect("an object").clone();
    body.as_object_mut().expect("an object").extend(extra);
    body
}

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
async fn a_created_user_chooses_a_password_on_the_page() {
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
    let step = browser
        .sign_in(("dan@example.com", "Temp-Pass-1"), SCOPES)
        .await
        .location
        .expect("a redirect");
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
    let page = pool
        .browser()
        .sign_in(("dan@example.com", "Temp-Pass-1"), SCOPES)
        .await;
    assert!(
        page.body.contains("Temporary password has expired"),
        "{:?}",
        page.location
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
        pool.browser()
            .sign_in(BOB, SCOPES)
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
    let page = pool.browser().sign_in((BOB.0, "Fresh-Pass-3"), SCOPES).await;
    assert!(page.body.contains("Password reset required for the user"));
}

#[tokio::test]
async fn users_are_listed_page_by_page_and_found_by_filter() {
    let pool = demo().await;
    let list = |extra: Value| with(json!({ "UserPoolId": POOL }), extra);
    let first = pool.admin_ok("ListUsers", list(json!({ "Limit": 1 }))).await;
    let second = pool
        .admin_ok(
            "ListUsers",
            list(json!({ "Limit": 1, "PaginationToken": first["PaginationToken"] })),
        )
        .await;
    assert_ne!(first["Users"][0]["Username"], second["Users"][0]["Username"]);
    assert!(second.get("PaginationToken").is_none());
    for (filter, count) in [
        ("email = \"bob@example.com\"", 1),
        ("email ^= \"bob\"", 1),
        ("name ^= \"A\"", 1),
        ("status = \"Enabled\"", 2),
        ("cognito:user_status = \"UNCONFIRMED\"", 0),
        ("username = \"nobody\"", 0),
    ] {
        let found = pool
            .admin_ok("ListUsers", list(json!({ "Filter": filter })))
            .await;
        assert_eq!(found["Users"].as_array().map(Vec::len), Some(count), "{filter}");
    }
    let told = pool
        .admin_refused(
            "ListUsers",
            list(json!({ "Filter": "custom:role = \"x\"" })),
            "InvalidParameterException",
        )
        .await;
    assert_eq!(told, "Invalid search attribute: custom:role");
    let told = pool
        .admin_refused(
            "ListUsers",
            list(json!({ "Filter": "email" })),
            "InvalidParameterException",
        )
        .await;
    assert_eq!(told, "Error while parsing filter");
    let some = pool
        .admin_ok(
            "ListUsers",
            list(json!({ "AttributesToGet": ["email"], "Limit": 1 })),
        )
        .await;
    assert_eq!(some["Users"][0]["Attributes"].as_array().map(Vec::len), Some(1));
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
async fn the_schema_and_the_client_can_be_read() {
    let pool = demo().await;
    let described = pool
        .admin_ok("DescribeUserPool", json!({ "UserPoolId": POOL }))
        .await["UserPool"]
        .clone();
    assert_eq!(
        (&described["Id"], &described["EstimatedNumberOfUsers"]),
        (&json!(POOL), &json!(2))
    );
    let schema = described["SchemaAttributes"].as_array().expect("a list");
    let find = |name: &str| {
        schema
            .iter()
            .find(|item| item["Name"] == name)
            .expect("an attribute")
    };
    assert_eq!(
        find("custom:job_title"),
        &json!({
            "Name": "custom:job_title", "AttributeDataType": "String", "DeveloperOnlyAttribute": false, "Mutable": true,
            "Required": false, "StringAttributeConstraints": { "MinLength": "0", "MaxLength": "60" },
        })
    );
    assert_eq!(
        find("custom:desk_number")["NumberAttributeConstraints"],
        json!({ "MinValue": "1", "MaxValue": "500" })
    );
    assert_eq!(find("custom:employee_id")["Mutable"], false);
    let client = json!({ "UserPoolId": POOL, "ClientId": CLIENT });
    let client = pool.admin_ok("DescribeUserPoolClient", client).await["UserPoolClient"].clone();
    assert_eq!(
        (&client["ClientSecret"], &client["CallbackURLs"]),
        (&json!(crate::support::SECRET), &json!([CALLBACK]))
    );
    assert!(
        !client["WriteAttributes"]
            .as_array()
            .expect("a list")
            .contains(&json!("custom:role"))
    );
}

#[tokio::test]
async fn attributes_are_added_and_never_twice() {
    let pool = demo().await;
    let add = |item: Value| json!({ "UserPoolId": POOL, "CustomAttributes": [item] });
    pool.admin_ok(
        "AddCustomAttributes",
        add(json!({ "Name": "shoe_size", "AttributeDataType": "Number" })),
    )
    .await;
    let told = pool
        .admin_refused(
            "AddCustomAttributes",
            add(json!({ "Name": "role", "AttributeDataType": "String" })),
            "InvalidParameterException",
        )
        .await;
    assert_eq!(
        told,
        "custom:role: Existing attribute already has name custom:role."
    );
    let told = pool
        .admin_refused(
            "AddCustomAttributes",
            add(json!({ "Name": "x", "AttributeDataType": "Blob" })),
            "InvalidParameterException",
        )
        .await;
    assert!(told.contains("Member must satisfy enum value set: [Boolean, Number, String, DateTime]"));
    for batch in [0, 25] {
        let items =
            (batch..batch + 25).map(|n| json!({ "Name": format!("n{n}"), "AttributeDataType": "String" }));
        let items: Vec<Value> = items.collect();
        let body = json!({ "UserPoolId": POOL, "CustomAttributes": items });
        let (status, answer) = pool.admin("AddCustomAttributes", body).await;
        let refused = (400, json!("InvalidParameterException"));
        let expected = if batch == 0 { (200, Value::Null) } else { refused };
        assert_eq!((status, answer["__type"].clone()), expected);
    }
    // A client's list does not pick up what is added later.
    let tokens = pool.tokens_of(ALICE).await;
    let write = json!({ "AccessToken": tokens["access_token"], "UserAttributes": attributes(&[("custom:shoe_size", "42")]) });
    pool.api_refused("UpdateUserAttributes", write, "NotAuthorizedException")
        .await;
}

async fn new_pool(pool: &Stranger, extra: Value) -> String {
    let body = with(json!({ "PoolName": "Another" }), extra);
    let created = pool.admin_ok("CreateUserPool", body).await;
    string(&created["UserPool"]["Id"]).to_owned()
}

#[tokio::test]
async fn pools_and_clients_come_and_go() {
    let pool = demo().await;
    let schema = json!([
        { "Name": "email", "AttributeDataType": "String", "Required": true, "Mutable": true },
        { "Name": "level", "AttributeDataType": "Number", "NumberAttributeConstraints": { "MinValue": "1", "MaxValue": "9" } },
    ]);
    let id = new_pool(
        &pool,
        json!({ "Schema": schema, "AutoVerifiedAttributes": ["email"] }),
    )
    .await;
    let listed = pool.admin_ok("ListUserPools", json!({ "MaxResults": 60 })).await;
    assert_eq!(listed["UserPools"].as_array().map(Vec::len), Some(2));
    let create = json!({
        "UserPoolId": id, "ClientName": "public", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "ReadAttributes": ["email", "custom:level"], "WriteAttributes": ["email", "custom:level"],
        "AccessTokenValidity": 10, "TokenValidityUnits": { "AccessToken": "minutes" },
    });
    let client = pool.admin_ok("CreateUserPoolClient", create).await["UserPoolClient"].clone();
    assert!(client.get("ClientSecret").is_none());
    let client_id = string(&client["ClientId"]).to_owned();
    let given = attributes(&[("email", "eve@example.com"), ("custom:level", "3")]);
    let sign_up = json!({ "ClientId": client_id, "Username": "eve", "Password": "Eve-is-here-1", "UserAttributes": given });
    pool.api_ok("SignUp", sign_up).await;
    let confirm = json!({ "UserPoolId": id, "Username": "eve" });
    pool.admin_ok("AdminConfirmSignUp", confirm).await;
    let parameters = json!({ "USERNAME": "eve", "PASSWORD": "Eve-is-here-1" });
    let begin =
        json!({ "ClientId": client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    let tokens = pool.api_ok("InitiateAuth", begin.clone()).await["AuthenticationResult"].clone();
    assert_eq!(tokens["ExpiresIn"], 600);
    let claims = crate::support::claims(&tokens["IdToken"]);
    assert_eq!(
        (&claims["cognito:username"], &claims["custom:level"]),
        (&json!("eve"), &json!("3"))
    );
    assert!(string(&claims["iss"]).ends_with(&id));

    // What an update leaves out goes back to its default.
    pool.admin_ok(
        "UpdateUserPoolClient",
        json!({ "UserPoolId": id, "ClientId": client_id }),
    )
    .await;
    let told = pool
        .api_refused("InitiateAuth", begin, "InvalidParameterException")
        .await;
    assert_eq!(told, "USER_PASSWORD_AUTH flow not enabled for this client");
    pool.admin("DeleteUserPool", json!({ "UserPoolId": id })).await;
    pool.admin_refused(
        "DescribeUserPool",
        json!({ "UserPoolId": id }),
        "ResourceNotFoundException",
    )
    .await;
    pool.api_refused(
        "GetUser",
        json!({ "AccessToken": tokens["AccessToken"] }),
        "NotAuthorizedException",
    )
    .await;
}

#[tokio::test]
async fn an_updated_pool_keeps_its_schema_and_loses_what_is_left_out() {
    let pool = demo().await;
    let closed = json!({ "UserPoolId": POOL, "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true } });
    pool.admin_ok("UpdateUserPool", closed).await;
    let described = pool
        .admin_ok("DescribeUserPool", json!({ "UserPoolId": POOL }))
        .await["UserPool"]
        .clone();
    assert_eq!(described["AutoVerifiedAttributes"], json!([]));
    assert_eq!(described["UsernameAttributes"], json!(["email"]));
    let schema = described["SchemaAttributes"].as_array().expect("a list");
    assert!(schema.iter().any(|item| item["Name"] == "custom:role"));
    let sign_up = json!({
        "ClientId": CLIENT, "SecretHash": crate::support::secret_hash("x@y.example"), "Username": "x@y.example",
        "Password": "Some-Pass-1", "UserAttributes": attributes(&[("name", "X")]),
    });
    let told = pool
        .api_refused("SignUp", sign_up, "NotAuthorizedException")
        .await;
    assert_eq!(told, "SignUp is not permitted for this user pool");
}

#[tokio::test]
async fn a_pool_that_cannot_be_is_refused() {
    let pool = demo().await;
    let email = |extra: Value| {
        json!([with(
            json!({ "Name": "email", "AttributeDataType": "String" }),
            extra
        )])
    };
    for settings in [
        json!({ "UsernameAttributes": ["nickname"] }),
        json!({ "AliasAttributes": ["custom:x"] }),
        json!({ "AutoVerifiedAttributes": ["name"] }),
        json!({ "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": ["email"] } }),
        json!({ "Schema": email(json!({ "AttributeDataType": "Number" })) }),
        json!({ "Schema": email(json!({ "StringAttributeConstraints": { "MaxLength": "many" } })) }),
        json!({ "Schema": email(json!({ "Name": "sub" })) }),
        json!({ "Schema": [email(json!({}))[0], email(json!({}))[0]] }),
        json!({ "Policies": { "PasswordPolicy": { "TemporaryPasswordValidityDays": 400 } } }),
    ] {
        let body = with(json!({ "PoolName": "P" }), settings);
        pool.admin_refused("CreateUserPool", body, "InvalidParameterException")
            .await;
    }
    // The bounds of a standard attribute may be other ones.
    let id = new_pool(
        &pool,
        json!({ "Schema": email(json!({ "StringAttributeConstraints": { "MaxLength": "20" } })) }),
    )
    .await;
    let described = pool
        .admin_ok("DescribeUserPool", json!({ "UserPoolId": id }))
        .await;
    let schema = described["UserPool"]["SchemaAttributes"]
        .as_array()
        .expect("a list");
    let item = schema
        .iter()
        .find(|item| item["Name"] == "email")
        .expect("an attribute");
    assert_eq!(item["StringAttributeConstraints"]["MaxLength"], "20");
}

#[tokio::test]
async fn who_cannot_be_invited_is_not_made() {
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
async fn nobody_is_replaced_by_somebody_created() {
    let pool = demo().await;
    let id = new_pool(&pool, json!({})).await;
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

#[tokio::test]
async fn settings_that_cannot_be_honoured_are_refused_by_name() {
    let pool = demo().await;
    let body = json!({ "PoolName": "P", "LambdaConfig": { "PreSignUp": "arn:aws:lambda:x" } });
    let told = pool
        .admin_refused("CreateUserPool", body, "InvalidParameterException")
        .await;
    assert_eq!(
        told,
        "local-pool does not implement the member LambdaConfig of CreateUserPool"
    );
    let body = json!({ "UserPoolId": POOL, "ClientName": "c", "SupportedIdentityProviders": ["Google"] });
    let told = pool
        .admin_refused("CreateUserPoolClient", body, "InvalidParameterException")
        .await;
    assert_eq!(told, "local-pool has no identity provider Google");
    let body = json!({ "UserPoolId": POOL, "ClientName": "c", "AllowedOAuthScopes": ["nope"] });
    pool.admin_refused("CreateUserPoolClient", body, "ScopeDoesNotExistException")
        .await;
}
