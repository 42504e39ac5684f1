//! The pool's three sources of claims about a user, side by side.

use std::time::Duration;

use account::{Check, Difference, Source, SourceRow, Sources};
use local_pool::{Misbehaviour, Times};
use signin::SessionCallError;

use crate::stage::{ALICE, BOB, Stage, form, posted};

/// An access token lives an hour.
const LIFE: Duration = Duration::from_hours(1);

fn row<'a>(sources: &'a Sources, name: &str) -> &'a SourceRow {
    sources.rows.iter().find(|row| row.name == name).unwrap()
}

#[tokio::test]
async fn claim_sources_agree_after_a_sign_in() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let sources = stage.sources(&session).await;
    assert!(sources.rules.iter().all(|(_, check)| *check == Check::Passed));
    assert!(sources.unavailable.is_empty());
    let title = row(&sources, "custom:job_title");
    assert_eq!(title.values.len(), 3);
    assert_eq!(title.reasons, []);
    assert_eq!(row(&sources, "email_verified").reasons, [Difference::Spelling]);
    let shown = format!("{sources:?}");
    for token in stage.pool.issued_tokens() {
        assert!(!shown.contains(&token), "a token is shown");
    }
}

#[tokio::test]
async fn change_makes_id_token_stale_until_renewal() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let change = form([("custom:job_title", "Head gardener")]);
    stage
        .account
        .save_profile
        .save(&session, &posted(change))
        .await
        .unwrap();
    stage.signin().background.finish().await;
    assert_eq!(stage.calls("refresh_token"), 0, "a save refreshes nothing");
    let sources = stage.sources(&session).await;
    let title = row(&sources, "custom:job_title");
    assert_eq!(title.values[&Source::IdToken], "Gardener");
    assert_eq!(title.values[&Source::GetUser], "Head gardener");
    assert_eq!(title.reasons, [Difference::Stale]);

    stage.signin().tokens.renew(&session).await.unwrap();
    let sources = stage.sources(&session).await;
    let title = row(&sources, "custom:job_title");
    assert_eq!(title.values[&Source::IdToken], "Head gardener");
    assert_eq!(title.reasons, []);
}

#[tokio::test]
async fn value_absent_from_all_sources_is_named() {
    let stage = Stage::new().await;
    let session = stage.session(ALICE).await;
    let sources = stage.sources(&session).await;
    let title = row(&sources, "custom:job_title");
    assert!(title.values.is_empty());
    assert_eq!(title.reasons, [Difference::EmptyOrUnreadable]);
}

#[tokio::test]
async fn a_way_that_fails_leaves_the_others() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage
        .pool
        .misbehave(Misbehaviour::UserinfoWrongSub, Times::Always);
    let sources = stage.sources(&session).await;
    assert_eq!(sources.unavailable, [Source::UserInfo]);
    assert_eq!(row(&sources, "custom:job_title").values.len(), 2);
}

#[tokio::test]
async fn the_age_of_the_id_token_is_told() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(Duration::from_mins(30));
    let sources = stage.sources(&session).await;
    assert_eq!(
        stage
            .account
            .claim_sources
            .age_in_minutes(sources.issued_at.unwrap()),
        30
    );
}

#[tokio::test]
async fn read_tokens_serve_after_a_refresh_elsewhere() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let records = stage.records(&session).await;
    let elsewhere = stage.another_process();
    elsewhere.signin.tokens.renew(&session).await.unwrap();
    let tokens = stage.signin().tokens.of_request(&session, records.tokens());
    let sources = stage.account.claim_sources.ask(tokens).await.unwrap();
    assert!(sources.unavailable.is_empty());
    assert_eq!(stage.calls("refresh_token"), 1);
}

#[tokio::test]
async fn expired_read_tokens_are_read_again() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let records = stage.records(&session).await;
    stage.pass(LIFE);
    let elsewhere = stage.another_process();
    elsewhere.signin.tokens.renew(&session).await.unwrap();
    let tokens = stage.signin().tokens.of_request(&session, records.tokens());
    let sources = stage.account.claim_sources.ask(tokens).await.unwrap();
    assert!(sources.rules.iter().all(|(_, check)| *check == Check::Passed));
    assert_eq!(stage.calls("refresh_token"), 1, "not refreshed a second time");
    assert_eq!(
        stage.calls("/oauth2/userInfo"),
        1,
        "the old token was not even tried"
    );
}

#[tokio::test]
async fn refused_read_tokens_are_read_again() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let records = stage.records(&session).await;
    let tokens = stage.signin().tokens.of_request(&session, records.tokens());
    // They expire while the request goes on.
    stage.pass(LIFE);
    let elsewhere = stage.another_process();
    elsewhere.signin.tokens.renew(&session).await.unwrap();
    let sources = stage.account.claim_sources.ask(tokens).await.unwrap();
    assert!(sources.unavailable.is_empty());
    assert!(
        sources.rules.iter().all(|(_, check)| *check == Check::Passed),
        "the renewed ID token"
    );
    assert_eq!(stage.calls("refresh_token"), 1, "not refreshed a second time");
}

#[tokio::test]
async fn ended_session_has_no_tokens_for_a_request() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.signin().sessions.end(&session).await.unwrap();
    let records = stage.records(&session).await;
    let tokens = stage.signin().tokens.of_request(&session, records.tokens());
    let refused = stage.account.claim_sources.ask(tokens).await;
    assert!(matches!(refused, Err(SessionCallError::Ended)), "{refused:?}");
}
