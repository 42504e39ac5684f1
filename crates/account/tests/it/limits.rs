//! How often one person may write.

use std::time::Duration;

use account::{SaveError, Submission};

use crate::stage::{ALICE, BOB, Stage};

#[tokio::test]
async fn saves_are_rate_limited_per_person() {
    let stage = Stage::new().await;
    let (here, there) = (stage.session(BOB).await, stage.session(BOB).await);
    let other = stage.session(ALICE).await;
    let save = async |session| {
        stage
            .account
            .save_profile
            .save(session, &Submission::default())
            .await
    };
    for _ in 0..30 {
        save(&here).await.unwrap();
        save(&there).await.unwrap();
    }
    let read = stage.calls("/oauth2/userInfo");
    for session in [&here, &there] {
        let refused = save(session).await;
        let Err(SaveError::TooOften(too_often)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(too_often.0, Duration::from_secs(1));
    }
    assert_eq!(
        stage.calls("/oauth2/userInfo"),
        read,
        "the pool is not even asked"
    );
    save(&other).await.unwrap();

    stage.pass(Duration::from_secs(1));
    save(&here).await.unwrap();
    assert!(matches!(save(&there).await, Err(SaveError::TooOften(_))));
    stage.pass(Duration::from_mins(1));
    for _ in 0..60 {
        save(&there).await.unwrap();
    }
}
