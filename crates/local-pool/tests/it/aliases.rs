use serde_json::{Value, json};

use crate::support::{Stranger, attributes, with_seed};

const SEED: &str = r#"
    [[pools]]
    id = "eu-west-1_aliases1"
    name = "Aliases"
    alias_attributes = ["email"]
    auto_verified_attributes = ["email"]
    [[pools.clients]]
    id = "public1public1public1publi"
    name = "Public"
    explicit_auth_flows = ["ALLOW_USER_PASSWORD_AUTH"]
"#;
const PASSWORD: &str = "Same-for-all-1";

async fn sign_up(pool: &Stranger, name: &str) -> Value {
    let given = attributes(&[("email", "shared@example.com")]);
    json!(pool.api_ok("SignUp", json!({ "ClientId": pool.pool.client_id(), "Username": name, "Password": PASSWORD, "UserAttributes": given })).await)
}

fn confirm(pool: &Stranger, name: &str, force: bool) -> Value {
    json!({
        "ClientId": pool.pool.client_id(), "Username": name, "ConfirmationCode": pool.last_code(),
        "ForceAliasCreation": force,
    })
}

fn sign_in(pool: &Stranger, name: &str) -> Value {
    let parameters = json!({ "USERNAME": name, "PASSWORD": PASSWORD });
    json!({ "ClientId": pool.pool.client_id(), "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters })
}

async fn owner_of(pool: &Stranger, name: &str) -> String {
    let tokens = pool.api_ok("InitiateAuth", sign_in(pool, name)).await;
    let body = json!({ "AccessToken": tokens["AuthenticationResult"]["AccessToken"] });
    let user = pool.api("GetUser", body).await.1;
    crate::support::string(&user["Username"]).to_owned()
}

#[tokio::test]
async fn verified_email_is_a_unique_sign_in_alias() {
    let pool = with_seed(SEED).await;
    sign_up(&pool, "first").await;
    pool.api_refused(
        "InitiateAuth",
        sign_in(&pool, "shared@example.com"),
        "UserNotFoundException",
    )
    .await;
    pool.api_ok("ConfirmSignUp", confirm(&pool, "first", false)).await;
    assert_eq!(owner_of(&pool, "shared@example.com").await, "first");
    sign_up(&pool, "second").await;
    pool.api_refused(
        "ConfirmSignUp",
        confirm(&pool, "second", false),
        "AliasExistsException",
    )
    .await;
    pool.api_ok("ConfirmSignUp", confirm(&pool, "second", true)).await;
    assert_eq!(owner_of(&pool, "shared@example.com").await, "second");
    assert_eq!(owner_of(&pool, "first").await, "first");
}

#[tokio::test]
async fn user_names_are_unique_and_no_addresses() {
    let pool = with_seed(SEED).await;
    sign_up(&pool, "first").await;
    let again = json!({ "ClientId": pool.pool.client_id(), "Username": "FIRST", "Password": PASSWORD });
    pool.api_refused("SignUp", again, "UsernameExistsException").await;
    let address =
        json!({ "ClientId": pool.pool.client_id(), "Username": "a@b.example", "Password": PASSWORD });
    pool.api_refused("SignUp", address, "InvalidParameterException")
        .await;
}
