//! What app clients without lists of attributes may do.

use serde_json::{Value, json};

use crate::support::{Stranger, attribute, attributes, demo};

const PASSWORD: &str = "Correct-horse-9";

/// Somebody signed in through a client with these settings, in a pool with `custom:role`.
async fn signed_in(pool: &Stranger, settings: Value) -> Value {
    let schema = json!([{ "Name": "role", "AttributeDataType": "String", "Mutable": true }]);
    let made = pool
        .admin_ok("CreateUserPool", json!({ "PoolName": "Open", "Schema": schema }))
        .await;
    let id = made["UserPool"]["Id"].clone();
    let flows = json!(["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]);
    let mut body = json!({ "UserPoolId": id, "ClientName": "Open", "ExplicitAuthFlows": flows });
    body.as_object_mut()
        .expect("an object")
        .extend(settings.as_object().expect("an object").clone());
    let client = pool.admin_ok("CreateUserPoolClient", body).await;
    let user = json!({ "UserPoolId": id, "Username": "ann", "MessageAction": "SUPPRESS" });
    pool.admin_ok("AdminCreateUser", user).await;
    let password = json!({ "UserPoolId": id, "Username": "ann", "Password": PASSWORD, "Permanent": true });
    pool.admin_ok("AdminSetUserPassword", password).await;
    let parameters = json!({ "USERNAME": "ann", "PASSWORD": PASSWORD });
    let asked = json!({
        "ClientId": client["UserPoolClient"]["ClientId"],
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": parameters,
    });
    pool.api_ok("InitiateAuth", asked).await["AuthenticationResult"]["AccessToken"].clone()
}

#[tokio::test]
async fn clients_without_lists_may_do_everything() {
    for lists in [json!({}), json!({ "ReadAttributes": [], "WriteAttributes": [] })] {
        let pool = demo().await;
        let token = signed_in(&pool, lists.clone()).await;
        let written = attributes(&[("custom:role", "admin"), ("nickname", "Ann")]);
        let update = json!({ "AccessToken": token, "UserAttributes": written });
        pool.api_ok("UpdateUserAttributes", update).await;
        let user = pool.api_ok("GetUser", json!({ "AccessToken": token })).await;
        let role = attribute(&user["UserAttributes"], "custom:role");
        assert_eq!(role, Some("admin"), "{lists}");
    }
}

#[tokio::test]
async fn listed_rights_are_all_there_are() {
    let pool = demo().await;
    let lists = json!({ "ReadAttributes": ["nickname"], "WriteAttributes": ["nickname"] });
    let token = signed_in(&pool, lists).await;
    let written = attributes(&[("custom:role", "admin")]);
    let update = json!({ "AccessToken": token, "UserAttributes": written });
    pool.api_refused("UpdateUserAttributes", update, "NotAuthorizedException")
        .await;
}
