//! Secrets and keys that are replaced while people go on.

use std::time::Duration;

use account::Submission;
use cognito::{ClientSecret, ServiceErrorCode};
use serde_json::{Value, json};
use signin::{KeyRing, SystemRandomness};

use crate::stage::{BOB, Stage};

#[tokio::test]
async fn accepted_one_of_two_client_secrets_is_used() {
    let stage = Stage::with_two_secrets().await;
    let session = stage.session(BOB).await;
    let tries = stage.calls("/oauth2/token");
    assert_eq!(tries, 2, "the first one was refused");
    stage.pass(Duration::from_hours(1));
    stage
        .account
        .save_profile
        .save(&session, &Submission::default())
        .await
        .unwrap();
    assert_eq!(
        stage.calls("/oauth2/token"),
        3,
        "by now the right one comes first"
    );
    assert_eq!(
        stage.signin().pool.cognito().check_secrets().await.unwrap(),
        [false, true]
    );
}

#[tokio::test]
async fn secret_hash_calls_find_the_accepted_secret() {
    let stage = Stage::with_two_secrets().await;
    let cognito = stage.signin().pool.cognito();
    let sent = cognito.resend_confirmation_code(BOB.name).await;
    // Bob is confirmed already. A wrong secret would be refused before anybody looks at him.
    let refused = sent.unwrap_err();
    assert_eq!(
        refused.service_code(),
        Some(&ServiceErrorCode::InvalidParameter),
        "{refused}"
    );
    assert_eq!(stage.calls("ResendConfirmationCode"), 2);
}

#[tokio::test]
async fn client_secret_is_replaced_while_people_are_in() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let right = ClientSecret::new(stage.pool.client_secret());
    let cognito = stage.signin().pool.cognito();
    cognito.replace_secrets(vec!["no+longer+good+secret+of+this+client".into(), right]);
    stage.pass(Duration::from_hours(1));
    stage
        .account
        .save_profile
        .save(&session, &Submission::default())
        .await
        .unwrap();
}

/// From the first secret to the second, with the steps of `docs/SCALING.md`.
#[tokio::test]
async fn client_secret_rotation_keeps_sessions() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let (old, new) = (stage.pool.client_secret(), "a+new+secret+of+this+client");
    let client = json!({ "UserPoolId": stage.pool.pool_id(), "ClientId": stage.pool.client_id() });
    let with = |name: &str, value: &Value| {
        let mut members = client.clone();
        members[name] = value.clone();
        members
    };
    let save = async || {
        stage.pass(Duration::from_hours(1));
        stage
            .account
            .save_profile
            .save(&session, &Submission::default())
            .await
            .unwrap();
    };

    let own = stage.operate("ListUserPoolClientSecrets", &client).await;
    stage
        .operate("AddUserPoolClientSecret", &with("ClientSecret", &new.into()))
        .await;
    let cognito = stage.signin().pool.cognito();
    cognito.replace_secrets(vec![ClientSecret::new(new), ClientSecret::new(old)]);
    assert_eq!(cognito.check_secrets().await.unwrap(), [true, true]);
    save().await;

    let id = &own["ClientSecrets"][0]["ClientSecretId"];
    stage
        .operate("DeleteUserPoolClientSecret", &with("ClientSecretId", id))
        .await;
    assert_eq!(cognito.check_secrets().await.unwrap(), [true, false]);
    save().await;
    cognito.replace_secrets(vec![ClientSecret::new(new)]);
    save().await;
    stage.sign_in(BOB).await;
}

#[tokio::test]
async fn removed_session_key_ends_only_its_sessions() {
    let stage = Stage::new().await;
    let before = stage.sign_in(BOB).await.session;
    stage
        .signin()
        .records
        .replace_keys(KeyRing::parse(&KeyRing::generate(&SystemRandomness)).unwrap());
    let after = stage.sign_in(BOB).await.session;
    assert!(
        stage.find(&before).await.is_none(),
        "what does not open is not there"
    );
    let session = stage.find(&after).await.expect("the other one lives");
    stage.account.profiles.get(&session).await.unwrap();
    stage.pass(Duration::from_mins(2));
    let reads = stage.calls("/oauth2/userInfo");
    for _ in 0..3 {
        stage.account.profiles.get(&session).await.unwrap();
    }
    assert_eq!(
        stage.calls("/oauth2/userInfo"),
        reads + 1,
        "the copy is kept, whatever was in its place"
    );
}

#[tokio::test]
async fn a_store_is_checked_by_writing_to_it() {
    let store = std::sync::Arc::new(test_support::FaultyStore::default());
    let stage = Stage::on(store.clone()).await;
    stage.signin().leases.check_store().await.unwrap();
    store.set_read_only(true);
    assert!(stage.signin().leases.check_store().await.is_err());
}

#[tokio::test]
async fn our_clock_is_compared_with_the_pools() {
    let stage = Stage::new().await;
    let skew = stage.signin().pool.cognito().clock_skew().await.unwrap();
    assert!(skew.is_some(), "the pool says what time it is");
}
