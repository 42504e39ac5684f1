//! What an administrator does with pools, their schema and their clients.

use serde_json::{Value, json};

use crate::support::{ALICE, CALLBACK, CLIENT, POOL, Stranger, attributes, demo, string, with};

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
async fn update_user_pool_resets_omitted_settings_keeps_schema() {
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
async fn unsupported_settings_are_refused_by_name() {
    let pool = demo().await;
    let body = json!({ "PoolName": "P", "LambdaConfig": { "PreSignUp": "arn:aws:lambda:x" } });
    let told = pool
        .admin_refused("CreateUserPool", body, "InvalidParameterException")
        .await;
    assert_eq!(
        told,
        "local-pool does not implement the member PreSignUp of CreateUserPool"
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

#[tokio::test]
async fn pool_shows_its_only_prefix_domain() {
    let pool = demo().await;
    let domain = |prefix: &str| json!({ "UserPoolId": POOL, "Domain": prefix });
    for prefix in ["Upper", "-x", "my_app", "my-aws-app", "cognito"] {
        pool.admin_refused(
            "CreateUserPoolDomain",
            domain(prefix),
            "InvalidParameterException",
        )
        .await;
    }
    let newer = with(domain("leptos-demo"), json!({ "ManagedLoginVersion": 2 }));
    let created = pool.admin_ok("CreateUserPoolDomain", newer).await;
    assert_eq!(created, json!({ "ManagedLoginVersion": 2 }));
    let told = pool
        .admin_refused(
            "CreateUserPoolDomain",
            domain("another"),
            "InvalidParameterException",
        )
        .await;
    assert_eq!(told, "User pool already has a domain configured.");
    let other = new_pool(&pool, json!({})).await;
    let taken = json!({ "UserPoolId": other, "Domain": "leptos-demo" });
    pool.admin_refused("CreateUserPoolDomain", taken.clone(), "InvalidParameterException")
        .await;
    pool.admin_refused("DeleteUserPoolDomain", taken, "InvalidParameterException")
        .await;

    let only = json!({ "UserPoolId": POOL });
    let described = pool.admin_ok("DescribeUserPool", only.clone()).await;
    assert_eq!(described["UserPool"]["Domain"], "leptos-demo");
    let about = json!({ "Domain": "leptos-demo" });
    let described = pool.admin_ok("DescribeUserPoolDomain", about.clone()).await;
    assert_eq!(described["DomainDescription"]["UserPoolId"], POOL);
    pool.admin_refused("DeleteUserPool", only.clone(), "InvalidParameterException")
        .await;
    pool.admin_ok("DeleteUserPoolDomain", domain("leptos-demo")).await;
    assert_eq!(
        pool.admin_ok("DescribeUserPoolDomain", about).await,
        json!({ "DomainDescription": {} })
    );
    // A seeded pool is protected; an update without the setting takes that away.
    pool.admin_ok("UpdateUserPool", only.clone()).await;
    assert_eq!(pool.admin("DeleteUserPool", only).await.0, 200);
}

#[tokio::test]
async fn new_pool_is_in_the_requested_region() {
    let pool = demo().await;
    for region in ["us-west-2", "ap-southeast-3"] {
        let (_, made) = pool
            .admin_in(region, "CreateUserPool", json!({ "PoolName": "P" }))
            .await;
        let id = string(&made["UserPool"]["Id"]);
        assert!(id.starts_with(&format!("{region}_")), "{id}");
        assert!(
            string(&made["UserPool"]["Arn"]).contains(&format!(":{region}:")),
            "{made}"
        );
    }
}
