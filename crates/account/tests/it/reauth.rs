//! Proving again who one is, before changes to how one signs in.

use std::time::Duration;

use signin::{CallbackAnswer, FinishError, ReauthRequired, ReturnTo, SessionId, SignInOptions};
use test_support::Browser;
use url::Url;

use crate::jar::Jar;
use crate::stage::{ALICE, BOB, Stage, callback_answer};

const TEN_MINUTES: Duration = Duration::from_mins(10);

/// Starts a sign-in that confirms a session.
async fn confirm(stage: &Stage, browser: Jar, session: &SessionId) -> (Jar, Url) {
    let options = SignInOptions {
        reauthenticate: true,
        ..SignInOptions::default()
    };
    let browser = browser.with_session(&stage.account, session);
    stage.start(browser, ReturnTo::parse("/account"), &options).await
}

/// Sends a browser that the pool knows to a pool that does not heed `prompt`.
async fn go_unasked(mut location: Url, known: &Browser) -> CallbackAnswer {
    let pairs: Vec<(String, String)> = location.query_pairs().into_owned().collect();
    let heeded = pairs.iter().filter(|(name, _)| name != "prompt");
    location.query_pairs_mut().clear().extend_pairs(heeded);
    let back = known.clone().get(location.as_str()).await.next();
    assert_eq!(back.path(), "/logged_in");
    callback_answer(&back)
}

#[tokio::test]
async fn session_is_recent_for_ten_minutes() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(Duration::from_secs(599));
    assert!(stage.signin().reauth.require_recent_auth(&session).is_ok());
    stage.pass(Duration::from_secs(1));
    assert_eq!(
        stage.signin().reauth.require_recent_auth(&session).unwrap_err(),
        ReauthRequired
    );
}

#[tokio::test]
async fn a_refresh_of_tokens_proves_nothing() {
    let stage = Stage::new().await;
    let session_id = stage.sign_in(BOB).await.session;
    stage.pass(Duration::from_hours(2));
    let session = stage.find(&session_id).await.unwrap();
    stage.account.profiles.get(&session).await.unwrap();
    assert_eq!(stage.calls("refresh_token"), 1);
    let session = stage.find(&session_id).await.unwrap();
    assert!(stage.signin().reauth.require_recent_auth(&session).is_err());
}

#[tokio::test]
async fn reauth_asks_for_password_and_renews_session() {
    let stage = Stage::new().await;
    let old = stage.sign_in(BOB).await.session;
    stage.pass(TEN_MINUTES);
    let (browser, location) = confirm(&stage, Jar::default(), &old).await;
    let query = location.query().unwrap();
    assert!(query.contains("prompt=login"), "{query}");
    assert!(!query.contains("example.com"), "nothing personal in it");

    let answer = stage.answer_at_pool(location, BOB).await;
    let finished = stage.hand_in(&browser, &answer).await.unwrap();
    assert_eq!(finished.return_to.as_str(), "/account");
    assert_ne!(finished.session, old);
    assert!(stage.find(&old).await.is_none(), "the old id is dead");
    let session = stage.find(&finished.session).await.unwrap();
    assert!(stage.signin().reauth.require_recent_auth(&session).is_ok());
}

/// Signs Bob in; gives also the browser that the pool knows from then on.
async fn sign_in_and_be_known(stage: &Stage) -> (Jar, SessionId, Browser) {
    let options = SignInOptions::default();
    let (browser, location) = stage.start(Jar::default(), ReturnTo::default(), &options).await;
    let (answer, known) = stage.answer_and_be_known(location, BOB).await;
    let session = stage.hand_in(&browser, &answer).await.unwrap().session;
    (browser, session, known)
}

/// However long the pool's own session in that browser lives.
#[tokio::test]
async fn ended_session_is_not_revived_unasked_for_weeks() {
    let stage = Stage::new().await;
    let (browser, ended, known) = sign_in_and_be_known(&stage).await;
    let browser = browser.with_session(&stage.account, &ended);
    let desk = stage.session(BOB).await;
    stage.signin().own_sessions.end_others(&desk).await.unwrap();
    stage.pass(Duration::from_mins(59));
    let options = SignInOptions::default();
    let (browser, location) = stage.start(browser, ReturnTo::default(), &options).await;
    let query = location.query().unwrap();
    assert!(query.contains("prompt=login"), "{query}");
    let answer = go_unasked(location, &known).await;
    let refused = stage.hand_in(&browser, &answer).await;
    assert!(matches!(refused, Err(FinishError::NotAskedAgain)), "{refused:?}");

    stage.pass(Duration::from_hours(89 * 24));
    let (browser, location) = stage.start(browser, ReturnTo::default(), &options).await;
    let query = location.query().unwrap();
    assert!(query.contains("prompt=login"), "{query}");
    let answer = stage.answer_at_pool(location, BOB).await;
    assert!(stage.hand_in(&browser, &answer).await.is_ok());
}

/// A pool without managed login does not heed `prompt`.
#[tokio::test]
async fn pool_that_skips_reauth_confirms_nothing() {
    let stage = Stage::new().await;
    let (browser, old, known) = sign_in_and_be_known(&stage).await;
    stage.pass(TEN_MINUTES);
    let (browser, location) = confirm(&stage, browser, &old).await;
    let answer = go_unasked(location, &known).await;
    let refused = stage.hand_in(&browser, &answer).await;
    assert!(matches!(refused, Err(FinishError::NotAskedAgain)), "{refused:?}");
    assert!(stage.find(&old).await.is_some(), "the session goes on as it was");
}

#[tokio::test]
async fn reauthentication_as_another_user_is_a_sign_in() {
    let stage = Stage::new().await;
    let old = stage.sign_in(BOB).await.session;
    let session = stage.find(&old).await.unwrap();
    let (browser, location) = confirm(&stage, Jar::default(), &old).await;
    let answer = stage.answer_at_pool(location, ALICE).await;
    let finished = stage.hand_in(&browser, &answer).await.unwrap();
    let now = stage.find(&finished.session).await.unwrap();
    assert_ne!(now.subject(), session.subject());
    assert!(stage.find(&old).await.is_none(), "the two are not mixed");
    let profile = stage.account.profiles.get(&now).await.unwrap();
    assert_eq!(profile.values["email"], ALICE.name);
}
