//! Both of Cognito's spellings of the configured pool's issuer, and nothing else.

use cognito::{ExpectedNonce, IdToken, MetadataError};
use serde_json::json;

use crate::support::{POOL, Reply, Signer, Stub, StubFixture, broken_rule};

const GOOD: [&str; 2] = [
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Stub0001",
    "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Stub0001",
];

const BAD: [&str; 10] = [
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Stub0002",
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Stub0001/",
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_stub0001",
    "https://cognito-idp.us-east-1.amazonaws.com/eu-west-1_Stub0001",
    "http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Stub0001",
    "https://cognito-idp.eu-west-1.amazonaws.com.evil.example/eu-west-1_Stub0001",
    "https://evil.example/eu-west-1_Stub0001",
    "https://user@cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Stub0001",
    "https://cognito-idp.eu-west-1.amazonaws.com:443/eu-west-1_Stub0001",
    "eu-west-1_Stub0001",
];

#[tokio::test]
async fn tokens_of_only_both_issuers_are_accepted() {
    let fixture = StubFixture::start().await;
    let own = fixture.issuer();
    let accepted = GOOD
        .into_iter()
        .chain([own.as_str()])
        .map(|issuer| (issuer, true));
    for (issuer, good) in accepted.chain(BAD.map(|issuer| (issuer, false))) {
        let mut claims = fixture.id_claims();
        claims["iss"] = json!(issuer);
        let token = IdToken::new(Signer::of_id_tokens().token(&claims));
        match fixture
            .cognito
            .verify_id_token(&token, ExpectedNonce::NotChecked)
            .await
        {
            Ok(claims) => assert!(good && claims.issuer.as_str() == issuer, "{issuer}"),
            Err(error) => assert!(!good && broken_rule(&error) == "Issuer", "{issuer}: {error}"),
        }
    }
}

#[tokio::test]
async fn metadata_of_only_both_issuers_is_accepted() {
    for (issuer, good) in GOOD
        .map(|issuer| (issuer, true))
        .into_iter()
        .chain(BAD.map(|issuer| (issuer, false)))
    {
        let fixture = StubFixture::start().await;
        let mut discovery = fixture.stub.discovery();
        discovery["issuer"] = json!(issuer);
        fixture
            .stub
            .set(&Stub::discovery_path(), Reply::json(200, &discovery));
        match fixture.cognito.metadata().await {
            Ok(metadata) => assert!(good && metadata.issuer.as_str() == issuer, "{issuer}"),
            Err(error) => {
                assert!(!good && !error.is_temporary(), "{issuer}: {error}");
                let cause = std::error::Error::source(&error).unwrap();
                assert_eq!(cause.to_string(), MetadataError::Issuer.to_string());
            }
        }
    }
}

#[tokio::test]
async fn the_issuer_of_a_callback_can_be_checked() {
    let fixture = StubFixture::start().await;
    let config = fixture.cognito.config();
    assert!(config.is_issuer(&fixture.issuer()));
    assert!(GOOD.iter().all(|issuer| config.is_issuer(issuer)));
    assert!(!BAD.iter().any(|issuer| config.is_issuer(issuer)));
    assert_eq!(config.pool_id.as_str(), POOL);
}
