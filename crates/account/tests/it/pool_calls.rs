//! Calls to the pool: again when that is harmless, and never more than the quotas allow.

use account::SaveError;
use local_pool::{Misbehaviour, Times};
use signin::{FinishError, SessionCallError};

use crate::stage::{BOB, Stage, form, posted};

#[tokio::test]
async fn temporary_errors_are_retried_unnoticed() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    for trouble in [
        Misbehaviour::Throttle,
        Misbehaviour::ServerError,
        Misbehaviour::DropConnection,
    ] {
        stage.pool.misbehave(trouble, Times::Exactly(2));
        let title = format!("After {trouble:?}");
        let edit = posted(form([("custom:job_title", title.as_str())]));
        let saved = stage.account.save_profile.save(&session, &edit).await.unwrap();
        assert_eq!(saved.values["custom:job_title"], title);
    }
}

#[tokio::test]
async fn a_code_is_never_redeemed_twice() {
    let stage = Stage::new().await;
    for trouble in [
        Misbehaviour::Throttle,
        Misbehaviour::ServerError,
        Misbehaviour::DropConnection,
    ] {
        let (browser, answer) = stage.visit_pool(None, BOB).await;
        stage.pool.misbehave(trouble, Times::Once);
        let before = stage.calls("/oauth2/token");
        let outcome = stage.hand_in(&browser, &answer).await;
        assert!(matches!(outcome, Err(FinishError::Unavailable(_))), "{outcome:?}");
        assert!(stage.calls("/oauth2/token") <= before + 1, "{trouble:?}");
        stage.pool.behave();
    }
}

#[tokio::test]
async fn exceeded_quota_makes_no_pool_call() {
    let stage = Stage::with_quota_percent(1).await;
    let session = stage.session(BOB).await;
    let mut refused = 0;
    for number in 0..5 {
        let title = format!("Number {number}");
        let edit = posted(form([("custom:job_title", title.as_str())]));
        match stage.account.save_profile.save(&session, &edit).await {
            Ok(_) => {}
            Err(SaveError::User(SessionCallError::Unavailable(_))) => refused += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert!(refused > 0);
    assert_eq!(stage.calls("UpdateUserAttributes"), 5 - refused);
    assert!(
        stage.account.profiles.get(&session).await.is_ok(),
        "the session is alive"
    );
}
