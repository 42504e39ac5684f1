use serde_json::{Value, json};

use crate::support::{POOL, demo, with};

#[tokio::test]
async fn users_are_paged_and_filtered() {
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
async fn filter_finds_all_users_with_an_unverified_alias() {
    let pool = demo().await;
    let made = pool
        .admin_ok(
            "CreateUserPool",
            json!({ "PoolName": "Aliases", "AliasAttributes": ["email"] }),
        )
        .await;
    let id = made["UserPool"]["Id"].clone();
    for (name, verified) in [("ann", "true"), ("ben", "false"), ("cat", "false")] {
        let given = json!([
            { "Name": "email", "Value": "shared@example.com" },
            { "Name": "email_verified", "Value": verified },
        ]);
        let user = json!({ "UserPoolId": id, "Username": name, "UserAttributes": given });
        pool.admin_ok("AdminCreateUser", user).await;
    }
    let filter = json!({ "UserPoolId": id, "Filter": "email = \"shared@example.com\"" });
    let found = pool.admin_ok("ListUsers", filter).await;
    assert_eq!(found["Users"].as_array().map(Vec::len), Some(3));
}
