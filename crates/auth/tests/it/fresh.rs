//! Proving again who one is, before changes to how one signs in.

use std::time::Duration;

use auth::{BrowserId, FinishError, NotFresh, ReturnTo, Session, SignInOptions, StartedSignIn};

use crate::stage::{ALICE, BOB, Stage, callback_answer};

const TEN_MINUTES: Duration = Duration::from_mins(10);

/// Starts a sign-in that confirms a session.
async fn confirm(stage: &Stage, browser: Option<BrowserId>, session: &Session) -> StartedSignIn {
    let options = SignInOptions {
        fresh: true,
        confirms: Some(session.clone()),
        ..SignInOptions::default()
    };
    let to = ReturnTo::parse("/account");
    stage.auth.start_sign_in(browser, to, &options).await.unwrap()
}

#[tokio::test]
async fn a_session_is_fresh_for_ten_minutes_after_the_sign_in() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(Duration::from_secs(599));
    assert!(stage.auth.require_fresh(&session).is_ok());
    stage.pass(Duration::from_secs(1));
    assert_eq!(stage.auth.require_fresh(&session).unwrap_err(), NotFresh);
}

#[tokio::test]
async fn a_refresh_of_tokens_proves_nothing() {
    let stage = Stage::new().await;
    let session_id = stage.sign_in(BOB).await.session;
    stage.pass(Duration::from_hours(2));
    let session = stage.find(&session_id).await.unwrap();
    stage.auth.profile(&session).await.unwrap();
    assert_eq!(stage.calls("refresh_token"), 1);
    let session = stage.find(&session_id).await.unwrap();
    assert!(stage.auth.require_fresh(&session).is_err());
}

#[tokio::test]
async fn confirming_asks_for_the_password_again_and_gives_a_new_session() {
    let stage = Stage::new().await;
    let old = stage.sign_in(BOB).await.session;
    stage.pass(TEN_MINUTES);
    let session = stage.find(&old).await.unwrap();
    let started = confirm(&stage, None, &session).await;
    let query = started.location.query().unwrap();
    assert!(query.contains("prompt=login"), "{query}");
    assert!(!query.contains("example.com"), "nothing personal in it");

    let answer = stage.answer_at_pool(started.location, BOB).await;
    let finished = stage
        .auth
        .finish_sign_in(Some(&started.browser), Some(&old), &answer)
        .await
        .unwrap();
    assert_eq!(finished.return_to.as_str(), "/account");
    assert_ne!(finished.session, old);
    assert!(stage.find(&old).await.is_none(), "the old id is dead");
    let session = stage.find(&finished.session).await.unwrap();
    assert!(stage.auth.require_fresh(&session).is_ok());
}

/// A pool without managed login does not heed `prompt`.
#[tokio::test]
async fn a_pool_that_does_not_ask_again_confirms_nothing() {
    let stage = Stage::new().await;
    let to = ReturnTo::default();
    let first = stage
        .auth
        .start_sign_in(None, to, &SignInOptions::default())
        .await
        .unwrap();
    let (answer, known) = stage.answer_and_be_known(first.location, BOB).await;
    let old = stage.hand_in(&first.browser, &answer).await.unwrap().session;
    stage.pass(TEN_MINUTES);
    let session = stage.find(&old).await.unwrap();
    let started = confirm(&stage, Some(first.browser), &session).await;

    let mut location = started.location;
    let pairs: Vec<(String, String)> = location.query_pairs().into_owned().collect();
    let heeded = pairs.iter().filter(|(name, _)| name != "prompt");
    location.query_pairs_mut().clear().extend_pairs(heeded);
    let back = stage.go_to_pool(location, &known).await;
    assert_eq!(back.path(), "/logged_in");
    let refused = stage
        .auth
        .finish_sign_in(Some(&started.browser), Some(&old), &callback_answer(&back))
        .await;
    assert!(matches!(refused, Err(FinishError::NotAskedAgain)), "{refused:?}");
    assert!(stage.find(&old).await.is_some(), "the session goes on as it was");
}

#[tokio::test]
async fn somebody_else_who_confirms_has_simply_signed_in() {
    let stage = Stage::new().await;
    let old = stage.sign_in(BOB).await.session;
    let session = stage.find(&old).await.unwrap();
    let started = confirm(&stage, None, &session).await;
    let answer = stage.answer_at_pool(started.location, ALICE).await;
    let finished = stage
        .auth
        .finish_sign_in(Some(&started.browser), Some(&old), &answer)
        .await
        .unwrap();
    let now = stage.find(&finished.session).await.unwrap();
    assert_ne!(now.subject(), session.subject());
    assert!(stage.find(&old).await.is_none(), "the two are not mixed");
    let profile = stage.auth.profile(&now).await.unwrap();
    assert_eq!(profile.values["email"], ALICE.name);
}
