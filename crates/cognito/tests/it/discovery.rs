//! What the client makes of the pool's description.

use std::time::Duration;

use cognito::{Error, MetadataError, Url};
use serde_json::{Value, json};

use crate::support::{Reply, Stub, StubFixture};

/// The error behind "the pool's description is unavailable".
fn cause(error: &Error) -> String {
    assert!(matches!(error, Error::MetadataUnavailable(_)), "{error:?}");
    std::error::Error::source(error).unwrap().to_string()
}

async fn world_with(member: &str, value: Value) -> StubFixture {
    let fixture = StubFixture::start().await;
    let mut discovery = fixture.stub.discovery();
    discovery[member] = value;
    fixture
        .stub
        .set(&Stub::discovery_path(), Reply::json(200, &discovery));
    fixture
}

#[tokio::test]
async fn the_description_is_downloaded_once_an_hour() {
    let fixture = StubFixture::start().await;
    let first = fixture.cognito.metadata().await.unwrap();
    assert_eq!(first.issuer.as_str(), fixture.issuer());
    assert_eq!(
        first.token_endpoint,
        fixture.stub.url().join("/oauth2/token").unwrap()
    );
    fixture.clock.advance(Duration::from_secs(3599));
    fixture.cognito.clone().metadata().await.unwrap();
    assert_eq!(fixture.stub.requests(&Stub::discovery_path()).len(), 1);
    fixture.clock.advance(Duration::from_secs(1));
    fixture.cognito.metadata().await.unwrap();
    assert_eq!(fixture.stub.requests(&Stub::discovery_path()).len(), 2);
}

#[tokio::test]
async fn stale_discovery_document_serves_until_refreshed() {
    let fixture = StubFixture::start().await;
    let first = fixture.cognito.metadata().await.unwrap();
    fixture.stub.set(&Stub::discovery_path(), Reply::text(500, ""));
    fixture.clock.advance(Duration::from_hours(2));
    for _ in 0..5 {
        assert_eq!(fixture.cognito.metadata().await.unwrap(), first);
    }
    assert_eq!(fixture.stub.requests(&Stub::discovery_path()).len(), 2);

    let mut moved = fixture.stub.discovery();
    moved["token_endpoint"] = json!("https://auth.example.com/oauth2/token");
    fixture
        .stub
        .set(&Stub::discovery_path(), Reply::json(200, &moved));
    fixture.clock.advance(Duration::from_mins(1));
    let second = fixture.cognito.metadata().await.unwrap();
    assert_eq!(
        second.token_endpoint.as_str(),
        "https://auth.example.com/oauth2/token"
    );
}

#[tokio::test]
async fn stale_metadata_is_served_while_it_is_replaced() {
    let fixture = StubFixture::start().await;
    let first = fixture.cognito.metadata().await.unwrap();
    fixture.stub.set(&Stub::discovery_path(), Reply::Never);
    fixture.clock.advance(Duration::from_hours(2));
    let cognito = fixture.cognito.clone();
    let replacing = tokio::spawn(async move { cognito.metadata().await });
    while fixture.stub.requests(&Stub::discovery_path()).len() < 2 {
        tokio::task::yield_now().await;
    }
    let at_once = tokio::time::timeout(Duration::from_secs(1), fixture.cognito.metadata()).await;
    assert_eq!(at_once.unwrap().unwrap(), first);
    replacing.abort();
}

#[tokio::test]
async fn cancelled_download_does_not_fail_other_waiters() {
    let fixture = StubFixture::start().await;
    fixture.stub.set(&Stub::discovery_path(), Reply::Never);
    let given_up = tokio::time::timeout(Duration::from_millis(100), fixture.cognito.metadata()).await;
    assert!(given_up.is_err());
    fixture.stub.set(
        &Stub::discovery_path(),
        Reply::json(200, &fixture.stub.discovery()),
    );
    assert!(fixture.cognito.metadata().await.is_ok());
}

#[tokio::test]
async fn failed_download_is_retried_by_the_next_request() {
    let fixture = StubFixture::start().await;
    fixture
        .stub
        .set(&Stub::discovery_path(), Reply::text(503, "<html>busy</html>"));
    let error = fixture.cognito.metadata().await.unwrap_err();
    assert!(error.is_temporary());
    assert_eq!(cause(&error), "discovery: HTTP status 503");
    fixture.stub.set(
        &Stub::discovery_path(),
        Reply::json(200, &fixture.stub.discovery()),
    );
    assert!(fixture.cognito.metadata().await.is_ok());
}

#[tokio::test]
async fn plain_http_endpoints_and_foreign_keys_are_refused() {
    for (member, value, expected) in [
        (
            "token_endpoint",
            "http://pool.example/oauth2/token",
            MetadataError::Insecure("token_endpoint"),
        ),
        (
            "authorization_endpoint",
            "ftp://localhost/",
            MetadataError::Insecure("authorization_endpoint"),
        ),
        (
            "userinfo_endpoint",
            "http://10.0.0.1/",
            MetadataError::Insecure("userinfo_endpoint"),
        ),
        (
            "revocation_endpoint",
            "http://pool.example/",
            MetadataError::Insecure("revocation_endpoint"),
        ),
        (
            "end_session_endpoint",
            "http://pool.example/",
            MetadataError::Insecure("end_session_endpoint"),
        ),
        (
            "jwks_uri",
            "https://evil.example/jwks.json",
            MetadataError::KeysElsewhere,
        ),
        (
            "jwks_uri",
            "http://cognito-idp.eu-west-1.amazonaws.com/jwks.json",
            MetadataError::KeysElsewhere,
        ),
    ] {
        let fixture = world_with(member, json!(value)).await;
        let error = fixture.cognito.metadata().await.unwrap_err();
        assert!(!error.is_temporary());
        assert_eq!(cause(&error), expected.to_string());
    }
}

#[tokio::test]
async fn keys_may_be_on_either_issuers_host() {
    for host in ["cognito-idp", "issuer-cognito-idp"] {
        let uri = format!("https://{host}.eu-west-1.amazonaws.com/eu-west-1_Stub0001/.well-known/jwks.json");
        let fixture = world_with("jwks_uri", json!(uri)).await;
        assert_eq!(fixture.cognito.metadata().await.unwrap().jwks_uri.as_str(), uri);
    }
}

#[tokio::test]
async fn configured_domain_replaces_only_the_origin() {
    let fixture =
        StubFixture::with(|config| config.domain = Some(Url::parse("https://auth.example.com").unwrap()))
            .await;
    let metadata = fixture.cognito.metadata().await.unwrap();
    for (found, expected) in [
        (
            &metadata.authorization_endpoint,
            "https://auth.example.com/oauth2/authorize",
        ),
        (&metadata.token_endpoint, "https://auth.example.com/oauth2/token"),
        (
            &metadata.userinfo_endpoint,
            "https://auth.example.com/oauth2/userInfo",
        ),
        (
            &metadata.revocation_endpoint,
            "https://auth.example.com/oauth2/revoke",
        ),
        (&metadata.sign_out_endpoint, "https://auth.example.com/logout"),
    ] {
        assert_eq!(found.as_str(), expected);
    }
    assert_eq!(metadata.jwks_uri.origin(), fixture.stub.url().origin());
}

#[tokio::test]
async fn missing_endpoints_are_derived_from_the_token_endpoint() {
    let fixture = StubFixture::start().await;
    let mut discovery = fixture.stub.discovery();
    let members = discovery.as_object_mut().unwrap();
    members.remove("revocation_endpoint");
    members.remove("end_session_endpoint");
    fixture
        .stub
        .set(&Stub::discovery_path(), Reply::json(200, &discovery));
    let metadata = fixture.cognito.metadata().await.unwrap();
    assert_eq!(
        metadata.revocation_endpoint,
        fixture.stub.url().join("/oauth2/revoke").unwrap()
    );
    assert_eq!(
        metadata.sign_out_endpoint,
        fixture.stub.url().join("/logout").unwrap()
    );
}

#[tokio::test]
async fn an_incomplete_description_cannot_be_read() {
    let fixture = world_with("token_endpoint", json!(null)).await;
    let error = fixture.cognito.metadata().await.unwrap_err();
    assert!(!error.is_temporary());
    assert!(
        cause(&error).starts_with("discovery: the answer cannot be read"),
        "{}",
        cause(&error)
    );
}
