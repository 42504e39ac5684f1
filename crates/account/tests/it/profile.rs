//! Reading and writing attributes.

use std::time::Duration;

use account::{SaveError, Submission};
use attributes::{FieldError, Lock, Rule};
use local_pool::{Misbehaviour, Times};
use signin::SessionCallError;

use crate::stage::{ALICE, BOB, Stage, form, posted};

#[tokio::test]
async fn save_writes_differences_in_one_call() {
    let stage = Stage::new().await;
    let session = stage.session(ALICE).await;
    let filled = form([
        ("custom:job_title", "  Pastry chef "),
        ("custom:department", "sales"),
        ("custom:desk_number", "007"),
        ("custom:start_date", "2024-02-29"),
        ("custom:newsletter", "true"),
        ("name", "Alice Liddell"),
    ]);
    let saved = stage
        .account
        .save_profile
        .save(&session, &posted(filled))
        .await
        .unwrap();
    assert!(stage.account.onboarding.is_complete(&session, &saved));
    assert_eq!(saved.values["custom:job_title"], "Pastry chef");
    assert_eq!(saved.values["custom:desk_number"], "7");
    assert_eq!(stage.calls("UpdateUserAttributes"), 1);
    assert_eq!(stage.account.profiles.get(&session).await.unwrap(), saved);

    stage.pass(Duration::from_secs(61));
    let read_again = stage.account.profiles.get(&session).await.unwrap();
    assert_eq!(read_again.values, saved.values, "the pool has them too");
}

#[tokio::test]
async fn concurrent_saves_are_both_shown() {
    for _ in 0..10 {
        let stage = Stage::new().await;
        let (desk, phone) = (stage.session(BOB).await, stage.session(BOB).await);
        let other = stage.another_process();
        let watchman = posted(form([("custom:job_title", "Night watchman")]));
        let stars = posted(form([("custom:about", "I count stars.")]));
        let (first, second) = tokio::join!(
            stage.account.save_profile.save(&desk, &watchman),
            other.save_profile.save(&phone, &stars)
        );
        first.unwrap();
        second.unwrap();
        let shown = stage.account.profiles.get(&desk).await.unwrap().values;
        assert_eq!(shown["custom:job_title"], "Night watchman");
        assert_eq!(shown["custom:about"], "I count stars.");
    }
}

#[tokio::test]
async fn a_form_that_changes_nothing_writes_nothing() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let values = stage.account.profiles.get(&session).await.unwrap().values;
    let same = form([
        ("custom:department", values["custom:department"].as_str()),
        ("custom:employee_id", values["custom:employee_id"].as_str()),
    ]);
    stage
        .account
        .save_profile
        .save(&session, &posted(same))
        .await
        .unwrap();
    assert_eq!(stage.calls("UpdateUserAttributes"), 0);
}

#[tokio::test]
async fn optional_value_is_removed_with_a_change() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let filled = form([("custom:desk_number", ""), ("custom:job_title", "Gardener")]);
    stage
        .account
        .save_profile
        .save(&session, &posted(filled))
        .await
        .unwrap();
    stage.pass(Duration::from_secs(61));
    let values = stage.account.profiles.get(&session).await.unwrap().values;
    assert_eq!(
        values.get("custom:desk_number").filter(|value| !value.is_empty()),
        None
    );
    assert_eq!(values["custom:job_title"], "Gardener");
    assert_eq!(stage.calls("UpdateUserAttributes"), 1);
}

#[tokio::test]
async fn broken_rules_are_named_without_a_write() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let long = "x".repeat(2_049);
    for (name, value, rule) in [
        ("custom:job_title", "", Rule::Required),
        ("custom:job_title", "x", Rule::TooShort { min: 2 }),
        ("custom:department", "piracy", Rule::NotAChoice),
        ("custom:desk_number", "NaN", Rule::NotANumber),
        ("custom:desk_number", "501", Rule::TooLarge { max: 500 }),
        ("custom:start_date", "2026-02-30", Rule::NotADate),
        ("custom:newsletter", "yes", Rule::NotABoolean),
        ("custom:employee_id", "E-1", Rule::Locked(Lock::Immutable)),
        ("custom:badge", "AB-12", Rule::WrongPattern),
        ("custom:country", "Germany", Rule::NotACountry),
        ("custom:work_phone", "030 1234567", Rule::NotATelephone),
        ("website", "javascript:alert(1)", Rule::NotAUrl),
        ("custom:about", "a\u{7}b", Rule::ControlCharacter),
        ("custom:role", "admin", Rule::Locked(Lock::Authorises)),
        ("email", "mallory@example.com", Rule::NotOnTheList),
        ("email_verified", "true", Rule::NotOnTheList),
        ("sub", "me", Rule::NotOnTheList),
    ] {
        let filled = form([(name, value), ("name", "Somebody Else")]);
        let refused = stage.account.save_profile.save(&session, &posted(filled)).await;
        let expected = FieldError {
            name: name.to_owned(),
            rule,
        };
        assert!(
            matches!(&refused, Err(SaveError::Fields(errors)) if *errors == [expected]),
            "{refused:?}"
        );
    }
    let refused = stage
        .account
        .save_profile
        .save(&session, &posted(form([("custom:job_title", long.as_str())])))
        .await;
    assert!(matches!(refused, Err(SaveError::Fields(_))));
    assert_eq!(stage.calls("UpdateUserAttributes"), 0);
}

#[tokio::test]
async fn user_info_of_another_user_is_refused() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(Duration::from_secs(61));
    stage.pool.misbehave(Misbehaviour::UserinfoWrongSub, Times::Once);
    assert!(matches!(
        stage.account.profiles.get(&session).await,
        Err(SessionCallError::Refused(_))
    ));
}

#[tokio::test]
async fn older_profile_serves_while_pool_is_down() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let before = stage.account.profiles.get(&session).await.unwrap();
    stage.pass(Duration::from_secs(61));
    for trouble in [
        Misbehaviour::ServerError,
        Misbehaviour::Throttle,
        Misbehaviour::DropConnection,
    ] {
        stage.pool.misbehave(trouble, Times::Always);
        assert_eq!(
            stage.account.profiles.get(&session).await.unwrap(),
            before,
            "{trouble:?}"
        );
        stage.pool.behave();
    }
}

#[tokio::test]
async fn burst_of_views_reads_the_pool_once() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(Duration::from_secs(61));
    let views: Vec<_> = (0..50)
        .map(|_| {
            let (account, session) = (stage.account.clone(), session.clone());
            tokio::spawn(async move { account.profiles.get(&session).await })
        })
        .collect();
    for view in views {
        view.await.unwrap().unwrap();
    }
    assert_eq!(stage.calls("/oauth2/userInfo"), 1);
}

#[tokio::test]
async fn untouched_field_is_not_written() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let baseline = form([("custom:job_title", "Gardener"), ("custom:desk_number", "12")]);
    let other_tab = posted(form([("custom:job_title", "Head gardener")]));
    stage
        .account
        .save_profile
        .save(&session, &other_tab)
        .await
        .unwrap();

    let values = form([("custom:job_title", "Gardener"), ("custom:desk_number", "13")]);
    let saved = stage
        .account
        .save_profile
        .save(&session, &Submission { values, baseline })
        .await
        .unwrap();
    assert_eq!(saved.values["custom:desk_number"], "13");
    assert_eq!(
        saved.values["custom:job_title"], "Head gardener",
        "what the other tab saved stays"
    );
}

#[tokio::test]
async fn blank_required_field_is_asked_again() {
    let stage = Stage::new().await;
    let session = stage.session(ALICE).await;
    let blank = form([("custom:job_title", ""), ("custom:department", "")]);
    let untouched = Submission {
        values: blank.clone(),
        baseline: blank,
    };
    let refused = stage.account.save_profile.save(&session, &untouched).await;
    let Err(SaveError::Fields(errors)) = refused else {
        panic!("{refused:?}")
    };
    assert!(errors.iter().all(|error| error.rule == Rule::Required));
    assert_eq!(errors.len(), 2);
}

#[tokio::test]
async fn save_finishes_though_the_browser_leaves() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let edit = posted(form([("custom:job_title", "Night watchman")]));
    {
        let saving = std::pin::pin!(stage.account.save_profile.save(&session, &edit));
        // Polled once, then dropped, as a server does when the connection closes.
        assert!(futures::poll!(saving).is_pending());
    }
    let written = async {
        while stage.calls("UpdateUserAttributes") == 0 {
            tokio::task::yield_now().await;
        }
    };
    let patience = Duration::from_mins(1);
    tokio::time::timeout(patience, written)
        .await
        .expect("the save goes on");
}
