//! Tokens that must not be trusted, one by one (OpenID Connect Core 1.0 section 3.1.3.7, RFC 8725).

use aws_lc_rs::hmac;
use cognito::{AccessToken, ExpectedNonce, IdToken, Nonce};
use serde_json::{Value, json};

use crate::support::{CLIENT, NONCE, NOW, SUBJECT, Signer, StubFixture, base64url, broken_rule, printed};

/// What the client says of an ID token: `ok`, or the rule it breaks.
async fn verdict(fixture: &StubFixture, token: &str) -> String {
    let nonce = Nonce::new(NONCE);
    match fixture
        .cognito
        .verify_id_token(&IdToken::new(token), ExpectedNonce::Exactly(&nonce))
        .await
    {
        Ok(_) => "ok".to_owned(),
        Err(error) => {
            assert!(!error.is_temporary(), "{error}");
            assert!(!printed(&error).contains("alice@example.com"));
            broken_rule(&error)
        }
    }
}

async fn access_verdict(fixture: &StubFixture, token: &str) -> String {
    match fixture
        .cognito
        .verify_access_token(&AccessToken::new(token))
        .await
    {
        Ok(_) => "ok".to_owned(),
        Err(error) => broken_rule(&error),
    }
}

/// The claims with one of them set, or left out.
fn with(claims: &Value, name: &str, value: Option<Value>) -> Value {
    let mut claims = claims.clone();
    let members = claims.as_object_mut().unwrap();
    match value {
        Some(value) => members.insert(name.to_owned(), value),
        None => members.remove(name),
    };
    claims
}

#[tokio::test]
async fn valid_id_token_identifies_the_user() {
    let fixture = StubFixture::start().await;
    let token = Signer::of_id_tokens().token(&fixture.id_claims());
    let nonce = Nonce::new(NONCE);
    let claims = fixture
        .cognito
        .verify_id_token(&IdToken::new(token), ExpectedNonce::Exactly(&nonce))
        .await
        .unwrap();
    assert_eq!(claims.issuer.as_str(), fixture.issuer());
    assert_eq!(claims.subject.as_str(), SUBJECT);
    assert_eq!(claims.username, "alice");
    assert_eq!(claims.email.as_deref(), Some("alice@example.com"));
    assert_eq!(claims.email_verified, Some(true));
    assert_eq!(claims.groups, ["editors"]);
    assert_eq!(claims.nonce, Some(nonce));
    assert_eq!(claims.expires_at.unix_seconds(), NOW + 3600);
    assert_eq!(claims.attributes["custom:theme"], "dark");
    assert_eq!(claims.attributes["email_verified"], "true");
    assert!(!format!("{claims:?}").contains("alice"));
}

#[tokio::test]
async fn a_good_access_token_tells_its_scopes() {
    let fixture = StubFixture::start().await;
    let token = Signer::of_access_tokens().token(&fixture.access_claims());
    let claims = fixture
        .cognito
        .verify_access_token(&AccessToken::new(token))
        .await
        .unwrap();
    assert_eq!(claims.subject.as_str(), SUBJECT);
    assert_eq!(claims.username, "alice");
    assert_eq!(claims.client_id.as_str(), CLIENT);
    assert!(claims.has_scope("openid") && claims.has_scope("email") && !claims.has_scope("mail"));
    assert!(!format!("{claims:?}").contains("alice"));
}

#[tokio::test]
async fn id_token_forgeries_break_one_rule_each() {
    let fixture = StubFixture::start().await;
    let cases = [
        ("email_verified", Some(json!("false")), "ok"),
        ("address", Some(json!({"formatted": "1 Street"})), "ok"),
        ("aud", Some(json!([CLIENT])), "ok"),
        ("azp", Some(json!(CLIENT)), "ok"),
        ("nbf", Some(json!(NOW + 60)), "ok"),
        ("exp", Some(json!(NOW - 59)), "ok"),
        ("iat", Some(json!(NOW + 60)), "ok"),
        ("iat", Some(json!(NOW - 86_460)), "ok"),
        ("iss", None, "Issuer"),
        (
            "iss",
            Some(json!("https://evil.example/eu-west-1_Stub0001")),
            "Issuer",
        ),
        ("iss", Some(json!([fixture.issuer()])), "Issuer"),
        ("token_use", None, "TokenUse"),
        ("token_use", Some(json!("access")), "TokenUse"),
        ("aud", None, "Audience"),
        ("aud", Some(json!("another-client")), "Audience"),
        ("aud", Some(json!([])), "Audience"),
        ("aud", Some(json!([CLIENT, "another-client"])), "Audience"),
        ("azp", Some(json!("another-client")), "AuthorizedParty"),
        ("azp", Some(json!(null)), "AuthorizedParty"),
        ("exp", None, "ExpiryMissing"),
        ("exp", Some(json!("4102444800")), "ExpiryMissing"),
        ("exp", Some(json!(NOW - 60)), "Expired"),
        ("exp", Some(json!(i64::MIN)), "Expired"),
        ("iat", None, "IssuedAtMissing"),
        ("iat", Some(json!(NOW + 61)), "IssuedInTheFuture"),
        ("iat", Some(json!(NOW - 86_461)), "IssuedTooLongAgo"),
        ("nbf", Some(json!(NOW + 61)), "NotYetValid"),
        ("nbf", Some(json!("soon")), "NotYetValid"),
        ("auth_time", None, "AuthTimeMissing"),
        ("sub", None, "SubjectMissing"),
        ("sub", Some(json!("")), "SubjectMissing"),
        ("cognito:username", None, "UsernameMissing"),
        ("nonce", None, "NonceMissing"),
        ("nonce", Some(json!("")), "NonceMissing"),
        ("nonce", Some(json!("of-another-sign-in")), "Nonce"),
    ];
    for (name, value, expected) in cases {
        let claims = with(&fixture.id_claims(), name, value.clone());
        let token = Signer::of_id_tokens().token(&claims);
        assert_eq!(verdict(&fixture, &token).await, expected, "{name}: {value:?}");
    }
}

#[tokio::test]
async fn access_token_forgeries_break_one_rule_each() {
    let fixture = StubFixture::start().await;
    let cases = [
        ("aud", Some(json!("https://api.example")), "ok"),
        ("scope", None, "ok"),
        ("iss", Some(json!("https://evil.example/")), "Issuer"),
        ("token_use", Some(json!("id")), "TokenUse"),
        ("client_id", None, "ClientId"),
        ("client_id", Some(json!("another-client")), "ClientId"),
        ("exp", Some(json!(NOW - 60)), "Expired"),
        ("iat", Some(json!(NOW + 61)), "IssuedInTheFuture"),
        ("sub", None, "SubjectMissing"),
        ("username", None, "UsernameMissing"),
    ];
    for (name, value, expected) in cases {
        let claims = with(&fixture.access_claims(), name, value.clone());
        let token = Signer::of_access_tokens().token(&claims);
        assert_eq!(
            access_verdict(&fixture, &token).await,
            expected,
            "{name}: {value:?}"
        );
    }
}

#[tokio::test]
async fn the_two_tokens_cannot_be_swapped() {
    let fixture = StubFixture::start().await;
    let id = Signer::of_id_tokens().token(&fixture.id_claims());
    let access = Signer::of_access_tokens().token(&fixture.access_claims());
    assert_eq!(verdict(&fixture, &access).await, "TokenUse");
    assert_eq!(access_verdict(&fixture, &id).await, "TokenUse");
}

#[tokio::test]
async fn nonce_may_be_missing_after_a_refresh() {
    let fixture = StubFixture::start().await;
    let claims = with(&fixture.id_claims(), "nonce", None);
    let token = IdToken::new(Signer::of_id_tokens().token(&claims));
    assert!(
        fixture
            .cognito
            .verify_id_token(&token, ExpectedNonce::NotChecked)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn an_expired_token_is_judged_by_the_clock() {
    let fixture = StubFixture::start().await;
    let token = Signer::of_id_tokens().token(&fixture.id_claims());
    assert_eq!(verdict(&fixture, &token).await, "ok");
    fixture.clock.advance(std::time::Duration::from_secs(3659));
    assert_eq!(verdict(&fixture, &token).await, "ok");
    fixture.clock.advance(std::time::Duration::from_secs(1));
    assert_eq!(verdict(&fixture, &token).await, "Expired");
}

#[tokio::test]
async fn only_rs256_is_an_algorithm() {
    let fixture = StubFixture::start().await;
    let signer = Signer::of_id_tokens();
    for algorithm in [
        "none", "None", "", "HS256", "HS512", "RS384", "RS512", "PS256", "ES256", "EdDSA", "rs256",
    ] {
        let header = json!({"kid": signer.kid, "alg": algorithm});
        let token = signer.sign(&header, &fixture.id_claims());
        assert_eq!(verdict(&fixture, &token).await, "Algorithm", "{algorithm}");
        let unsigned = format!("{}.", token.rsplit_once('.').unwrap().0);
        assert_eq!(
            verdict(&fixture, &unsigned).await,
            "Algorithm",
            "{algorithm} without signature"
        );
    }
}

#[tokio::test]
async fn the_public_key_is_no_hmac_secret() {
    let fixture = StubFixture::start().await;
    let signer = Signer::of_id_tokens();
    for algorithm in ["HS256", "RS256"] {
        let header = json!({"kid": signer.kid, "alg": algorithm}).to_string();
        let message = format!(
            "{}.{}",
            base64url(header),
            base64url(fixture.id_claims().to_string())
        );
        let key = hmac::Key::new(hmac::HMAC_SHA256, signer.public_der());
        let token = format!("{message}.{}", base64url(hmac::sign(&key, message.as_bytes())));
        let expected = if algorithm == "RS256" {
            "Signature"
        } else {
            "Algorithm"
        };
        assert_eq!(verdict(&fixture, &token).await, expected);
    }
}

#[tokio::test]
async fn a_token_cannot_bring_its_own_key() {
    let fixture = StubFixture::start().await;
    let thief = Signer::next();
    fixture.stub.set(
        "/thief/jwks.json",
        crate::support::Reply::json(200, &json!({"keys": [thief.jwk()]})),
    );
    let address = fixture.stub.url().join("/thief/jwks.json").unwrap();
    for (kid, expected) in [
        (&Signer::of_id_tokens().kid, "Signature"),
        (&thief.kid, "UnknownKeyId"),
    ] {
        let header = json!({"kid": kid, "alg": "RS256", "jku": address, "x5u": address, "jwk": thief.jwk()});
        assert_eq!(
            verdict(&fixture, &thief.sign(&header, &fixture.id_claims())).await,
            expected
        );
    }
    assert!(fixture.stub.requests("/thief/jwks.json").is_empty());
}

#[tokio::test]
async fn headers_that_make_demands_are_refused() {
    let fixture = StubFixture::start().await;
    let signer = Signer::of_id_tokens();
    for (header, expected) in [
        (json!({"kid": signer.kid, "alg": "RS256", "typ": "JWT"}), "ok"),
        (
            json!({"kid": signer.kid, "alg": "RS256", "crit": ["b64"], "b64": false}),
            "CriticalHeader",
        ),
        (json!({"alg": "RS256"}), "KeyIdMissing"),
        (json!({"kid": "AAAA=", "alg": "RS256"}), "UnknownKeyId"),
        (
            json!({"kid": Signer::of_access_tokens().kid, "alg": "RS256"}),
            "Signature",
        ),
        (json!({"kid": signer.kid}), "Malformed"),
        (json!(["RS256"]), "Malformed"),
    ] {
        assert_eq!(
            verdict(&fixture, &signer.sign(&header, &fixture.id_claims())).await,
            expected,
            "{header}"
        );
    }
}

#[tokio::test]
async fn a_changed_token_is_refused() {
    let fixture = StubFixture::start().await;
    let signer = Signer::of_id_tokens();
    let good = signer.token(&fixture.id_claims());
    let parts: Vec<&str> = good.split('.').collect();
    let promoted =
        base64url(with(&fixture.id_claims(), "cognito:groups", Some(json!(["admins"]))).to_string());
    let padded = format!("{good}=");
    for (token, expected) in [
        (format!("{}.{promoted}.{}", parts[0], parts[2]), "Signature"),
        (format!("{}.{}.", parts[0], parts[1]), "Signature"),
        (
            format!("{}.{}.{}", parts[0], parts[1], &parts[2][4..]),
            "Signature",
        ),
        (format!("{}.{}.!", parts[0], parts[1]), "Signature"),
        (padded, "Signature"),
        (format!("{}.{}", parts[0], parts[1]), "Malformed"),
        (format!("{good}.more"), "Signature"),
        (String::new(), "Malformed"),
        ("..".to_owned(), "Malformed"),
        ("eyJhbGciOiJSUzI1NiJ9".to_owned(), "Malformed"),
        (format!(" {good}"), "Malformed"),
        (signer.token(&json!(["not an object"])), "Malformed"),
    ] {
        assert_eq!(verdict(&fixture, &token).await, expected, "{token}");
    }
}
