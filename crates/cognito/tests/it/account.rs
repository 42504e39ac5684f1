//! How somebody signs in, changed by themselves, against the local pool; and each refusal a person can meet.

use std::collections::BTreeMap;

use cognito::{AccessToken, Cognito, ConfirmationCode, Error, Password, ServiceErrorCode};
use local_pool::totp_code;

use crate::support::visitor::{ALICE, BOB, PoolFixture, sign_in};

/// A client, and the access token of somebody who has just signed in.
async fn signed_in(fixture: &PoolFixture, person: (&str, &str)) -> (Cognito, AccessToken) {
    let cognito = fixture.client();
    let callback = sign_in(&cognito, person).await;
    let tokens = cognito
        .exchange_code(&callback.code, &callback.verifier)
        .await
        .unwrap();
    (cognito, tokens.access_token)
}

#[track_caller]
fn code_of<T: std::fmt::Debug>(outcome: Result<T, Error>) -> ServiceErrorCode {
    outcome.unwrap_err().service_code().unwrap().clone()
}

/// What the app with this secret shows at the pool's time.
fn shown(fixture: &PoolFixture, secret: &str) -> ConfirmationCode {
    totp_code(secret, fixture.pool.clock().now()).unwrap().into()
}

#[tokio::test]
async fn password_change_needs_the_old_password() {
    let fixture = PoolFixture::start().await;
    let (cognito, token) = signed_in(&fixture, BOB).await;
    let (old, new) = (Password::new(BOB.1), Password::new("Bob-was-there-8"));
    for (present, next, refusal) in [
        (
            "Not-my-password-1",
            "Bob-was-there-8",
            ServiceErrorCode::NotAuthorized,
        ),
        (BOB.1, "short", ServiceErrorCode::InvalidPassword),
        (BOB.1, "no-capitals-at-all-1", ServiceErrorCode::InvalidPassword),
    ] {
        let changed = cognito
            .change_password(&token, &present.into(), &next.into())
            .await;
        assert_eq!(code_of(changed), refusal, "{next}");
        fixture.advance(std::time::Duration::from_mins(1));
    }
    cognito.change_password(&token, &old, &new).await.unwrap();
    signed_in(&fixture, (BOB.0, "Bob-was-there-8")).await;
}

#[tokio::test]
async fn password_changes_are_limited_per_hour() {
    let fixture = PoolFixture::with_quotas().await;
    let (cognito, token) = signed_in(&fixture, BOB).await;
    let same = Password::new(BOB.1);
    let mut refused = None;
    for _ in 0..6 {
        refused = cognito.change_password(&token, &same, &same).await.err();
    }
    let refused = refused.unwrap();
    assert_eq!(refused.service_code(), Some(&ServiceErrorCode::LimitExceeded));
    assert!(!refused.is_temporary(), "trying again soon is no use");
}

#[tokio::test]
async fn deleted_user_is_gone() {
    let fixture = PoolFixture::start().await;
    let (cognito, token) = signed_in(&fixture, BOB).await;
    cognito.delete_user(&token).await.unwrap();
    let asked = cognito.get_user(&token).await;
    assert!(
        matches!(
            code_of(asked),
            ServiceErrorCode::UserNotFound | ServiceErrorCode::NotAuthorized
        ),
        "the token opens nothing any more"
    );
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_token() {
    let fixture = PoolFixture::start().await;
    let (cognito, here) = signed_in(&fixture, BOB).await;
    let (_, elsewhere) = signed_in(&fixture, BOB).await;
    fixture.advance(std::time::Duration::from_secs(1));
    cognito.global_sign_out(&here).await.unwrap();
    for token in [here, elsewhere] {
        assert_eq!(
            code_of(cognito.get_user(&token).await),
            ServiceErrorCode::NotAuthorized
        );
    }
}

#[tokio::test]
async fn address_changes_when_its_code_returns() {
    let fixture = PoolFixture::start().await;
    let (cognito, token) = signed_in(&fixture, BOB).await;
    let email = |value: &str| BTreeMap::from([("email".to_owned(), value.to_owned())]);
    let refused_as_taken = cognito.update_user_attributes(&token, &email(ALICE.0)).await;
    assert_eq!(code_of(refused_as_taken), ServiceErrorCode::AliasExists);
    let nonsense = cognito.update_user_attributes(&token, &email("nonsense")).await;
    assert_eq!(code_of(nonsense), ServiceErrorCode::InvalidParameter);

    let new = "robert@example.com";
    let sent = cognito.update_user_attributes(&token, &email(new)).await.unwrap();
    assert_eq!(
        (sent[0].attribute.as_str(), sent[0].medium.as_str()),
        ("email", "EMAIL")
    );
    let before = cognito.get_user(&token).await.unwrap();
    assert_eq!(before.attributes["email"], BOB.0, "not before it is proven");

    let wrong = cognito
        .verify_attribute(&token, "email", &ConfirmationCode::new("000000"))
        .await;
    assert_eq!(code_of(wrong), ServiceErrorCode::CodeMismatch);
    let again = cognito.send_attribute_code(&token, "email").await.unwrap();
    assert_eq!(again.destination, sent[0].destination);
    let code = fixture.pool.outbox().pop().unwrap().code;
    cognito
        .verify_attribute(&token, "email", &code.into())
        .await
        .unwrap();
    let after = cognito.get_user(&token).await.unwrap();
    assert_eq!(after.attributes["email"], new);
    assert_eq!(after.attributes["email_verified"], "true");
}

#[tokio::test]
async fn address_codes_expire_and_are_limited() {
    let fixture = PoolFixture::with_quotas().await;
    let (cognito, token) = signed_in(&fixture, BOB).await;
    let code = ConfirmationCode::new("000000");
    let none_sent = cognito.verify_attribute(&token, "email", &code).await;
    assert_eq!(code_of(none_sent), ServiceErrorCode::ExpiredCode);
    let mut asked = cognito.send_attribute_code(&token, "email").await;
    for _ in 0..5 {
        asked = cognito.send_attribute_code(&token, "email").await;
    }
    assert_eq!(code_of(asked), ServiceErrorCode::LimitExceeded);
}

#[tokio::test]
async fn authenticator_app_is_set_up_and_removed() {
    let fixture = PoolFixture::start().await;
    let (cognito, token) = signed_in(&fixture, BOB).await;
    assert!(!cognito.get_user(&token).await.unwrap().uses_totp());
    let early = cognito.set_totp(&token, true).await;
    assert_eq!(code_of(early), ServiceErrorCode::InvalidParameter);
    let nothing_begun = cognito
        .verify_totp(&token, &ConfirmationCode::new("123456"))
        .await;
    assert_eq!(code_of(nothing_begun), ServiceErrorCode::SoftwareTokenMfaNotFound);

    let secret = cognito.associate_totp(&token).await.unwrap();
    assert!(secret.expose().len() >= 16);
    let wrong = cognito
        .verify_totp(&token, &ConfirmationCode::new("000000"))
        .await;
    assert_eq!(code_of(wrong), ServiceErrorCode::EnableSoftwareTokenMfa);
    let code = shown(&fixture, secret.expose());
    assert!(cognito.verify_totp(&token, &code).await.unwrap());
    let twice = cognito.verify_totp(&token, &code).await;
    assert_eq!(code_of(twice), ServiceErrorCode::ExpiredCode);

    cognito.set_totp(&token, true).await.unwrap();
    assert!(cognito.get_user(&token).await.unwrap().uses_totp());
    cognito.set_totp(&token, false).await.unwrap();
    assert!(!cognito.get_user(&token).await.unwrap().uses_totp());
}
