//! Every misbehaviour of the local pool, by name, and what becomes of the person it happens to.

use std::time::Duration;

use account::{SaveError, Submission};
use local_pool::{MISBEHAVIOURS, Misbehaviour, Times};
use signin::{FinishError, SessionCallError};

use crate::stage::{BOB, Stage};

/// Where it shows, and how. The list of names has no other entry: one more does not compile.
fn expected(which: Misbehaviour) -> &'static str {
    use Misbehaviour as M;
    match which {
        M::BadIss
        | M::BadAud
        | M::BadNonce
        | M::BadSig
        | M::AlgNone
        | M::Hs256
        | M::UnknownKid
        | M::Expired
        | M::OldIat
        | M::WrongTokenUse
        | M::WrongSub
        | M::MalformedJson => "no session: not trusted",
        M::SlowJwks | M::SlowToken | M::Throttle | M::ServerError | M::DropConnection => {
            "no session: not available"
        }
        M::DropState => "no session: not this browser's sign-in",
        M::UserinfoWrongSub => "no profile of somebody else",
        M::RefreshRevoked => "the session ends",
        M::LostRefreshAnswer => "nothing saved, the session goes on",
        M::CodeTwice => "one session: not this browser's sign-in any more",
    }
}

/// A sign-in, the callback once more, a look at the profile, and a save after the access token has expired.
async fn journey(stage: &Stage) -> &'static str {
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    let id = match stage.hand_in(&browser, &answer).await {
        Ok(signed_in) => signed_in.session,
        Err(FinishError::Untrusted(_)) => return "no session: not trusted",
        Err(FinishError::Unavailable(_)) => return "no session: not available",
        Err(FinishError::UsedOrExpired) => return "no session: not this browser's sign-in",
        Err(other) => panic!("{other:?}"),
    };
    let again = stage.hand_in(&browser, &answer).await;
    assert!(matches!(again, Err(FinishError::UsedOrExpired)), "{again:?}");
    let session = stage.find(&id).await.expect("a session");
    stage.pass(Duration::from_secs(61));
    match stage.account.profiles.get(&session).await {
        Ok(profile) => assert_eq!(profile.values["email"], BOB.name),
        Err(SessionCallError::Refused(_)) => return "no profile of somebody else",
        Err(other) => panic!("{other:?}"),
    }
    stage.pass(Duration::from_hours(1));
    match stage
        .account
        .save_profile
        .save(&session, &Submission::default())
        .await
    {
        Ok(_) => "one session: not this browser's sign-in any more",
        Err(SaveError::User(SessionCallError::Ended)) => {
            assert!(stage.find(&id).await.is_none());
            "the session ends"
        }
        Err(SaveError::User(SessionCallError::Unavailable(_))) => {
            assert!(stage.find(&id).await.is_some());
            "nothing saved, the session goes on"
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_misbehaviour_has_its_outcome() {
    let patient = Stage::new().await;
    for which in MISBEHAVIOURS {
        let impatient = match which {
            // With keys from before, nobody would wait for the key set.
            Misbehaviour::SlowJwks | Misbehaviour::SlowToken => Some(Stage::impatient().await),
            _ => None,
        };
        let stage = impatient.as_ref().unwrap_or(&patient);
        stage.pool.misbehave(which, Times::Always);
        assert_eq!(journey(stage).await, expected(which), "{which:?}");
        stage.pool.behave();
        // What one of them leaves behind, such as a pause before the next look for keys, is over for the next.
        stage.pass(Duration::from_mins(10));
    }
}
