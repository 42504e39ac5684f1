//! Refresh: before it is needed, once, and without losing a session.

use std::time::Duration;

use local_pool::{Misbehaviour, Times};
use signin::SessionCallError;

use crate::stage::{BOB, Stage};

/// An access token lives an hour.
const LIFE: Duration = Duration::from_hours(1);

#[tokio::test]
async fn expired_access_token_is_refreshed_before_use() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE);
    stage.account.profiles.get(&session).await.unwrap();
    assert_eq!(stage.calls("refresh_token"), 1);
    assert_eq!(
        stage.calls("/oauth2/userInfo"),
        1,
        "the old token was not even tried"
    );
}

#[tokio::test]
async fn a_token_with_time_left_is_not_refreshed() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE.saturating_sub(Duration::from_secs(61)));
    stage.account.profiles.get(&session).await.unwrap();
    assert_eq!(stage.calls("refresh_token"), 0);
    stage.pass(Duration::from_secs(61));
    stage.account.profiles.get(&session).await.unwrap();
    assert_eq!(stage.calls("refresh_token"), 1);
}

#[tokio::test]
async fn many_requests_at_once_make_one_refresh() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE);
    let requests: Vec<_> = (0..50)
        .map(|_| {
            let (account, session) = (stage.account.clone(), session.clone());
            tokio::spawn(async move { account.profiles.get(&session).await })
        })
        .collect();
    for request in requests {
        request.await.unwrap().unwrap();
    }
    assert_eq!(stage.calls("refresh_token"), 1);
}

#[tokio::test]
async fn failing_pool_never_ends_a_session() {
    use Misbehaviour as M;

    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE);
    for trouble in [M::Throttle, M::ServerError, M::DropConnection] {
        stage.pool.misbehave(trouble, Times::Always);
        let saved = stage
            .account
            .save_profile
            .save(&session, &account::Submission::default())
            .await;
        assert!(
            matches!(
                saved,
                Err(account::SaveError::User(SessionCallError::Unavailable(_)))
            ),
            "{trouble:?}: {saved:?}"
        );
        stage.pool.behave();
    }
    stage
        .account
        .save_profile
        .save(&session, &account::Submission::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn expiring_token_is_used_during_its_refresh() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE.saturating_sub(Duration::from_secs(30)));
    // Nobody could wait for this one.
    stage.pool.misbehave(Misbehaviour::SlowToken, Times::Once);
    let patience = Duration::from_secs(5);
    let saved = tokio::time::timeout(
        patience,
        stage
            .account
            .save_profile
            .save(&session, &account::Submission::default()),
    )
    .await;
    saved.expect("it does not wait").unwrap();
    assert_eq!(
        stage.calls("/oauth2/userInfo"),
        1,
        "asked with the token that is still valid"
    );
}

#[tokio::test]
async fn expiring_token_is_refreshed_in_the_background() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE.saturating_sub(Duration::from_secs(30)));
    stage
        .account
        .save_profile
        .save(&session, &account::Submission::default())
        .await
        .unwrap();
    stage.until_called("refresh_token", 1).await;
}

#[tokio::test]
async fn a_revoked_refresh_token_ends_the_session() {
    let stage = Stage::new().await;
    let id = stage.sign_in(BOB).await.session;
    let session = stage.find(&id).await.unwrap();
    stage.pass(LIFE);
    stage.pool.misbehave(Misbehaviour::RefreshRevoked, Times::Once);
    assert!(matches!(
        stage.account.profiles.get(&session).await,
        Err(SessionCallError::Ended)
    ));
    assert!(stage.find(&id).await.is_none());
}

#[tokio::test]
async fn refresh_token_is_kept_without_rotation() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    for refreshes in 1..=3 {
        stage.pass(LIFE);
        stage.account.profiles.get(&session).await.unwrap();
        assert_eq!(stage.calls("refresh_token"), refreshes);
    }
}

#[tokio::test]
async fn forged_id_token_in_refresh_is_refused() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE);
    stage.pool.misbehave(Misbehaviour::BadSig, Times::Once);
    let refused = stage
        .account
        .save_profile
        .save(&session, &account::Submission::default())
        .await;
    assert!(
        matches!(
            refused,
            Err(account::SaveError::User(SessionCallError::Refused(_)))
        ),
        "{refused:?}"
    );
}
