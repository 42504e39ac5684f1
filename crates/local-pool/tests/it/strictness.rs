//! What Cognito refuses and accepts where a stand-in is easily too lax or too strict.

use serde_json::{Value, json};

use crate::support::{ALICE, CALLBACK, CLIENT, POOL, SCOPES, authorize_query, demo, sign_in, string, with};

#[tokio::test]
async fn pages_cannot_call_administrators_operations() {
    let pool = demo().await;
    let list = json!({ "UserPoolId": POOL }).to_string();
    let asked = pool
        .api_request("ListUsers")
        .header("authorization", "AWS4-HMAC-SHA256 Credential=x");
    let from_page = asked
        .try_clone()
        .expect("no stream")
        .header("origin", "http://elsewhere.example")
        .body(list.clone());
    let refused = from_page.send().await.expect("an answer");
    assert_eq!(refused.status().as_u16(), 400);
    assert_eq!(refused.headers()["x-amzn-errortype"], "NotAuthorizedException:");
    assert_eq!(
        asked
            .body(list)
            .send()
            .await
            .expect("an answer")
            .status()
            .as_u16(),
        200
    );
    // People's own operations keep what Cognito says to browsers.
    let own = pool
        .api_request("GetUser")
        .header("origin", "http://elsewhere.example");
    let answer = own.body("{}").send().await.expect("an answer");
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
}

#[tokio::test]
async fn names_have_no_invisible_characters() {
    let pool = demo().await;
    for hidden in ["\u{200b}", "\u{202e}", "\u{feff}", "\u{a0}", "\u{7}"] {
        let name = format!("an{hidden}n");
        for (operation, member) in [("AdminGetUser", "Username"), ("CreateGroup", "GroupName")] {
            let told = pool
                .admin_refused(
                    operation,
                    json!({ "UserPoolId": POOL, member: name }),
                    "InvalidParameterException",
                )
                .await;
            assert!(told.contains("regular expression pattern"), "{told}");
        }
        let schema = json!([{ "Name": name, "AttributeDataType": "String" }]);
        let added = json!({ "UserPoolId": POOL, "CustomAttributes": schema });
        pool.admin_refused("AddCustomAttributes", added, "InvalidParameterException")
            .await;
    }
    for visible in ["zoë", "山田", "a\u{301}b", "№7", "a—b", "👩"] {
        let group = json!({ "UserPoolId": POOL, "GroupName": visible });
        pool.admin_ok("CreateGroup", group).await;
    }
}

#[tokio::test]
async fn made_up_page_tokens_are_refused() {
    let pool = demo().await;
    let list = |extra: Value| with(json!({ "UserPoolId": POOL }), extra);
    let first = pool.admin_ok("ListUsers", list(json!({ "Limit": 1 }))).await;
    let mut changed = string(&first["PaginationToken"]).to_owned();
    changed.pop();
    for token in ["nonsense", "é", &changed] {
        pool.admin_refused(
            "ListUsers",
            list(json!({ "PaginationToken": token })),
            "InvalidParameterException",
        )
        .await;
    }
}

#[tokio::test]
async fn listed_attributes_must_exist_for_all_users() {
    let pool = demo().await;
    let list = |names: Value| json!({ "UserPoolId": POOL, "AttributesToGet": names });
    for names in [json!(["nonsense"]), json!(["email", "picture"])] {
        let told = pool
            .admin_refused("ListUsers", list(names), "InvalidParameterException")
            .await;
        assert_eq!(told, "One or more requested attributes do not exist.");
    }
    pool.admin_ok("ListUsers", list(json!(["email", "sub"]))).await;
}

#[tokio::test]
async fn user_filters_are_read_as_documented() {
    let pool = demo().await;
    let list = |filter: &str| json!({ "UserPoolId": POOL, "Filter": filter });
    for (filter, count) in [
        ("cognito:user_status = \"confirmed\"", 2),
        ("status = \"ENABLED\"", 2),
        ("status ^= \"en\"", 2),
        ("name = \"ALICE\"", 0),
    ] {
        let found = pool.admin_ok("ListUsers", list(filter)).await;
        assert_eq!(found["Users"].as_array().map(Vec::len), Some(count), "{filter}");
    }
    let two = "name = \"a\" and email = \"b\"";
    pool.admin_refused("ListUsers", list(two), "InvalidParameterException")
        .await;
}

#[tokio::test]
async fn groups_of_a_user_come_in_pages() {
    let pool = demo().await;
    for group in ["one", "three", "two"] {
        pool.admin_ok("CreateGroup", json!({ "UserPoolId": POOL, "GroupName": group }))
            .await;
        let member = json!({ "UserPoolId": POOL, "GroupName": group, "Username": ALICE.0 });
        pool.admin_ok("AdminAddUserToGroup", member).await;
    }
    let about = |extra: Value| with(json!({ "UserPoolId": POOL, "Username": ALICE.0 }), extra);
    let (mut found, mut token) = (Vec::new(), Value::Null);
    loop {
        let page = pool
            .admin_ok(
                "AdminListGroupsForUser",
                about(json!({ "Limit": 2, "NextToken": token })),
            )
            .await;
        let groups = page["Groups"].as_array().expect("a list");
        assert!(groups.len() <= 2);
        found.extend(groups.iter().map(|group| string(&group["GroupName"]).to_owned()));
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    for group in ["one", "three", "two"] {
        assert_eq!(found.iter().filter(|name| *name == group).count(), 1, "{group}");
    }
    pool.admin_refused(
        "AdminListGroupsForUser",
        about(json!({ "NextToken": "nonsense" })),
        "InvalidParameterException",
    )
    .await;
}

#[tokio::test]
async fn bounds_must_leave_room_for_a_value() {
    let pool = demo().await;
    for bounds in [
        json!({ "AttributeDataType": "String", "StringAttributeConstraints": { "MinLength": "9", "MaxLength": "2" } }),
        json!({ "AttributeDataType": "Number", "NumberAttributeConstraints": { "MinValue": "9", "MaxValue": "2" } }),
    ] {
        let attribute = with(json!({ "Name": "narrow" }), bounds);
        let added = json!({ "UserPoolId": POOL, "CustomAttributes": [attribute] });
        pool.admin_refused("AddCustomAttributes", added, "InvalidParameterException")
            .await;
    }
}

#[tokio::test]
async fn developer_attributes_are_named_as_on_aws() {
    let pool = demo().await;
    let attribute = json!({ "Name": "note", "AttributeDataType": "String", "DeveloperOnlyAttribute": true });
    let added = json!({ "UserPoolId": POOL, "CustomAttributes": [attribute] });
    pool.admin_ok("AddCustomAttributes", added).await;
    let described = pool
        .admin_ok("DescribeUserPool", json!({ "UserPoolId": POOL }))
        .await;
    let schema = described["UserPool"]["SchemaAttributes"]
        .as_array()
        .expect("a list");
    assert!(schema.iter().any(|rule| rule["Name"] == "dev:custom:note"));
}

#[tokio::test]
async fn booleans_are_taken_in_any_case() {
    let pool = demo().await;
    let update = |value: &str| {
        let attributes = json!([{ "Name": "email_verified", "Value": value }]);
        json!({ "UserPoolId": POOL, "Username": ALICE.0, "UserAttributes": attributes })
    };
    for value in ["True", "FALSE", "true"] {
        pool.admin_ok("AdminUpdateUserAttributes", update(value)).await;
    }
    pool.admin_refused(
        "AdminUpdateUserAttributes",
        update("yes"),
        "InvalidParameterException",
    )
    .await;
}

#[tokio::test]
async fn settings_at_their_default_are_accepted() {
    let pool = demo().await;
    let at_default = json!({
        "PoolName": "Exported",
        "DeletionProtection": "INACTIVE",
        "EmailConfiguration": { "EmailSendingAccount": "COGNITO_DEFAULT" },
        "LambdaConfig": {},
        "UserPoolTags": { "team": "accounts" },
        "UserPoolTier": "ESSENTIALS",
        "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_CODE" },
    });
    pool.admin_ok("CreateUserPool", at_default).await;
    for other in [
        json!({ "DeletionProtection": "PERHAPS" }),
        json!({ "EmailConfiguration": { "EmailSendingAccount": "DEVELOPER" } }),
        json!({ "EmailConfiguration": { "From": "a@example.com" } }),
        json!({ "LambdaConfig": { "PreSignUp": "arn:aws:lambda:eu-west-1:000000000000:function:x" } }),
        json!({ "UserPoolTier": "GRAND" }),
        json!({ "SmsConfiguration": { "ExternalId": "x" } }),
    ] {
        let pool_with = with(json!({ "PoolName": "Other" }), other);
        pool.admin_refused("CreateUserPool", pool_with, "InvalidParameterException")
            .await;
    }
}

#[tokio::test]
async fn protected_pools_are_not_deleted() {
    let pool = demo().await;
    let made = json!({ "PoolName": "Kept", "DeletionProtection": "ACTIVE" });
    let made = pool.admin_ok("CreateUserPool", made).await;
    let id = json!({ "UserPoolId": made["UserPool"]["Id"] });
    pool.admin_refused("DeleteUserPool", id.clone(), "InvalidParameterException")
        .await;
    pool.admin_ok("UpdateUserPool", id.clone()).await;
    pool.admin_ok("DeleteUserPool", id).await;
}

#[tokio::test]
async fn lite_pools_have_no_managed_login() {
    let pool = demo().await;
    let made = json!({ "PoolName": "Small", "UserPoolTier": "LITE" });
    let made = pool.admin_ok("CreateUserPool", made).await;
    let id = json!({ "UserPoolId": made["UserPool"]["Id"] });
    let domain = with(id.clone(), json!({ "Domain": "small", "ManagedLoginVersion": 2 }));
    let unavailable = "FeatureUnavailableInTierException";
    pool.admin_refused("CreateUserPoolDomain", domain.clone(), unavailable)
        .await;
    pool.admin_ok("UpdateUserPool", id.clone()).await;
    pool.admin_ok("CreateUserPoolDomain", domain).await;
    let lite = with(id, json!({ "UserPoolTier": "LITE" }));
    pool.admin_refused("UpdateUserPool", lite, unavailable).await;
}

#[tokio::test]
async fn managed_login_without_style_shows_an_error() {
    let pool = demo().await;
    let domain = json!({ "UserPoolId": POOL, "Domain": "styled", "ManagedLoginVersion": 2 });
    pool.admin_ok("CreateUserPoolDomain", domain).await;
    let start = format!("/oauth2/authorize?{}", authorize_query(SCOPES));
    let page = pool.browser().get(&start).await;
    assert!(
        page.goes_to("/error?error=Login+pages+unavailable"),
        "{:?}",
        page.headers
    );
    let style = json!({ "UserPoolId": POOL, "ClientId": CLIENT, "UseCognitoProvidedValues": true });
    pool.admin_ok("CreateManagedLoginBranding", style.clone()).await;
    pool.admin_refused(
        "CreateManagedLoginBranding",
        style,
        "ManagedLoginBrandingExistsException",
    )
    .await;
    assert!(
        sign_in(&mut pool.browser(), ALICE, SCOPES)
            .await
            .goes_to(CALLBACK)
    );
}

#[tokio::test]
async fn second_factors_are_set_together() {
    let pool = demo().await;
    let with_apps = |mfa: &str, enabled: bool| {
        json!({
            "UserPoolId": POOL, "MfaConfiguration": mfa, "SoftwareTokenMfaConfiguration": { "Enabled": enabled },
        })
    };
    for (mfa, enabled) in [("OFF", true), ("ON", false)] {
        let request = with_apps(mfa, enabled);
        pool.admin_refused("SetUserPoolMfaConfig", request, "InvalidParameterException")
            .await;
    }
    pool.admin_ok("SetUserPoolMfaConfig", with_apps("ON", true)).await;
    let found = pool
        .admin_ok("GetUserPoolMfaConfig", json!({ "UserPoolId": POOL }))
        .await;
    assert_eq!(found["MfaConfiguration"], "ON");
}

#[tokio::test]
async fn passkeys_are_reset_where_left_out() {
    let pool = demo().await;
    let get = || pool.admin_ok("GetUserPoolMfaConfig", json!({ "UserPoolId": POOL }));
    let passkeys = json!({ "RelyingPartyId": "auth.example.com", "UserVerification": "required" });
    pool.admin_ok(
        "UpdateUserPool",
        json!({ "UserPoolId": POOL, "UserPoolTier": "LITE" }),
    )
    .await;
    let request = json!({ "UserPoolId": POOL, "MfaConfiguration": "OFF", "WebAuthnConfiguration": passkeys });
    pool.admin_refused(
        "SetUserPoolMfaConfig",
        request.clone(),
        "FeatureUnavailableInTierException",
    )
    .await;
    pool.admin_ok("UpdateUserPool", json!({ "UserPoolId": POOL }))
        .await;
    // They are no second factor, so a pool without one has them, too.
    pool.admin_ok("SetUserPoolMfaConfig", request).await;
    assert_eq!(get().await["WebAuthnConfiguration"], passkeys);
    let role = json!({ "SnsCallerArn": "arn:aws:iam::111122223333:role/sms" });
    let sms = json!({ "SmsAuthenticationMessage": "It is {####}", "SmsConfiguration": role });
    let mut request = json!({ "UserPoolId": POOL, "MfaConfiguration": "OFF", "SmsMfaConfiguration": sms });
    pool.admin_refused(
        "SetUserPoolMfaConfig",
        request.clone(),
        "InvalidParameterException",
    )
    .await;
    request["MfaConfiguration"] = "ON".into();
    request["SoftwareTokenMfaConfiguration"] = json!({ "Enabled": true });
    pool.admin_ok("SetUserPoolMfaConfig", request).await;
    let found = get().await;
    assert_eq!(found["SmsMfaConfiguration"], sms);
    assert_eq!(found.get("WebAuthnConfiguration"), None);
}

#[tokio::test]
async fn classic_pages_do_not_heed_prompt_or_language() {
    let pool = demo().await;
    let mut browser = pool.browser();
    assert!(sign_in(&mut browser, ALICE, SCOPES).await.goes_to(CALLBACK));
    let again = format!(
        "/oauth2/authorize?{}&prompt=login&lang=es",
        authorize_query(SCOPES)
    );
    let page = browser.get(&again).await;
    assert!(!page.goes_to(CALLBACK), "managed login asks again");
    let domain = json!({ "UserPoolId": POOL, "Domain": "classic-pages" });
    pool.admin_ok("CreateUserPoolDomain", domain).await;
    let page = browser.get(&again).await;
    assert!(page.goes_to(CALLBACK), "classic pages do not know prompt");
    let spanish = pool
        .browser()
        .get(&format!("/login?{}&lang=es", authorize_query(SCOPES)))
        .await;
    assert!(spanish.body.contains("lang=\"en\""), "{}", spanish.body);
}
