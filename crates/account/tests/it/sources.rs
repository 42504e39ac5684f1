//! The three ways in which the pool tells who somebody is, side by side.

use std::time::Duration;

use account::{Check, Difference, Source, SourceRow, Sources};
use local_pool::{Misbehaviour, Times};

use crate::stage::{ALICE, BOB, Stage, form, posted};

fn row<'a>(sources: &'a Sources, name: &str) -> &'a SourceRow {
    sources.rows.iter().find(|row| row.name == name).unwrap()
}

#[tokio::test]
async fn after_a_sign_in_the_ways_agree_and_every_rule_holds() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    let sources = stage.account.claim_sources.ask(&session).await.unwrap();
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
async fn a_change_makes_the_id_token_stale_until_it_is_renewed() {
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
    let sources = stage.account.claim_sources.ask(&session).await.unwrap();
    let title = row(&sources, "custom:job_title");
    assert_eq!(title.values[&Source::IdToken], "Gardener");
    assert_eq!(title.values[&Source::GetUser], "Head gardener");
    assert_eq!(title.reasons, [Difference::Stale]);

    stage.signin().tokens.renew(&session).await.unwrap();
    let sources = stage.account.claim_sources.ask(&session).await.unwrap();
    let title = row(&sources, "custom:job_title");
    assert_eq!(title.values[&Source::IdToken], "Head gardener");
    assert_eq!(title.reasons, []);
}

#[tokio::test]
async fn what_nobody_tells_is_named_as_such() {
    let stage = Stage::new().await;
    let session = stage.session(ALICE).await;
    let sources = stage.account.claim_sources.ask(&session).await.unwrap();
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
    let sources = stage.account.claim_sources.ask(&session).await.unwrap();
    assert_eq!(sources.unavailable, [Source::UserInfo]);
    assert_eq!(row(&sources, "custom:job_title").values.len(), 2);
}

#[tokio::test]
async fn the_age_of_the_id_token_is_told() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(Duration::from_mins(30));
    let sources = stage.account.claim_sources.ask(&session).await.unwrap();
    assert_eq!(
        stage
            .account
            .claim_sources
            .age_in_minutes(sources.issued_at.unwrap()),
        30
    );
}
