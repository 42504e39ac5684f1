//! Words of one's own: kept, shown, sent, and refused where the service refuses them.

use serde_json::{Value, json};

use crate::support::{demo, with};

const SES: &str = "arn:aws:ses:eu-west-1:111122223333:identity/example.com";

/// Settings of a pool that writes in its own words.
fn in_own_words() -> Value {
    json!({
        "PoolName": "Own words",
        "UsernameAttributes": ["email"],
        "AutoVerifiedAttributes": ["email"],
        "EmailConfiguration": { "EmailSendingAccount": "DEVELOPER", "SourceArn": SES },
        "VerificationMessageTemplate": {
            "DefaultEmailOption": "CONFIRM_WITH_CODE",
            "EmailMessage": "<p>Código: {####}</p>\n<p>{username}</p>",
            "EmailSubject": "Tu código",
            "SmsMessage": "{####} Acme",
        },
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": false,
            "InviteMessageTemplate": {
                "EmailMessage": "{username} / {####}", "EmailSubject": "Tu cuenta", "SMSMessage": "{username} {####}",
            },
        },
    })
}

#[tokio::test]
async fn own_words_are_sent_as_told() {
    let pool = demo().await;
    let made = pool.admin_ok("CreateUserPool", in_own_words()).await;
    let id = &made["UserPool"]["Id"];
    let client = json!({ "UserPoolId": id, "ClientName": "app" });
    let client = pool.admin_ok("CreateUserPoolClient", client).await;
    let email = json!([{ "Name": "email", "Value": "ana@example.com" }]);
    let sign_up = json!({
        "ClientId": client["UserPoolClient"]["ClientId"], "Username": "ana@example.com", "Password": "Ana-in-1865",
        "UserAttributes": email,
    });
    let (status, answer) = pool.api("SignUp", sign_up).await;
    assert_eq!(status, 200, "{answer}");
    let invite =
        json!({ "UserPoolId": id, "Username": "bo@example.com", "TemporaryPassword": "Bo-in-{####}-7" });
    pool.admin_ok(
        "AdminCreateUser",
        with(
            invite,
            json!({ "UserAttributes": [{ "Name": "email", "Value": "bo@example.com" }] }),
        ),
    )
    .await;
    let sent = pool.pool.outbox();
    let [code, invitation] = sent.as_slice() else {
        panic!("{sent:?}")
    };
    assert_eq!(code.subject, "Tu código");
    assert_eq!(
        code.body,
        format!("<p>Código: {}</p>\n<p>{{username}}</p>", code.code)
    );
    assert_eq!(invitation.subject, "Tu cuenta");
    assert_eq!(invitation.body, "bo@example.com / Bo-in-{####}-7");
    let inbox = pool.browser().get("/_inbox").await.body;
    assert!(inbox.contains(&format!("Código: {}</p>", code.code)), "{inbox}");
}

#[tokio::test]
async fn own_words_are_shown_and_reset() {
    let pool = demo().await;
    let made = pool.admin_ok("CreateUserPool", in_own_words()).await;
    let id = made["UserPool"]["Id"].clone();
    let described = || async {
        pool.admin_ok("DescribeUserPool", json!({ "UserPoolId": id }))
            .await["UserPool"]
            .take()
    };
    let found = described().await;
    for name in ["VerificationMessageTemplate", "EmailConfiguration"] {
        assert_eq!(found[name], in_own_words()[name]);
    }
    assert_eq!(
        found["AdminCreateUserConfig"]["InviteMessageTemplate"],
        in_own_words()["AdminCreateUserConfig"]["InviteMessageTemplate"]
    );
    pool.admin_ok("UpdateUserPool", json!({ "UserPoolId": id })).await;
    let found = described().await;
    assert_eq!(
        found["VerificationMessageTemplate"],
        json!({ "DefaultEmailOption": "CONFIRM_WITH_CODE" })
    );
    assert_eq!(found["AdminCreateUserConfig"].get("InviteMessageTemplate"), None);
}

#[tokio::test]
async fn own_words_need_own_sender() {
    let pool = demo().await;
    let mut by_cognito = in_own_words();
    by_cognito["EmailConfiguration"] = json!({ "EmailSendingAccount": "COGNITO_DEFAULT" });
    let told = pool
        .admin_refused("CreateUserPool", by_cognito.clone(), "InvalidParameterException")
        .await;
    assert!(
        told.contains("only if EmailSendingAccount is DEVELOPER"),
        "{told}"
    );
    // Text messages go another way.
    by_cognito["VerificationMessageTemplate"] = json!({ "SmsMessage": "{####} Acme" });
    by_cognito["AdminCreateUserConfig"] = json!({});
    pool.admin_ok("CreateUserPool", by_cognito).await;
}

#[tokio::test]
async fn words_the_service_refuses_are_refused() {
    let pool = demo().await;
    for (template, expected) in [
        (json!({ "EmailMessage": "no code" }), "The message is invalid."),
        (json!({ "SmsMessage": "no code" }), "The message is invalid."),
        (
            json!({ "EmailMessage": "\u{200f}{####}" }),
            "regular expression pattern",
        ),
        (
            json!({ "EmailSubject": "x".repeat(141) }),
            "less than or equal to 140",
        ),
        (
            json!({ "SmsMessage": "{####}".repeat(24) }),
            "less than or equal to 140",
        ),
        (
            json!({ "EmailMessage": "{####}".to_owned() + &"x".repeat(20_000) }),
            "less than or equal to 20000",
        ),
        (
            json!({ "DefaultEmailOption": "CONFIRM_WITH_LINK" }),
            "does not implement",
        ),
    ] {
        let mut request = in_own_words();
        request["VerificationMessageTemplate"] = template;
        let told = pool
            .admin_refused("CreateUserPool", request, "InvalidParameterException")
            .await;
        assert!(told.contains(expected), "{expected}: {told}");
    }
}
