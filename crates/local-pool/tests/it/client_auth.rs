//! How a client proves itself at the token endpoint, and who may ask at all.

use serde_json::json;

use crate::support::{CLIENT, SECRET, demo, form, json_of, string};

#[tokio::test]
async fn a_client_proves_itself_by_basic_or_post() {
    let pool = demo().await;
    let encoded: String = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    assert!(encoded.contains("%2B"));
    let grant = [("grant_type", "refresh_token"), ("refresh_token", "unknown")];
    let send = async |request: reqwest::RequestBuilder| {
        let body = json_of(request).await;
        string(&body["error"]).to_owned()
    };
    let post = || pool.http.post(pool.url("/oauth2/token"));
    assert_eq!(
        send(post().basic_auth(CLIENT, Some(&encoded)).form(&grant)).await,
        "invalid_grant"
    );
    assert_eq!(
        send(post().basic_auth(CLIENT, Some(SECRET)).form(&grant)).await,
        "invalid_grant"
    );
    let with_secret = |secret| {
        [
            grant[0],
            grant[1],
            ("client_id", CLIENT),
            ("client_secret", secret),
        ]
    };
    assert_eq!(send(post().form(&with_secret(SECRET))).await, "invalid_grant");
    assert_eq!(send(post().form(&with_secret("wrong"))).await, "invalid_client");
    assert_eq!(
        send(post().basic_auth(CLIENT, Some("wrong")).form(&grant)).await,
        "invalid_client"
    );
    assert_eq!(
        send(post().basic_auth("nobody", Some(SECRET)).form(&grant)).await,
        "invalid_client"
    );
    assert_eq!(
        send(post().form(&[grant[0], grant[1], ("client_id", CLIENT)])).await,
        "invalid_client"
    );
    assert_eq!(
        send(post().header("authorization", "Basic !!!").form(&grant)).await,
        "invalid_client"
    );
}

#[tokio::test]
async fn anything_but_a_form_is_not_allowed() {
    let pool = demo().await;
    let request = pool
        .http
        .post(pool.url("/oauth2/token"))
        .basic_auth(CLIENT, Some(SECRET));
    let response = request
        .json(&json!({ "grant_type": "refresh_token" }))
        .send()
        .await
        .expect("an answer");
    assert_eq!(response.status(), 405);
    assert_eq!(response.text().await.expect("text"), "");
}

#[tokio::test]
async fn other_origins_may_call_the_token_endpoint() {
    let pool = demo().await;
    let request = pool
        .http
        .request(reqwest::Method::OPTIONS, pool.url("/oauth2/token"));
    let response = request
        .header("access-control-request-headers", "content-type")
        .send()
        .await
        .expect("an answer");
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(response.headers()["access-control-allow-headers"], "content-type");
    let page = pool
        .get(&format!("/login?{}", form(&[("client_id", CLIENT)])))
        .await;
    assert!(!page.headers().contains_key("access-control-allow-origin"));
}
