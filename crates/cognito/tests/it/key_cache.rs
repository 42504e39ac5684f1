//! The cache of the pool's keys: fresh enough, and kind to the server that has them.

use std::time::Duration;

use cognito::{Cognito, Error, ExpectedNonce, IdToken, Timeouts};
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Reply, Signer, Stub, StubFixture, broken_rule};

const COOL_DOWN: Duration = Duration::from_secs(10);
const LIFE: Duration = Duration::from_hours(1);

async fn verify(cognito: &Cognito, token: String) -> Result<(), Error> {
    cognito
        .verify_id_token(&IdToken::new(token), ExpectedNonce::NotChecked)
        .await
        .map(|_| ())
}

/// Verifies many tokens at once; answers what came of each.
async fn verify_all(fixture: &StubFixture, tokens: Vec<String>) -> Vec<Result<(), Error>> {
    let mut all = JoinSet::new();
    for token in tokens {
        let cognito = fixture.cognito.clone();
        all.spawn(async move { verify(&cognito, token).await });
    }
    all.join_all().await
}

/// A hundred tokens, each with a key id of its own.
fn flood(fixture: &StubFixture, wave: usize) -> Vec<String> {
    let signer = Signer::of_id_tokens();
    let header = |number| json!({"kid": format!("{wave}-{number}="), "alg": "RS256"});
    (0..100)
        .map(|number| signer.sign(&header(number), &fixture.id_claims()))
        .collect()
}

/// The pool has exchanged the key of ID tokens since its keys were downloaded.
async fn with_rotated_key() -> StubFixture {
    let fixture = StubFixture::start().await;
    let token = Signer::of_id_tokens().token(&fixture.id_claims());
    verify(&fixture.cognito, token).await.unwrap();
    fixture
        .stub
        .set_keys(&[Signer::next(), Signer::of_access_tokens()]);
    fixture
}

#[tokio::test]
async fn a_crowd_that_arrives_first_downloads_once() {
    let fixture = StubFixture::start().await;
    let tokens = vec![Signer::of_id_tokens().token(&fixture.id_claims()); 50];
    assert!(verify_all(&fixture, tokens).await.iter().all(Result::is_ok));
    assert_eq!(fixture.stub.key_downloads(), 1);
    assert_eq!(fixture.stub.requests(&Stub::discovery_path()).len(), 1);
}

#[tokio::test]
async fn unknown_key_ids_refetch_keys_every_ten_seconds() {
    let fixture = StubFixture::start().await;
    for wave in 1..=3 {
        for outcome in verify_all(&fixture, flood(&fixture, wave)).await {
            assert_eq!(broken_rule(&outcome.unwrap_err()), "UnknownKeyId");
        }
        assert_eq!(fixture.stub.key_downloads(), wave);
        assert!(
            verify(
                &fixture.cognito,
                Signer::of_id_tokens().token(&fixture.id_claims())
            )
            .await
            .is_ok()
        );
        fixture.clock.advance(Duration::from_millis(9_999));
        assert!(
            verify_all(&fixture, flood(&fixture, wave))
                .await
                .iter()
                .all(Result::is_err)
        );
        assert_eq!(fixture.stub.key_downloads(), wave);
        fixture.clock.advance(Duration::from_millis(1));
    }
}

#[tokio::test]
async fn a_rotated_key_is_accepted_after_one_download() {
    let fixture = with_rotated_key().await;
    fixture.clock.advance(COOL_DOWN);
    let tokens = vec![Signer::next().token(&fixture.id_claims()); 20];
    assert!(verify_all(&fixture, tokens).await.iter().all(Result::is_ok));
    assert_eq!(fixture.stub.key_downloads(), 2);
}

#[tokio::test]
async fn withdrawn_key_is_forgotten_with_old_keys() {
    let fixture = with_rotated_key().await;
    fixture.clock.advance(LIFE);
    let outcome = verify(
        &fixture.cognito,
        Signer::of_id_tokens().token(&fixture.id_claims()),
    )
    .await;
    assert_eq!(broken_rule(&outcome.unwrap_err()), "UnknownKeyId");
    assert_eq!(fixture.stub.key_downloads(), 2);
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
        let fixture = StubFixture::start().await;
        assert!(
            verify(
                &fixture.cognito,
                Signer::of_id_tokens().token(&fixture.id_claims())
            )
            .await
            .is_ok()
        );
        fixture.stub.set(&Stub::keys_path(), reply);
        fixture.clock.advance(3 * LIFE);
        assert!(
            verify(
                &fixture.cognito,
                Signer::of_id_tokens().token(&fixture.id_claims())
            )
            .await
            .is_ok()
        );
        assert_eq!(fixture.stub.key_downloads(), 2);
        let error = verify(&fixture.cognito, Signer::next().token(&fixture.id_claims()))
            .await
            .unwrap_err();
        assert_eq!(broken_rule(&error), "KeysUnavailable");
        assert_eq!(fixture.stub.key_downloads(), 2);
    }
}

#[tokio::test]
async fn missing_keys_fail_all_verifications_with_the_cause() {
    let fixture = StubFixture::start().await;
    fixture.stub.set(&Stub::keys_path(), Reply::text(503, ""));
    let tokens = vec![Signer::of_id_tokens().token(&fixture.id_claims()); 20];
    for outcome in verify_all(&fixture, tokens).await {
        let error = outcome.unwrap_err();
        assert!(error.is_temporary());
        assert_eq!(broken_rule(&error), "KeysUnavailable");
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            "jwks: HTTP status 503"
        );
    }
    assert_eq!(fixture.stub.key_downloads(), 1);
    fixture.stub.set_keys(&[Signer::of_id_tokens()]);
    fixture.clock.advance(COOL_DOWN);
    assert!(
        verify(
            &fixture.cognito,
            Signer::of_id_tokens().token(&fixture.id_claims())
        )
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
    let fixture = StubFixture::with(|config| config.timeouts = short).await;
    fixture.stub.set(&Stub::keys_path(), Reply::Never);
    let error = verify(
        &fixture.cognito,
        Signer::of_id_tokens().token(&fixture.id_claims()),
    )
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
    let fixture = StubFixture::start().await;
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
        fixture.stub.set(&Stub::keys_path(), Reply::json(200, &keys));
        fixture.clock.advance(LIFE);
        let error = verify(&fixture.cognito, signer.token(&fixture.id_claims()))
            .await
            .unwrap_err();
        assert_eq!(broken_rule(&error), "UnknownKeyId", "{member}: {value}");
    }
}
