use serde_json::{Value, json};

use crate::support::{
    ALICE, CLIENT, START, Stranger, about, claims, demo, demo_with, names, string, with_seed,
};

#[tokio::test]
async fn refresh_renews_only_what_it_should() {
    let pool = demo().await;
    let first = pool.tokens_of(ALICE).await;
    pool.advance(1800);
    let (status, second) = pool.refresh(string(&first["refresh_token"])).await;
    assert_eq!(status, 200);
    assert!(second.get("refresh_token").is_none());
    let (before, after) = (claims(&first["access_token"]), claims(&second["access_token"]));
    assert_eq!(
        (&after["auth_time"], &after["origin_jti"]),
        (&before["auth_time"], &before["origin_jti"])
    );
    assert_eq!(
        (&after["iat"], &after["exp"]),
        (&json!(START + 1800), &json!(START + 5400))
    );
    assert_ne!(after["jti"], before["jti"]);
    assert_eq!(after["scope"], before["scope"]);
}

#[tokio::test]
async fn a_refresh_token_ends_after_its_days() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    let token = string(&tokens["refresh_token"]);
    pool.advance(30 * 86_400 - 1);
    assert_eq!(pool.refresh(token).await.0, 200);
    pool.advance(1);
    assert_eq!(
        pool.refresh(token).await,
        (400, json!({ "error": "invalid_grant" }))
    );
}

async fn rotating(grace_seconds: i64) -> Stranger {
    demo_with(|seed| {
        let client = &mut seed.pools[0].clients[0];
        client.refresh_token_rotation = Some(local_pool::RotationSeed { grace_seconds });
        client.explicit_auth_flows = Some(vec!["ALLOW_USER_PASSWORD_AUTH".into()]);
    })
    .await
}

#[tokio::test]
async fn rotated_token_works_once_plus_grace() {
    let pool = rotating(10).await;
    let first = pool.tokens_of(ALICE).await;
    let old = string(&first["refresh_token"]);
    let (_, second) = pool.refresh(old).await;
    let new = string(&second["refresh_token"]);
    assert_ne!(old, new);
    pool.advance(9);
    assert_eq!(pool.refresh(old).await.0, 200);
    pool.advance(1);
    assert_eq!(pool.refresh(old).await.0, 400);
    assert_eq!(pool.refresh(new).await.0, 200);
}

#[tokio::test]
async fn old_token_dies_at_once_without_grace() {
    let pool = rotating(0).await;
    let first = pool.tokens_of(ALICE).await;
    let old = string(&first["refresh_token"]);
    assert_eq!(pool.refresh(old).await.0, 200);
    assert_eq!(pool.refresh(old).await.0, 400);
    let body = json!({ "RefreshToken": old, "ClientId": CLIENT, "ClientSecret": crate::support::SECRET });
    pool.api_refused("GetTokensFromRefreshToken", body, "RefreshTokenReuseException")
        .await;
}

#[tokio::test]
async fn rotation_does_not_prolong_the_grant() {
    let pool = rotating(0).await;
    let first = pool.tokens_of(ALICE).await;
    pool.advance(20 * 86_400);
    let (_, second) = pool.refresh(string(&first["refresh_token"])).await;
    pool.advance(10 * 86_400);
    assert_eq!(pool.refresh(string(&second["refresh_token"])).await.0, 400);
}

const MACHINES: &str = r#"
    [[pools]]
    id = "eu-west-1_machines1"
    name = "Machines"
    resource_servers = { "https://api.example.com" = { name = "API", scopes = { read = "Read", write = "Write" } } }
    [[pools.clients]]
    id = "machine1machine1machine1ma"
    name = "Machine"
    secret = "machine1machine1machine1"
    flows = ["client_credentials"]
    scopes = ["https://api.example.com/read"]
    access_token_seconds = 600
"#;

#[tokio::test]
async fn a_client_gets_a_token_for_itself() {
    let pool = with_seed(MACHINES).await;
    let ask = async |scope: Option<&str>| {
        let mut form = vec![("grant_type", "client_credentials")];
        form.extend(scope.map(|scope| ("scope", scope)));
        let request = pool.http.post(pool.url("/oauth2/token"));
        let request = request.basic_auth("machine1machine1machine1ma", Some("machine1machine1machine1"));
        let response = request.form(&form).send().await.expect("an answer");
        (
            response.status().as_u16(),
            response.json::<Value>().await.expect("JSON"),
        )
    };
    let (status, body) = ask(None).await;
    assert_eq!(status, 200);
    assert_eq!(names(&body), ["access_token", "expires_in", "token_type"]);
    let access = claims(&body["access_token"]);
    assert_eq!(
        (&access["sub"], &access["client_id"]),
        (&json!(pool.pool.client_id()), &json!(pool.pool.client_id()))
    );
    assert_eq!(access["scope"], "https://api.example.com/read");
    assert!(access.get("username").is_none());
    assert_eq!(ask(Some("https://api.example.com/read")).await.0, 200);
    for scope in ["https://api.example.com/write", "openid", "x"] {
        assert_eq!(
            ask(Some(scope)).await,
            (400, json!({ "error": "invalid_scope" })),
            "{scope}"
        );
    }
}

#[tokio::test]
async fn refresh_during_due_reset_yields_a_useless_token() {
    let pool = demo().await;
    let tokens = pool.tokens_of(ALICE).await;
    pool.admin_ok("AdminResetUserPassword", about(ALICE.0)).await;
    let (status, renewed) = pool.refresh(string(&tokens["refresh_token"])).await;
    assert_eq!(status, 200, "{renewed}");
    pool.api_refused(
        "GetUser",
        json!({ "AccessToken": renewed["access_token"] }),
        "PasswordResetRequiredException",
    )
    .await;
}
