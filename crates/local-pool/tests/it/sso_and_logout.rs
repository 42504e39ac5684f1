use crate::support::{ALICE, CALLBACK, CLIENT, SCOPES, authorize_query, code_for, demo, form};

#[tokio::test]
async fn second_sign_in_within_hour_asks_nothing() {
    let pool = demo().await;
    let mut browser = pool.browser();
    code_for(&mut browser, ALICE, SCOPES).await;
    let authorize = format!("/oauth2/authorize?{}", authorize_query(SCOPES));
    pool.advance(3599);
    assert!(
        browser
            .get(&authorize)
            .await
            .goes_to(&format!("{CALLBACK}?code="))
    );
    pool.advance(1);
    assert!(browser.get(&authorize).await.goes_to("/login?"));
}

#[tokio::test]
async fn prompt_login_asks_and_prompt_none_does_not() {
    let pool = demo().await;
    let mut browser = pool.browser();
    code_for(&mut browser, ALICE, SCOPES).await;
    let authorize = format!("/oauth2/authorize?{}", authorize_query(SCOPES));
    assert!(
        browser
            .get(&format!("{authorize}&prompt=login"))
            .await
            .goes_to("/login?")
    );
    assert!(
        browser
            .get(&format!("{authorize}&prompt=none"))
            .await
            .goes_to(&format!("{CALLBACK}?code="))
    );
}

#[tokio::test]
async fn state_is_encoded_twice_with_existing_pool_session() {
    let pool = demo().await;
    let mut browser = pool.browser();
    code_for(&mut browser, ALICE, SCOPES).await;
    let query = authorize_query(SCOPES).replace("the-state", "a%3Db");
    let page = browser.get(&format!("/oauth2/authorize?{query}")).await;
    assert_eq!(page.param("state").as_deref(), Some("a%3Db"));
}

#[tokio::test]
async fn logout_ends_session_and_returns_to_app() {
    let pool = demo().await;
    let mut browser = pool.browser();
    code_for(&mut browser, ALICE, SCOPES).await;
    let stolen = browser.cookie("cognito").unwrap().to_owned();
    let query = form(&[
        ("client_id", CLIENT),
        ("logout_uri", "http://localhost:3000/logged_out"),
    ]);
    let page = browser.get(&format!("/logout?{query}")).await;
    assert_eq!(page.header("location"), Some("http://localhost:3000/logged_out"));
    assert!(browser.cookie("cognito").is_none());
    browser.set_cookie("cognito", &stolen);
    let authorize = format!("/oauth2/authorize?{}", authorize_query(SCOPES));
    assert!(browser.get(&authorize).await.goes_to("/login?"));
}

#[tokio::test]
async fn logout_can_lead_to_next_sign_in() {
    let pool = demo().await;
    let query = authorize_query(SCOPES);
    let page = pool.browser().get(&format!("/logout?{query}")).await;
    assert_eq!(page.location(), format!("/login?{query}"));
}

#[tokio::test]
async fn logout_refuses_unregistered_uris_and_oidc_parameters() {
    let pool = demo().await;
    for query in [
        form(&[
            ("client_id", CLIENT),
            ("logout_uri", "http://localhost:3000/logged_out/"),
        ]),
        form(&[("client_id", CLIENT), ("logout_uri", CALLBACK)]),
        form(&[
            ("client_id", CLIENT),
            ("post_logout_redirect_uri", "http://localhost:3000/logged_out"),
        ]),
        form(&[("logout_uri", "http://localhost:3000/logged_out")]),
        form(&[
            ("client_id", "nobody"),
            ("logout_uri", "http://localhost:3000/logged_out"),
        ]),
    ] {
        let page = pool.browser().get(&format!("/logout?{query}")).await;
        assert!(page.goes_to("/error?"), "{query}: {:?}", page.header("location"));
    }
}

#[tokio::test]
async fn revoking_tokens_does_not_end_the_browsers_session() {
    let pool = demo().await;
    let mut browser = pool.browser();
    let code = code_for(&mut browser, ALICE, SCOPES).await;
    let (_, tokens) = pool.redeem(&code).await;
    let request = pool
        .http
        .post(pool.url("/oauth2/revoke"))
        .basic_auth(CLIENT, Some(crate::support::SECRET));
    let token = crate::support::string(&tokens["refresh_token"]);
    request.form(&[("token", token)]).send().await.expect("an answer");
    let page = browser
        .get(&format!("/oauth2/authorize?{}", authorize_query(SCOPES)))
        .await;
    assert!(page.goes_to(CALLBACK));
}
