//! What an identity provider writes is not the person's to write.

use account::SaveError;
use attributes::{FieldError, Lock, Rule};
use local_pool::{IdentitySeed, Seed};

use crate::stage::{ALICE, BOB, LIST, Stage, form, posted};

/// The list, with departments that come from Google.
fn list() -> String {
    let name = "name = \"custom:department\"\n";
    assert!(LIST.contains(name), "the shipped list has another wording");
    LIST.replace(name, &format!("{name}mapped_by = [\"Google\"]\n"))
}

/// The demo pool, where Bob has an account at this provider.
fn bob_comes_from(provider: &str) -> Seed {
    let mut seed = Seed::demo();
    let users = &mut seed.pools[0].users;
    let bob = users.iter_mut().find(|user| user.attributes["email"] == BOB.name);
    bob.unwrap().identities = vec![IdentitySeed {
        provider_name: provider.to_owned(),
        provider_type: "Google".to_owned(),
        user_id: "112233445566778899000".to_owned(),
    }];
    seed
}

#[tokio::test]
async fn provider_users_cannot_write_mapped_attributes() {
    let stage = Stage::of(bob_comes_from("Google"), &list()).await;
    let session = stage.session(BOB).await;
    assert_eq!(session.providers(), ["Google"]);
    let before = stage.account.profiles.get(&session).await.unwrap().values;
    assert_eq!(before["custom:department"], "support");
    for value in ["sales", ""] {
        let edit = form([("custom:department", value), ("custom:job_title", "Impostor")]);
        let refused = stage.account.save_profile.save(&session, &posted(edit)).await;
        let expected = FieldError::new("custom:department", Rule::Locked(Lock::Mapped));
        assert!(
            matches!(&refused, Err(SaveError::Fields(errors)) if *errors == [expected]),
            "{refused:?}"
        );
    }
    assert_eq!(stage.calls("UpdateUserAttributes"), 0);

    let rest = form([
        ("custom:department", "support"),
        ("custom:job_title", "Lead gardener"),
    ]);
    let saved = stage
        .account
        .save_profile
        .save(&session, &posted(rest))
        .await
        .unwrap();
    assert_eq!(saved.values["custom:job_title"], "Lead gardener");
}

#[tokio::test]
async fn native_users_can_write_mapped_attributes() {
    for (seed, person) in [
        (bob_comes_from("Google"), ALICE),
        (bob_comes_from("Facebook"), BOB),
        (bob_comes_from("google"), BOB),
    ] {
        let stage = Stage::of(seed, &list()).await;
        let session = stage.session(person).await;
        let edit = form([("custom:department", "sales"), ("custom:job_title", "Seller")]);
        let saved = stage
            .account
            .save_profile
            .save(&session, &posted(edit))
            .await
            .unwrap();
        assert_eq!(saved.values["custom:department"], "sales");
    }
}

#[tokio::test]
async fn mapped_attributes_are_never_prompted_for() {
    let mut seed = bob_comes_from("Google");
    for user in &mut seed.pools[0].users {
        user.attributes.remove("custom:department");
    }
    let stage = Stage::of(seed, &list()).await;
    assert!(stage.sign_in(BOB).await.complete);
    assert!(!stage.sign_in(ALICE).await.complete);
}
