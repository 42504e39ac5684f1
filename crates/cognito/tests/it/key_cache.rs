//! The cache of the pool's keys: fresh enough, and kind to the server that has them.

use std::time::Duration;

use cognito::{Cognito, Error, ExpectedNonce, IdToken, Timeouts};
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Reply, Signer, Stub, World, broken_rule};

const COOL_DOWN: Duration = Duration::from_secs(10);
const LIFE: Duration = Duration::from_hours(1);

async fn verify(cognito: &Cognito, token: String) -> Result<(), Error> {
    cognito
        .verify_id_token(&IdToken::new(token), ExpectedNonce::NotChecked)
        .await
        .map(|_| ())
}

/// Verifies many tokens at once; answers what came of each.
async fn verify_all(world: &World, tokens: Vec<String>) -> Vec<Result<(), Error>> {
    let mut all = JoinSet::new();
    for token in tokens {
        let cognito = world.cognito.clone();
        all.spawn(async move { verify(&cognito, token).await });
    }
    all.join_all().await
}

/// A hundred tokens, each with a key id of its own.
fn flood(world: &World, wave: usize) -> Vec<String> {
    let signer = Signer::of_id_tokens();
    let header = |number| json!({"kid": format!("{wave}-{number}="), "alg": "RS256"});
    (0..100)
        .map(|number| signer.sign(&header(number), &world.id_claims()))
        .collect()
}

/// The pool has exchanged the key of ID tokens since its keys were downloaded.
async fn with_rotated_key() -> World {
    let world = World::start().await;
    let token = Signer::of_id_tokens().token(&world.id_claims());
    verify(&world.cognito, token).await.unwrap();
    world.stub.set_keys(&[Signer::next(), Signer::of_access_tokens()]);
    world
}

#[tokio::test]
async fn a_crowd_that_arrives_first_downloads_once() {
    let world = World::start().await;
    let tokens = vec![Signer::of_id_tokens().token(&world.id_claims()); 50];
    assert!(verify_all(&world, tokens).await.iter().all(Result::is_ok));
    assert_eq!(world.stub.key_downloads(), 1);
    assert_eq!(world.stub.requests(&Stub::discovery_path()).len(), 1);
}

#[tokio::test]
async fn unknown_key_ids_refetch_keys_every_ten_seconds() {
    let world = World::start().await;
    for wave in 1..=3 {
        for outcome in verify_all(&world, flood(&world, wave)).await {
            assert_eq!(broken_rule(&outcome.unwrap_err()), "UnknownKeyId");
        }
        assert_eq!(world.stub.key_downloads(), wave);
        assert!(
            verify(&world.cognito, Signer::of_id_tokens().token(&world.id_claims()))
                .await
                .is_ok()
        );
        world.clock.advance(Duration::from_millis(9_999));
        assert!(
            verify_all(&world, flood(&world, wave))
                .await
                .iter()
                .all(Result::is_err)
        );
        assert_eq!(world.stub.key_downloads(), wave);
        world.clock.advance(Duration::from_millis(1));
    }
}

#[tokio::test]
async fn a_rotated_key_is_accepted_after_one_download() {
    let world = with_rotated_key().await;
    world.clock.advance(COOL_DOWN);
    let tokens = vec![Signer::next().token(&world.id_claims()); 20];
    assert!(verify_all(&world, tokens).await.iter().all(Result::is_ok));
    assert_eq!(world.stub.key_downloads(), 2);
}

#[tokio::test]
async fn withdrawn_key_is_forgotten_with_old_keys() {
    let world = with_rotated_key().await;
    world.clock.advance(LIFE);
    let outcome = verify(&world.cognito, Signer::of_id_tokens().token(&world.id_claims())).await;
    assert_eq!(broken_rule(&outcome.unwrap_err()), "UnknownKeyId");
    assert_eq!(world.stub.key_downloads(), 2);
}

#[tokio::test]
async fn keys_outlast_a_failed_download() {
    let broken = [
        Reply::text(500, ""),
        Reply::text(200, "<html>"),
        Reply::json(200, &json!({"keys": []})),
        Reply::json(
            200,
            &json!({"keys": [{"kty": "EC", "kid": "x", "crv": "P-256", "x": "", "y": ""}]}),
        ),
    ];
    for reply in broken {
        let world = World::start().await;
        assert!(
            verify(&world.cognito, Signer::of_id_tokens().token(&world.id_claims()))
                .await
                .is_ok()
        );
        world.stub.set(&Stub::keys_path(), reply);
        world.clock.advance(3 * LIFE);
        assert!(
            verify(&world.cognito, Signer::of_id_tokens().token(&world.id_claims()))
                .await
                .is_ok()
        );
        assert_eq!(world.stub.key_downloads(), 2);
        let error = verify(&world.cognito, Signer::next().token(&world.id_claims()))
            .await
            .unwrap_err();
        assert_eq!(broken_rule(&error), "KeysUnavailable");
        assert_eq!(world.stub.key_downloads(), 2);
    }
}

#[tokio::test]
async fn missing_keys_fail_all_verifications_with_the_cause() {
    let world = World::start().await;
    world.stub.set(&Stub::keys_path(), Reply::text(503, ""));
    let tokens = vec![Signer::of_id_tokens().token(&world.id_claims()); 20];
    for outcome in verify_all(&world, tokens).await {
        let error = outcome.unwrap_err();
        assert!(error.is_temporary());
        assert_eq!(broken_rule(&error), "KeysUnavailable");
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            "jwks: HTTP status 503"
        );
    }
    assert_eq!(world.stub.key_downloads(), 1);
    world.stub.set_keys(&[Signer::of_id_tokens()]);
    world.clock.advance(COOL_DOWN);
    assert!(
        verify(&world.cognito, Signer::of_id_tokens().token(&world.id_claims()))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn slow_keys_time_out() {
    let short = Timeouts {
        connect: Duration::from_secs(1),
        total: Duration::from_millis(200),
    };
    let world = World::with(|config| config.timeouts = short).await;
    world.stub.set(&Stub::keys_path(), Reply::Never);
    let error = verify(&world.cognito, Signer::of_id_tokens().token(&world.id_claims()))
        .await
        .unwrap_err();
    assert!(error.is_temporary());
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "jwks: timed out"
    );
}

#[tokio::test]
async fn keys_that_may_not_sign_are_left_out() {
    let world = World::start().await;
    let signer = Signer::of_id_tokens();
    for (member, value) in [
        ("use", json!("enc")),
        ("alg", json!("RS512")),
        ("kty", json!("oct")),
        ("n", json!("AQAB")),
        ("n", json!(null)),
        ("e", json!("!")),
        ("kid", json!(null)),
    ] {
        let mut key = signer.jwk();
        key[member] = value.clone();
        let keys = json!({"keys": [key, Signer::of_access_tokens().jwk()]});
        world.stub.set(&Stub::keys_path(), Reply::json(200, &keys));
        world.clock.advance(LIFE);
        let error = verify(&world.cognito, signer.token(&world.id_claims()))
            .await
            .unwrap_err();
        assert_eq!(broken_rule(&error), "UnknownKeyId", "{member}: {value}");
    }
}
