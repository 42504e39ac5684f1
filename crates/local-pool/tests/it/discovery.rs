use local_pool::LocalPool;
use serde_json::{Value, json};

use crate::support::{BOB, POOL, claims, demo, names, start};

#[tokio::test]
async fn discovery_lists_what_cognito_lists() {
    let pool = demo().await;
    let response = pool
        .get(&format!("/{POOL}/.well-known/openid-configuration"))
        .await;
    assert_eq!(response.headers()["content-type"], "application/json");
    let document: Value = response.json().await.expect("JSON");
    assert_eq!(
        names(&document),
        [
            "authorization_endpoint",
            "end_session_endpoint",
            "id_token_signing_alg_values_supported",
            "issuer",
            "jwks_uri",
            "response_types_supported",
            "revocation_endpoint",
            "scopes_supported",
            "subject_types_supported",
            "token_endpoint",
            "token_endpoint_auth_methods_supported",
            "userinfo_endpoint",
        ]
    );
    assert_eq!(document["issuer"], pool.pool.issuer());
    assert_eq!(document["response_types_supported"], json!(["code", "token"]));
}

#[tokio::test]
async fn everything_discovery_lists_is_served() {
    let pool = demo().await;
    let document: Value = pool
        .get(&format!("/{POOL}/.well-known/openid-configuration"))
        .await
        .json()
        .await
        .expect("JSON");
    for (name, value) in document.as_object().expect("an object") {
        let Some(url) = value
            .as_str()
            .filter(|_| name.ends_with("_endpoint") || name == "jwks_uri")
        else {
            continue;
        };
        let post = name == "token_endpoint" || name == "revocation_endpoint";
        let request = if post {
            pool.http.post(url).form(&[("a", "b")])
        } else {
            pool.http.get(url)
        };
        let status = request.send().await.expect("an answer").status().as_u16();
        assert!(![404, 405].contains(&status), "{name}: {status}");
    }
}

#[tokio::test]
async fn the_key_set_has_two_rsa_2048_keys() {
    let pool = demo().await;
    let keys: Value = pool
        .get(&format!("/{POOL}/.well-known/jwks.json"))
        .await
        .json()
        .await
        .expect("JSON");
    let keys = keys["keys"].as_array().expect("a list");
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0]["kid"], keys[1]["kid"]);
    for key in keys {
        assert_eq!(
            (&key["alg"], &key["kty"], &key["use"], &key["e"]),
            (&json!("RS256"), &json!("RSA"), &json!("sig"), &json!("AQAB"))
        );
        assert_eq!(key["n"].as_str().map(str::len), Some(342));
        let kid = key["kid"].as_str().expect("a string");
        assert!(kid.len() == 44 && kid.ends_with('='), "{kid}");
    }
}

#[tokio::test]
async fn an_unknown_pool_has_no_discovery() {
    let pool = demo().await;
    let response = pool
        .get("/eu-west-1_nobody/.well-known/openid-configuration")
        .await;
    assert_eq!(response.status(), 400);
}

#[tokio::test]
async fn unknown_paths_are_refused_by_name() {
    let pool = demo().await;
    let response = pool.get("/oauth2/userinfo").await;
    assert_eq!(response.status(), 404);
    assert!(
        response
            .text()
            .await
            .expect("text")
            .contains("does not implement <code>/oauth2/userinfo</code>")
    );
}

/// Libraries such as `CognitoJwtVerifier` put the issuer together themselves.
#[tokio::test]
async fn issuer_can_be_that_of_aws() {
    let pool = start(LocalPool::builder().issues_as_aws(true)).await;
    let issuer = format!("https://cognito-idp.eu-west-1.amazonaws.com/{POOL}");
    let document = pool
        .get(&format!("/{POOL}/.well-known/openid-configuration"))
        .await;
    let document: Value = document.json().await.expect("JSON");
    assert_eq!(document["issuer"], issuer);
    let tokens = pool.tokens_of(BOB).await;
    for kind in ["id_token", "access_token"] {
        assert_eq!(claims(&tokens[kind])["iss"], issuer, "{kind}");
    }
    let body = json!({ "AccessToken": tokens["access_token"] });
    let user = pool.api_ok("GetUser", body).await;
    assert!(
        user["Username"].is_string(),
        "the pool accepts what it has issued"
    );
    assert!(
        document["jwks_uri"]
            .as_str()
            .expect("text")
            .starts_with(&pool.base)
    );
}
