//! Tokens that must not be trusted, one by one (OpenID Connect Core 1.0 section 3.1.3.7, RFC 8725).

use aws_lc_rs::hmac;
use cognito::{AccessToken, ExpectedNonce, IdToken, Nonce};
use serde_json::{Value, json};

use crate::support::{CLIENT, NONCE, NOW, SUBJECT, Signer, World, base64url, broken_rule, printed};

/// What the client says of an ID token: `ok`, or the rule it breaks.
async fn verdict(world: &World, token: &str) -> String {
    let nonce = Nonce::new(NONCE);
    match world
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

async fn access_verdict(world: &World, token: &str) -> String {
    match world.cognito.verify_access_token(&AccessToken::new(token)).await {
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
    let world = World::start().await;
    let token = Signer::of_id_tokens().token(&world.id_claims());
    let nonce = Nonce::new(NONCE);
    let claims = world
        .cognito
        .verify_id_token(&IdToken::new(token), ExpectedNonce::Exactly(&nonce))
        .await
        .unwrap();
    assert_eq!(claims.issuer.as_str(), world.issuer());
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
    let world = World::start().await;
    let token = Signer::of_access_tokens().token(&world.access_claims());
    let claims = world
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
    let world = World::start().await;
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
        ("iss", Some(json!([world.issuer()])), "Issuer"),
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
        let claims = with(&world.id_claims(), name, value.clone());
        let token = Signer::of_id_tokens().token(&claims);
        assert_eq!(verdict(&world, &token).await, expected, "{name}: {value:?}");
    }
}

#[tokio::test]
async fn access_token_forgeries_break_one_rule_each() {
    let world = World::start().await;
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
        let claims = with(&world.access_claims(), name, value.clone());
        let token = Signer::of_access_tokens().token(&claims);
        assert_eq!(
            access_verdict(&world, &token).await,
            expected,
            "{name}: {value:?}"
        );
    }
}

#[tokio::test]
async fn the_two_tokens_cannot_be_swapped() {
    let world = World::start().await;
    let id = Signer::of_id_tokens().token(&world.id_claims());
    let access = Signer::of_access_tokens().token(&world.access_claims());
    assert_eq!(verdict(&world, &access).await, "TokenUse");
    assert_eq!(access_verdict(&world, &id).await, "TokenUse");
}

#[tokio::test]
async fn after_a_refresh_the_nonce_may_be_missing() {
    let world = World::start().await;
    let claims = with(&world.id_claims(), "nonce", None);
    let token = IdToken::new(Signer::of_id_tokens().token(&claims));
    assert!(
        world
            .cognito
            .verify_id_token(&token, ExpectedNonce::NotChecked)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn an_expired_token_is_judged_by_the_clock() {
    let world = World::start().await;
    let token = Signer::of_id_tokens().token(&world.id_claims());
    assert_eq!(verdict(&world, &token).await, "ok");
    world.clock.advance(std::time::Duration::from_secs(3659));
    assert_eq!(verdict(&world, &token).await, "ok");
    world.clock.advance(std::time::Duration::from_secs(1));
    assert_eq!(verdict(&world, &token).await, "Expired");
}

#[tokio::test]
async fn only_rs256_is_an_algorithm() {
    let world = World::start().await;
    let signer = Signer::of_id_tokens();
    for algorithm in [
        "none", "None", "", "HS256", "HS512", "RS384", "RS512", "PS256", "ES256", "EdDSA", "rs256",
    ] {
        let header = json!({"kid": signer.kid, "alg": algorithm});
        let token = signer.sign(&header, &world.id_claims());
        assert_eq!(verdict(&world, &token).await, "Algorithm", "{algorithm}");
        let unsigned = format!("{}.", token.rsplit_once('.').unwrap().0);
        assert_eq!(
            verdict(&world, &unsigned).await,
            "Algorithm",
            "{algorithm} without signature"
        );
    }
}

#[tokio::test]
async fn the_public_key_is_no_hmac_secret() {
    let world = World::start().await;
    let signer = Signer::of_id_tokens();
    for algorithm in ["HS256", "RS256"] {
        let header = json!({"kid": signer.kid, "alg": algorithm}).to_string();
        let message = format!(
            "{}.{}",
            base64url(header),
            base64url(world.id_claims().to_string())
        );
        let key = hmac::Key::new(hmac::HMAC_SHA256, signer.public_der());
        let token = format!("{message}.{}", base64url(hmac::sign(&key, message.as_bytes())));
        let expected = if algorithm == "RS256" {
            "Signature"
        } else {
            "Algorithm"
        };
        assert_eq!(verdict(&world, &token).await, expected);
    }
}

#[tokio::test]
async fn a_token_cannot_bring_its_own_key() {
    let world = World::start().await;
    let thief = Signer::next();
    world.stub.set(
        "/thief/jwks.json",
        crate::support::Reply::json(200, &json!({"keys": [thief.jwk()]})),
    );
    let address = world.stub.url().join("/thief/jwks.json").unwrap();
    for (kid, expected) in [
        (&Signer::of_id_tokens().kid, "Signature"),
        (&thief.kid, "UnknownKeyId"),
    ] {
        let header = json!({"kid": kid, "alg": "RS256", "jku": address, "x5u": address, "jwk": thief.jwk()});
        assert_eq!(
            verdict(&world, &thief.sign(&header, &world.id_claims())).await,
            expected
        );
    }
    assert!(world.stub.requests("/thief/jwks.json").is_empty());
}

#[tokio::test]
async fn headers_that_make_demands_are_refused() {
    let world = World::start().await;
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
            verdict(&world, &signer.sign(&header, &world.id_claims())).await,
            expected,
            "{header}"
        );
    }
}

#[tokio::test]
async fn a_changed_token_is_refused() {
    let world = World::start().await;
    let signer = Signer::of_id_tokens();
    let good = signer.token(&world.id_claims());
    let parts: Vec<&str> = good.split('.').collect();
    let promoted = base64url(with(&world.id_claims(), "cognito:groups", Some(json!(["admins"]))).to_string());
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
        assert_eq!(verdict(&world, &token).await, expected, "{token}");
    }
}
