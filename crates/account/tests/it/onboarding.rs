//! What people are asked after they have signed in, and what they may skip.

use std::time::Duration;

use signin::Session;

use crate::stage::{ALICE, BOB, Stage, form, posted};

const DAY: Duration = Duration::from_hours(24);

/// The names of what this session is asked for now.
async fn asked(stage: &Stage, session: &Session) -> Vec<String> {
    let profile = stage.account.profiles.get(session).await.unwrap();
    let asked = stage
        .account
        .onboarding
        .pending_prompts(session, &profile)
        .await
        .unwrap();
    asked.iter().map(|attribute| attribute.name.clone()).collect()
}

#[tokio::test]
async fn required_and_skippable_prompts_share_one_form() {
    let stage = Stage::new().await;
    assert!(!stage.sign_in(ALICE).await.complete);
    let session = stage.session(ALICE).await;
    let expected = ["custom:about", "custom:job_title", "custom:department"];
    assert_eq!(asked(&stage, &session).await, expected);
    assert!(stage.sign_in(BOB).await.complete);
}

#[tokio::test]
async fn blank_prompt_is_skipped_until_its_days_pass() {
    let stage = Stage::new().await;
    let session = stage.session(ALICE).await;
    let answers = form([
        ("custom:about", " "),
        ("custom:job_title", "Explorer"),
        ("custom:department", "design"),
    ]);
    stage
        .account
        .save_profile
        .save(&session, &posted(answers))
        .await
        .unwrap();
    assert!(asked(&stage, &session).await.is_empty());

    stage.pass(29 * DAY);
    assert!(stage.sign_in(ALICE).await.complete, "on another device, too");
    stage.pass(2 * DAY);
    assert!(!stage.sign_in(ALICE).await.complete);
    assert_eq!(asked(&stage, &stage.session(ALICE).await).await, ["custom:about"]);
}

#[tokio::test]
async fn skipped_prompt_counts_for_one_person() {
    let stage = Stage::where_bob_says_nothing_about_himself().await;
    let (alice, bob) = (stage.session(ALICE).await, stage.session(BOB).await);
    assert_eq!(asked(&stage, &bob).await, ["custom:about"]);
    let profile = stage.account.profiles.get(&bob).await.unwrap();
    assert!(
        stage.account.onboarding.is_complete(&bob, &profile),
        "nothing is required"
    );

    let names = ["custom:about".to_owned(), "custom:job_title".to_owned()];
    stage
        .account
        .onboarding
        .note_skipped(&bob, &profile, names.iter())
        .await
        .unwrap();
    assert!(asked(&stage, &bob).await.is_empty());
    assert_eq!(asked(&stage, &alice).await.len(), 3);
}

#[tokio::test]
async fn concurrent_skips_lose_nothing() {
    let stage = Stage::where_bob_says_nothing_about_himself().await;
    let sessions = [stage.session(BOB).await, stage.session(BOB).await];
    let names = ["custom:about".to_owned()];
    let skips = sessions.iter().map(|session| async {
        let profile = stage.account.profiles.get(session).await.unwrap();
        stage
            .account
            .onboarding
            .note_skipped(session, &profile, names.iter())
            .await
            .unwrap();
    });
    futures::future::join_all(skips).await;
    for session in &sessions {
        assert!(asked(&stage, session).await.is_empty());
    }
}

#[tokio::test]
async fn removed_answer_is_not_asked_at_once() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let saved = stage
        .account
        .save_profile
        .save(&session, &posted(form([("custom:about", "")])))
        .await
        .unwrap();
    assert_eq!(saved.values.get("custom:about"), None);
    assert!(asked(&stage, &session).await.is_empty());
}
