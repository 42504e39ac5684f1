//! An app client that may write an attribute and not read it, or the other way round.

use account::SaveError;
use attributes::{FieldError, Rule};
use local_pool::Seed;

use crate::stage::{ALICE, Stage, form, posted};

const LIST: &str = include_str!("../../../../attributes.toml");

/// The demo pool with a client that lacks a right on job titles, which the list requires.
fn without(right: fn(&mut local_pool::ClientSeed) -> &mut Option<Vec<String>>) -> Seed {
    let mut seed = Seed::demo();
    let names = right(&mut seed.pools[0].clients[0]).as_mut().unwrap();
    names.retain(|name| name != "custom:job_title");
    seed
}

const ANSWERS: [(&str, &str); 3] = [
    ("custom:about", "I climb."),
    ("custom:job_title", "Explorer"),
    ("custom:department", "design"),
];

#[tokio::test]
async fn unreadable_required_attribute_is_asked_once() {
    let stage = Stage::of(without(|client| &mut client.read_attributes), LIST).await;
    let session = stage.session(ALICE).await;
    stage
        .account
        .save_profile
        .save(&session, &posted(form(ANSWERS)))
        .await
        .unwrap();
    for _ in 0..3 {
        stage.pass(std::time::Duration::from_secs(61));
        let profile = stage.account.profiles.get(&session).await.unwrap();
        assert!(
            !profile.values.contains_key("custom:job_title"),
            "it cannot be read"
        );
        assert!(
            stage
                .account
                .onboarding
                .pending_prompts(&session, &profile)
                .await
                .unwrap()
                .is_empty()
        );
        assert!(stage.account.onboarding.is_complete(&session, &profile));
    }
    assert!(stage.sign_in(ALICE).await.complete);
}

#[tokio::test]
async fn unwritable_required_attribute_does_not_block_onboarding() {
    let stage = Stage::of(without(|client| &mut client.write_attributes), LIST).await;
    let session = stage.session(ALICE).await;
    let refused = stage
        .account
        .save_profile
        .save(&session, &posted(form(ANSWERS)))
        .await;
    let expected = [FieldError::new("custom:job_title", Rule::NotWritable)];
    assert!(
        matches!(&refused, Err(SaveError::Fields(errors)) if *errors == expected),
        "{refused:?}"
    );
    let profile = stage.account.profiles.get(&session).await.unwrap();
    assert_eq!(profile.values["custom:department"], "design");
    assert_eq!(profile.values["custom:about"], "I climb.");
    assert!(
        stage
            .account
            .onboarding
            .pending_prompts(&session, &profile)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(stage.account.onboarding.is_complete(&session, &profile));
}
