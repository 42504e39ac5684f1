use local_pool::IdentitySeed;
use serde_json::{Value, json};

use crate::support::{
    ALICE, BOB, CALLBACK, CLIENT, POOL, SCOPES, SECRET, START, VERIFIER, claims, code_for, demo, demo_with,
    names, part, string,
};

#[tokio::test]
async fn a_code_becomes_three_tokens() {
    let pool = demo().await;
    let code = code_for(&mut pool.browser(), ALICE, SCOPES).await;
    let request = pool
        .http
        .post(pool.url("/oauth2/token"))
        .basic_auth(CLIENT, Some(SECRET));
    let response = request
        .form(&[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ])
        .send()
        .await
        .expect("an answer");
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["content-type"],
        "application/json;charset=UTF-8"
    );
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert!(response.headers().contains_key("x-amz-cognito-request-id"));
    let body: Value = response.json().await.expect("JSON");
    assert_eq!(
        names(&body),
        [
            "access_token",
            "expires_in",
            "id_token",
            "refresh_token",
            "token_type"
        ]
    );
    assert_eq!(
        (&body["token_type"], &body["expires_in"]),
        (&json!("Bearer"), &json!(3600))
    );
    assert_eq!(string(&body["refresh_token"]).split('.').count(), 5);
}

#[tokio::test]
async fn linked_identities_stay_in_refreshed_id_tokens() {
    let linked = |provider: &str, id: &str| IdentitySeed {
        provider_name: provider.to_owned(),
        provider_type: "OIDC".to_owned(),
        user_id: id.to_owned(),
    };
    let pool = demo_with(|seed| {
        seed.pools[0].users[1].identities = vec![linked("Work", "b-1"), linked("Club", "b-2")];
    })
    .await;
    let tokens = pool.tokens_of(BOB).await;
    let (_, renewed) = pool.refresh(string(&tokens["refresh_token"])).await;
    let identity = |provider: &str, id: &str, primary: &str| {
        json!({
            "userId": id, "providerName": provider, "providerType": "OIDC", "issuer": null,
            "primary": primary, "dateCreated": format!("{START}000"),
        })
    };
    let expected = json!([identity("Work", "b-1", "true"), identity("Club", "b-2", "false")]);
    for tokens in [&tokens, &renewed] {
        assert_eq!(claims(&tokens["id_token"])["identities"], expected);
    }
    let native = pool.tokens_of(ALICE).await;
    assert!(claims(&native["id_token"]).get("identities").is_none());
}

#[tokio::test]
async fn the_id_token_has_cognitos_claims() {
    let pool = demo().await;
    let tokens = pool.tokens_of(BOB).await;
    let header = part(string(&tokens["id_token"]), 0);
    assert_eq!(names(&header), ["alg", "kid"]);
    let id = claims(&tokens["id_token"]);
    for (name, value) in [
        ("iss", json!(pool.pool.issuer())),
        ("aud", json!(CLIENT)),
        ("token_use", json!("id")),
        ("nonce", json!("the-nonce")),
        ("auth_time", json!(START)),
        ("iat", json!(START)),
        ("exp", json!(START + 3600)),
        ("email", json!(BOB.0)),
        ("email_verified", json!(true)),
        ("cognito:username", id["sub"].clone()),
        ("custom:desk_number", json!("12")),
        ("custom:newsletter", json!("true")),
        ("custom:role", json!("member")),
    ] {
        assert_eq!(id[name], value, "{name}");
    }
    for name in ["at_hash", "jti", "origin_jti", "event_id"] {
        assert!(id[name].is_string(), "{name}");
    }
    assert!(id.get("cognito:groups").is_none());
}

#[tokio::test]
async fn the_access_token_has_cognitos_claims() {
    let pool = demo().await;
    let tokens = pool.tokens_of(BOB).await;
    let access = claims(&tokens["access_token"]);
    assert_eq!(
        names(&access),
        [
            "auth_time",
            "client_id",
            "event_id",
            "exp",
            "iat",
            "iss",
            "jti",
            "origin_jti",
            "scope",
            "sub",
            "token_use",
            "username",
            "version"
        ]
    );
    assert_eq!(
        (&access["scope"], &access["version"]),
        (&json!(SCOPES), &json!(2))
    );
    let (id, access_kid) = (
        part(string(&tokens["id_token"]), 0),
        part(string(&tokens["access_token"]), 0),
    );
    assert_ne!(id["kid"], access_kid["kid"]);
    assert_eq!(claims(&tokens["id_token"])["origin_jti"], access["origin_jti"]);
}

#[tokio::test]
async fn both_tokens_verify_with_the_published_keys() {
    use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, jwk::JwkSet};
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    let set: JwkSet = pool
        .get(&format!("/{POOL}/.well-known/jwks.json"))
        .await
        .json()
        .await
        .expect("a key set");
    for token in [string(&tokens["id_token"]), string(&tokens["access_token"])] {
        let kid = part(token, 0)["kid"].as_str().expect("a key id").to_owned();
        let key = DecodingKey::from_jwk(set.find(&kid).expect("a published key")).expect("an RSA key");
        let mut validation = Validation::new(Algorithm::RS256);
        validation.validate_aud = false;
        validation.validate_exp = false;
        decode::<Value>(token, &key, &validation).expect("a valid signature");
    }
}

#[tokio::test]
async fn slashes_in_a_payload_are_escaped() {
    use base64::Engine as _;
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    let payload = string(&tokens["id_token"]).split('.').nth(1).expect("a payload");
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(payload)
        .expect("base64url");
    assert!(
        String::from_utf8(bytes)
            .expect("text")
            .contains(r#""iss":"http:\/\/localhost:"#)
    );
}

#[tokio::test]
async fn a_code_works_once() {
    let pool = demo().await;
    let code = code_for(&mut pool.browser(), ALICE, SCOPES).await;
    assert_eq!(pool.redeem(&code).await.0, 200);
    assert_eq!(
        pool.redeem(&code).await,
        (400, json!({ "error": "invalid_grant" }))
    );
}

#[tokio::test]
async fn a_code_lives_five_minutes() {
    let pool = demo().await;
    let code = code_for(&mut pool.browser(), ALICE, SCOPES).await;
    pool.advance(300);
    assert_eq!(
        pool.redeem(&code).await,
        (400, json!({ "error": "invalid_grant" }))
    );
}

#[tokio::test]
async fn code_is_bound_to_challenge_and_redirect_uri() {
    let pool = demo().await;
    for (redirect_uri, verifier, error) in [
        (
            CALLBACK,
            Some("another-verifier-another-verifier-another-v"),
            "invalid_grant",
        ),
        (CALLBACK, None, "invalid_grant"),
        (
            "http://localhost:3000/logged_in/",
            Some(VERIFIER),
            "unauthorized_client",
        ),
    ] {
        let code = code_for(&mut pool.browser(), ALICE, SCOPES).await;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", redirect_uri),
        ];
        form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        assert_eq!(pool.token(&form).await, (400, json!({ "error": error })));
    }
}

#[tokio::test]
async fn malformed_requests_are_refused_by_their_error() {
    let pool = demo().await;
    for (form, error) in [
        (vec![], "invalid_request"),
        (vec![("grant_type", "password")], "unsupported_grant_type"),
        (vec![("grant_type", "authorization_code")], "invalid_request"),
        (
            vec![("grant_type", "authorization_code"), ("code", "x")],
            "invalid_request",
        ),
        (
            vec![
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("redirect_uri", CALLBACK),
            ],
            "invalid_grant",
        ),
        (vec![("grant_type", "refresh_token")], "invalid_request"),
        (
            vec![("grant_type", "refresh_token"), ("refresh_token", "x")],
            "invalid_grant",
        ),
        (vec![("grant_type", "client_credentials")], "unauthorized_client"),
        (
            vec![("grant_type", "refresh_token"), ("grant_type", "refresh_token")],
            "invalid_request",
        ),
        (
            vec![("grant_type", "authorization_code"), ("client_id", "other")],
            "invalid_client",
        ),
    ] {
        assert_eq!(
            pool.token(&form).await,
            (400, json!({ "error": error })),
            "{form:?}"
        );
    }
}

#[tokio::test]
async fn scope_with_unreadable_attributes_fails_at_token_endpoint() {
    let pool = demo_with(|seed| {
        let read = seed.pools[0].clients[0].read_attributes.as_mut().expect("a list");
        read.retain(|name| name != "email_verified");
    })
    .await;
    let code = code_for(&mut pool.browser(), ALICE, SCOPES).await;
    assert_eq!(
        pool.redeem(&code).await,
        (400, json!({ "error": "invalid_grant" }))
    );
    let code = code_for(&mut pool.browser(), ALICE, "openid profile").await;
    assert_eq!(pool.redeem(&code).await.0, 200);
}
