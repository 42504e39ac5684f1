//! Two who change the same attribute at once.

use account::{SaveError, Submission};
use attributes::Values;
use signin::Session;

use crate::stage::{BOB, Stage, form, posted};

fn edit(baseline: &str, typed: &str) -> Submission {
    Submission {
        values: form([("custom:desk_number", typed), ("custom:job_title", "Gardener")]),
        baseline: form([("custom:desk_number", baseline), ("custom:job_title", "Gardener")]),
    }
}

/// Bob's desk number was 12 when his form was shown; in another session it has become this.
async fn changed_meanwhile(desk_number: &str) -> (Stage, Session) {
    let stage = Stage::new().await;
    let (here, there) = (stage.session(BOB).await, stage.session(BOB).await);
    let elsewhere = posted(form([("custom:desk_number", desk_number)]));
    stage.account.save_profile.save(&there, &elsewhere).await.unwrap();
    (stage, here)
}

#[tokio::test]
async fn value_changed_meanwhile_is_replaced_only_knowingly() {
    let (stage, here) = changed_meanwhile("13").await;
    let refused = stage.account.save_profile.save(&here, &edit("12", "14")).await;
    let Err(SaveError::Changed(now)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(now, form([("custom:desk_number", "13")]));
    assert_eq!(stage.calls("UpdateUserAttributes"), 1, "nothing was written");
    let shown_next = stage.account.profiles.last_seen(&here).await.unwrap();
    assert_eq!(
        shown_next.values["custom:desk_number"], "13",
        "the page shows what there is"
    );

    let saved = stage
        .account
        .save_profile
        .save(&here, &edit("13", "14"))
        .await
        .unwrap();
    assert_eq!(saved.values["custom:desk_number"], "14");
}

#[tokio::test]
async fn value_removed_meanwhile_is_a_conflict() {
    let (stage, session) = changed_meanwhile("").await;
    let refused = stage.account.save_profile.save(&session, &edit("12", "14")).await;
    let expected: Values = form([("custom:desk_number", "")]);
    assert!(
        matches!(&refused, Err(SaveError::Changed(now)) if *now == expected),
        "{refused:?}"
    );
    assert!(
        stage
            .account
            .save_profile
            .save(&session, &edit("", "14"))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn equal_concurrent_changes_are_no_conflict() {
    let (stage, session) = changed_meanwhile("13").await;
    let saved = stage
        .account
        .save_profile
        .save(&session, &edit("12", " 013 "))
        .await
        .unwrap();
    assert_eq!(saved.values["custom:desk_number"], "13");
}

#[tokio::test]
async fn a_mistake_is_named_before_a_conflict() {
    let (stage, session) = changed_meanwhile("13").await;
    let refused = stage
        .account
        .save_profile
        .save(&session, &edit("12", "501"))
        .await;
    assert!(matches!(refused, Err(SaveError::Fields(_))), "{refused:?}");
}
