use serde_json::json;

use crate::support::{
    ALICE, CALLBACK, CLIENT, SCOPES, Stranger, attributes, authorize_query, claims, demo, secret_hash,
    sign_in,
};

const CAROL: (&str, &str) = ("carol@example.com", "Carol-has-2-keys");

async fn sign_up_on_the_page(pool: &Stranger) -> (test_support::Browser, String) {
    let mut browser = pool.browser();
    let query = authorize_query(SCOPES);
    let path = format!("/signup?{query}");
    let page = browser.get(&path).await;
    assert!(page.body.contains("requiredAttributes[name]") && !page.body.contains("custom:"));
    let fields = [
        ("username", CAROL.0),
        ("requiredAttributes[name]", "Carol"),
        ("password", CAROL.1),
    ];
    let page = browser.submit(&path, &fields).await;
    assert_eq!(
        page.header("location"),
        Some(&*format!("/confirm?{query}")),
        "{}",
        page.body
    );
    (browser, query)
}

#[tokio::test]
async fn newcomer_signs_up_and_lands_in_app() {
    let pool = demo().await;
    let (mut browser, query) = sign_up_on_the_page(&pool).await;
    let mail = pool.pool.outbox().pop().expect("a mail");
    assert_eq!((mail.to.as_str(), mail.medium), (CAROL.0, "EMAIL"));
    let inbox = browser.get("/_inbox").await;
    assert!(inbox.body.contains(&mail.code));

    let confirm = format!("/confirm?{query}");
    let wrong = browser.submit(&confirm, &[("code", "000000x")]).await;
    assert!(
        wrong
            .body
            .contains("Invalid verification code provided, please try again.")
    );
    let page = browser.submit(&confirm, &[("code", &mail.code)]).await;
    assert!(page.goes_to(CALLBACK), "{}", page.body);
    let (status, tokens) = pool.redeem(&page.param("code").expect("a code")).await;
    assert_eq!(status, 200);
    let id = claims(&tokens["id_token"]);
    assert_eq!(
        (&id["email"], &id["email_verified"], &id["name"]),
        (&json!(CAROL.0), &json!(true), &json!("Carol"))
    );
}

#[tokio::test]
async fn unconfirmed_user_is_asked_for_the_code() {
    let pool = demo().await;
    sign_up_on_the_page(&pool).await;
    let mut browser = pool.browser();
    let page = sign_in(&mut browser, CAROL, SCOPES).await;
    let confirm = page.location().to_owned();
    assert!(confirm.starts_with("/confirm?"), "{confirm}");
    let again = browser
        .submit(&confirm.replace("/confirm", "/resendcode"), &[])
        .await;
    assert!(again.body.contains("A new code was sent."), "{}", again.body);
    assert_eq!(pool.pool.outbox().len(), 2);
    let page = browser.submit(&confirm, &[("code", &pool.last_code())]).await;
    assert!(page.goes_to(CALLBACK), "{}", page.body);
}

#[tokio::test]
async fn sign_up_page_names_its_errors() {
    let pool = demo().await;
    let path = format!("/signup?{}", authorize_query(SCOPES));
    for (name, full_name, password, problem) in [
        (
            ALICE.0,
            "Al",
            "Alice-again-1",
            "An account with the given email already exists.",
        ),
        (
            "ALICE@example.com",
            "Al",
            "Alice-again-1",
            "An account with the given email already exists.",
        ),
        (
            "not an address",
            "Al",
            "Alice-again-1",
            "Username should be an email.",
        ),
        (
            "dora@example.com",
            "Dora",
            "short",
            "Password did not conform with policy: Password not long enough",
        ),
        (
            "dora@example.com",
            "",
            "Dora-is-new-1",
            "name: The attribute is required",
        ),
    ] {
        let mut browser = pool.browser();
        browser.get(&path).await;
        let fields = [
            ("username", name),
            ("requiredAttributes[name]", full_name),
            ("password", password),
        ];
        let page = browser.submit(&path, &fields).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(problem), "{name}: {}", page.body);
    }
}

fn request(username: &str, given: &[(&str, &str)]) -> serde_json::Value {
    json!({
        "ClientId": CLIENT, "SecretHash": secret_hash(username), "Username": username, "Password": CAROL.1,
        "UserAttributes": attributes(given),
    })
}

#[tokio::test]
async fn the_api_signs_up_and_confirms() {
    let pool = demo().await;
    let given = [
        ("name", "Carol"),
        ("custom:employee_id", "E-7"),
        ("custom:desk_number", "12"),
    ];
    let answer = pool.api_ok("SignUp", request(CAROL.0, &given)).await;
    assert_eq!(answer["UserConfirmed"], false);
    assert_eq!(
        answer["CodeDeliveryDetails"],
        json!({ "Destination": "c***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" })
    );
    let mut confirm = json!({
        "ClientId": CLIENT, "SecretHash": secret_hash(CAROL.0), "Username": CAROL.0, "ConfirmationCode": "x",
    });
    pool.api_refused("ConfirmSignUp", confirm.clone(), "CodeMismatchException")
        .await;
    confirm["ConfirmationCode"] = pool.last_code().into();
    assert_eq!(pool.api_ok("ConfirmSignUp", confirm.clone()).await, json!({}));
    let message = pool
        .api_refused("ConfirmSignUp", confirm, "NotAuthorizedException")
        .await;
    assert_eq!(message, "User cannot be confirmed. Current status is CONFIRMED");
    let tokens = pool.tokens_of(CAROL).await;
    assert_eq!(claims(&tokens["id_token"])["sub"], answer["UserSub"]);
}

#[tokio::test]
async fn a_sign_up_code_lives_a_day() {
    let pool = demo().await;
    pool.api_ok("SignUp", request(CAROL.0, &[("name", "Carol")]))
        .await;
    pool.advance(24 * 3600);
    let confirm = json!({
        "ClientId": CLIENT, "SecretHash": secret_hash(CAROL.0), "Username": CAROL.0, "ConfirmationCode": pool.last_code(),
    });
    pool.api_refused("ConfirmSignUp", confirm, "ExpiredCodeException")
        .await;
    let resend = json!({ "ClientId": CLIENT, "SecretHash": secret_hash(CAROL.0), "Username": CAROL.0 });
    let answer = pool.api_ok("ResendConfirmationCode", resend).await;
    assert_eq!(answer["CodeDeliveryDetails"]["Destination"], "c***@e***");
}

#[tokio::test]
async fn sign_up_api_enforces_schema_and_client() {
    let pool = demo().await;
    for (given, exception, text) in [
        (
            vec![("name", "C"), ("custom:role", "admin")],
            "NotAuthorizedException",
            "A client attempted to write unauthorized attribute",
        ),
        (
            vec![("name", "C"), ("email_verified", "true")],
            "NotAuthorizedException",
            "A client attempted to write unauthorized attribute",
        ),
        (
            vec![("name", "C"), ("custom:role", "admin"), ("custom:shoe", "42")],
            "InvalidParameterException",
            "Attributes did not conform to the schema: custom:shoe: Attribute does not exist in the schema.\n",
        ),
        (
            vec![],
            "InvalidParameterException",
            "Attributes did not conform to the schema: name: The attribute is required\n",
        ),
        (
            vec![("name", "C"), ("custom:desk_number", "501")],
            "InvalidParameterException",
            "Attributes did not conform to the schema: custom:desk_number: Attribute value is out of range.\n",
        ),
        (
            vec![("name", "C"), ("custom:start_date", "2026-02-30")],
            "InvalidParameterException",
            "Attributes did not conform to the schema: custom:start_date: Attribute value must be a date and time.\n",
        ),
    ] {
        let message = pool
            .api_refused("SignUp", request(CAROL.0, &given), exception)
            .await;
        assert_eq!(message, text);
    }
    assert!(pool.pool.outbox().is_empty());
}

#[tokio::test]
async fn the_secret_hash_is_checked() {
    let pool = demo().await;
    let mut body = request(CAROL.0, &[("name", "Carol")]);
    body["SecretHash"] = secret_hash("somebody@else.example").into();
    let message = pool
        .api_refused("SignUp", body.clone(), "NotAuthorizedException")
        .await;
    assert_eq!(
        message,
        format!("Unable to verify secret hash for client {CLIENT}")
    );
    body.as_object_mut().expect("an object").remove("SecretHash");
    let message = pool.api_refused("SignUp", body, "NotAuthorizedException").await;
    assert_eq!(
        message,
        format!("Client {CLIENT} is configured with secret but SECRET_HASH was not received")
    );
}
