use serde_json::{Value, json};

use crate::support::{ALICE, BOB, Stranger, attribute, attributes, claims, demo, demo_with, sign_in, string};

fn update(tokens: &Value, given: &[(&str, &str)]) -> Value {
    json!({ "AccessToken": tokens["access_token"], "UserAttributes": attributes(given) })
}

async fn seen(pool: &Stranger, tokens: &Value, name: &str) -> Option<String> {
    let user = pool
        .api_ok("GetUser", json!({ "AccessToken": tokens["access_token"] }))
        .await;
    attribute(&user["UserAttributes"], name).map(str::to_owned)
}

#[tokio::test]
async fn change_reaches_the_id_token_after_refresh() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    let given = [
        ("custom:job_title", "Explorer"),
        ("custom:desk_number", "7"),
        ("custom:newsletter", "false"),
    ];
    let answer = pool.api_ok("UpdateUserAttributes", update(&tokens, &given)).await;
    assert_eq!(answer, json!({ "CodeDeliveryDetailsList": [] }));
    assert_eq!(
        seen(&pool, &tokens, "custom:job_title").await.as_deref(),
        Some("Explorer")
    );
    assert!(claims(&tokens["id_token"]).get("custom:job_title").is_none());
    let (_, refreshed) = pool.refresh(string(&tokens["refresh_token"])).await;
    assert_eq!(claims(&refreshed["id_token"])["custom:job_title"], "Explorer");
}

#[tokio::test]
async fn unwritable_attributes_are_refused_without_changes() {
    let pool = demo().await;
    let tokens = pool.tokens_of(BOB).await;
    let not_authorized = "A client attempted to write unauthorized attribute";
    for (name, value, exception, text) in [
        ("custom:role", "admin", "NotAuthorizedException", not_authorized),
        ("email_verified", "true", "NotAuthorizedException", not_authorized),
        ("sub", "x", "NotAuthorizedException", not_authorized),
        (
            "phone_number",
            "+4412345",
            "NotAuthorizedException",
            not_authorized,
        ),
        (
            "custom:nope",
            "x",
            "InvalidParameterException",
            "user.custom:nope: Attribute does not exist in the schema.\n",
        ),
        (
            "custom:Job_title",
            "x",
            "InvalidParameterException",
            "user.custom:Job_title: Attribute does not exist in the schema.\n",
        ),
        (
            "custom:employee_id",
            "E-1",
            "InvalidParameterException",
            "user.custom:employee_id: Attribute cannot be updated.\n",
        ),
        (
            "custom:desk_number",
            "0",
            "InvalidParameterException",
            "user.custom:desk_number: Attribute value is out of range.\n",
        ),
        (
            "custom:desk_number",
            "NaN",
            "InvalidParameterException",
            "user.custom:desk_number: Attribute value must be a number.\n",
        ),
        (
            "custom:start_date",
            "2026-02-30",
            "InvalidParameterException",
            "user.custom:start_date: Attribute value must be a date and time.\n",
        ),
        (
            "custom:newsletter",
            "yes",
            "InvalidParameterException",
            "user.custom:newsletter: Attribute value must be a boolean.\n",
        ),
        (
            "name",
            "",
            "InvalidParameterException",
            "user.name: Required attribute cannot be deleted.",
        ),
        (
            "email",
            "nonsense",
            "InvalidParameterException",
            "Invalid email address format.",
        ),
        (
            "email",
            "alice@example.com",
            "AliasExistsException",
            "An account with the email already exists.",
        ),
    ] {
        let body = update(&tokens, &[("custom:job_title", "Changed"), (name, value)]);
        let message = pool.api_refused("UpdateUserAttributes", body, exception).await;
        assert_eq!(message, text, "{name}");
    }
    let long = update(&tokens, &[("custom:department", &"x".repeat(2049))]);
    pool.api_refused("UpdateUserAttributes", long, "InvalidParameterException")
        .await;
    let long = update(&tokens, &[("custom:job_title", &"x".repeat(61))]);
    pool.api_refused("UpdateUserAttributes", long, "InvalidParameterException")
        .await;
    assert_eq!(
        seen(&pool, &tokens, "custom:job_title").await.as_deref(),
        Some("Gardener")
    );
}

#[tokio::test]
async fn numbers_must_be_sent_as_strings() {
    let pool = demo().await;
    let tokens = pool.tokens_of(BOB).await;
    let body = json!({
        "AccessToken": tokens["access_token"], "UserAttributes": [{ "Name": "custom:desk_number", "Value": 12 }],
    });
    let message = pool
        .api_refused("UpdateUserAttributes", body, "SerializationException")
        .await;
    assert_eq!(message, "NUMBER_VALUE can not be converted to a String");
}

#[tokio::test]
async fn attributes_are_unset_by_a_blank_or_deleted() {
    let pool = demo().await;
    let tokens = pool.tokens_of(BOB).await;
    pool.api_ok(
        "UpdateUserAttributes",
        update(&tokens, &[("custom:job_title", "")]),
    )
    .await;
    assert_eq!(seen(&pool, &tokens, "custom:job_title").await, None);
    let delete = |names: Value| json!({ "AccessToken": tokens["access_token"], "UserAttributeNames": names });
    assert_eq!(
        pool.api_ok("DeleteUserAttributes", delete(json!(["custom:department"])))
            .await,
        json!({})
    );
    assert_eq!(seen(&pool, &tokens, "custom:department").await, None);
    pool.api_refused(
        "DeleteUserAttributes",
        delete(json!(["custom:role"])),
        "NotAuthorizedException",
    )
    .await;
    pool.api_refused(
        "DeleteUserAttributes",
        delete(json!(["email"])),
        "InvalidParameterException",
    )
    .await;
    let told = pool
        .api_refused(
            "DeleteUserAttributes",
            delete(json!(["x"])),
            "InvalidParameterException",
        )
        .await;
    assert_eq!(
        told,
        "Invalid user attributes: user.x: Attribute does not exist in the schema.\n"
    );
}

#[tokio::test]
async fn a_new_address_counts_once_it_is_proven() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    let answer = pool
        .api_ok(
            "UpdateUserAttributes",
            update(&tokens, &[("email", "al@new.example")]),
        )
        .await;
    let delivery = json!({ "AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "a***@n***" });
    assert_eq!(answer["CodeDeliveryDetailsList"], json!([delivery]));
    assert_eq!(seen(&pool, &tokens, "email").await.as_deref(), Some(ALICE.0));
    let verify =
        |code: &str| json!({ "AccessToken": tokens["access_token"], "AttributeName": "email", "Code": code });
    pool.api_refused("VerifyUserAttribute", verify("wrong"), "CodeMismatchException")
        .await;
    let ask = json!({ "AccessToken": tokens["access_token"], "AttributeName": "email" });
    let again = pool.api_ok("GetUserAttributeVerificationCode", ask).await;
    assert_eq!(again["CodeDeliveryDetails"]["Destination"], "a***@n***");
    pool.api_ok("VerifyUserAttribute", verify(&pool.last_code()))
        .await;
    assert_eq!(
        seen(&pool, &tokens, "email").await.as_deref(),
        Some("al@new.example")
    );
    pool.tokens_of(("al@new.example", ALICE.1)).await;
    let old = sign_in(&mut pool.browser(), ALICE, crate::support::SCOPES).await;
    assert!(old.body.contains("Incorrect username or password."));
}

#[tokio::test]
async fn new_address_counts_unverified_without_keep_original() {
    let pool = demo_with(|seed| {
        seed.pools[0]
            .attributes_require_verification_before_update
            .clear();
    })
    .await;
    let tokens = pool.tokens_of(ALICE).await;
    pool.api_ok(
        "UpdateUserAttributes",
        update(&tokens, &[("email", "al@new.example")]),
    )
    .await;
    assert_eq!(
        seen(&pool, &tokens, "email").await.as_deref(),
        Some("al@new.example")
    );
    assert_eq!(
        seen(&pool, &tokens, "email_verified").await.as_deref(),
        Some("false")
    );
}
