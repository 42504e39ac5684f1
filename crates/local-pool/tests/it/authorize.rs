use crate::support::{
    ALICE, CALLBACK, CHALLENGE, CLIENT, SCOPES, authorize_query, demo, demo_with, form, sign_in,
};

/// The usual query with some parameters replaced, or left out.
fn query_with(changes: &[(&str, Option<&str>)]) -> String {
    let query = authorize_query(SCOPES);
    let mut pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    for (name, value) in changes {
        pairs.retain(|(key, _)| key != name);
        pairs.extend(value.map(|value| ((*name).to_owned(), value.to_owned())));
    }
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    form(&pairs)
}

#[tokio::test]
async fn authorize_redirects_to_login_with_same_parameters() {
    let pool = demo().await;
    let query = authorize_query(SCOPES);
    let page = pool.browser().get(&format!("/oauth2/authorize?{query}")).await;
    assert_eq!(
        (page.status.as_u16(), page.location()),
        (302, &*format!("/login?{query}"))
    );
}

#[tokio::test]
async fn sign_in_returns_code_and_state() {
    let pool = demo().await;
    let page = sign_in(&mut pool.browser(), ALICE, SCOPES).await;
    assert!(
        page.goes_to(&format!("{CALLBACK}?code=")),
        "{:?}",
        page.header("location")
    );
    assert_eq!(page.param("state").as_deref(), Some("the-state"));
    assert_eq!(page.param("code").map(|code| code.len()), Some(36));
    assert_eq!(page.param("iss"), None);
}

#[tokio::test]
async fn mistakes_are_told_to_the_app() {
    let pool = demo().await;
    for (changes, error) in [
        (vec![("response_type", None)], "invalid_request"),
        (vec![("response_type", Some("id_token"))], "invalid_request"),
        (vec![("response_type", Some("token"))], "unauthorized_client"),
        (vec![("scope", Some("openid phone"))], "invalid_scope"),
        (vec![("scope", Some("email"))], "invalid_scope"),
        (vec![("code_challenge_method", None)], "invalid_request"),
        (vec![("code_challenge_method", Some("plain"))], "invalid_request"),
        (vec![("code_challenge", Some("short"))], "invalid_request"),
        (vec![("identity_provider", Some("Google"))], "invalid_request"),
        (vec![("max_age", Some("1"))], "invalid_request"),
        (vec![("prompt", Some("consent"))], "invalid_request"),
        (vec![("prompt", Some("none"))], "login_required"),
    ] {
        let page = pool
            .browser()
            .get(&format!("/oauth2/authorize?{}", query_with(&changes)))
            .await;
        assert!(
            page.goes_to(&format!("{CALLBACK}?error_description=")),
            "{changes:?}: {:?}",
            page.header("location")
        );
        assert_eq!(page.param("error").as_deref(), Some(error), "{changes:?}");
        assert_eq!(page.param("state").as_deref(), Some("the-state"), "{changes:?}");
    }
}

#[tokio::test]
async fn untrusted_request_stays_on_the_error_page() {
    let pool = demo().await;
    for (changes, target) in [
        (
            vec![("redirect_uri", Some("http://localhost:3000/logged_in/"))],
            "/error?error=redirect_mismatch&client_id=",
        ),
        (
            vec![("redirect_uri", Some("https://evil.example/"))],
            "/error?error=redirect_mismatch&client_id=",
        ),
        (
            vec![("redirect_uri", None)],
            "/error?error=redirect_mismatch&client_id=",
        ),
        (
            vec![("client_id", Some("nobody"))],
            "/error?error=Client+does+not+exist",
        ),
        (vec![("client_id", None)], "/error?error=Client+does+not+exist"),
    ] {
        let mut browser = pool.browser();
        let page = browser
            .get(&format!("/oauth2/authorize?{}", query_with(&changes)))
            .await;
        assert!(page.goes_to(target), "{changes:?}: {:?}", page.header("location"));
        let error = browser.get(page.location()).await;
        assert_eq!(error.status, 400);
        assert!(
            error
                .body
                .contains("An error was encountered with the requested page.")
        );
    }
}

#[tokio::test]
async fn a_parameter_given_twice_is_not_trusted() {
    let pool = demo().await;
    let query = format!("{}&redirect_uri=https://evil.example/", authorize_query(SCOPES));
    let page = pool.browser().get(&format!("/oauth2/authorize?{query}")).await;
    assert!(
        page.goes_to("/error?error=invalid_request"),
        "{:?}",
        page.header("location")
    );
}

#[tokio::test]
async fn the_login_hint_fills_in_the_name() {
    let pool = demo().await;
    let query = query_with(&[("login_hint", Some("a\"<b>@example.com"))]);
    let page = pool.browser().get(&format!("/login?{query}")).await;
    assert!(
        page.body.contains("value=\"a&quot;&lt;b&gt;@example.com\""),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn implicit_flow_returns_tokens_in_the_fragment() {
    let pool = demo_with(|seed| seed.pools[0].clients[0].flows.push("implicit".into())).await;
    let mut browser = pool.browser();
    let login = format!(
        "/login?{}",
        query_with(&[
            ("response_type", Some("token")),
            ("code_challenge", None),
            ("code_challenge_method", None)
        ])
    );
    browser.get(&login).await;
    let page = browser
        .submit(&login, &[("username", ALICE.0), ("password", ALICE.1)])
        .await;
    let location = page.location().to_owned();
    let fragment = location
        .strip_prefix(&format!("{CALLBACK}#"))
        .expect("a fragment");
    let names: Vec<_> = url::form_urlencoded::parse(fragment.as_bytes())
        .map(|(name, _)| name.into_owned())
        .collect();
    assert_eq!(
        names,
        ["id_token", "access_token", "token_type", "expires_in", "state"]
    );
}

#[tokio::test]
async fn resource_becomes_the_access_tokens_audience() {
    let pool = demo().await;
    let mut browser = pool.browser();
    let login = format!(
        "/login?{}",
        query_with(&[("resource", Some("https://api.example.com"))])
    );
    browser.get(&login).await;
    let page = browser
        .submit(&login, &[("username", ALICE.0), ("password", ALICE.1)])
        .await;
    let (_, tokens) = pool.redeem(&page.param("code").expect("a code")).await;
    let audience =
        |tokens: &serde_json::Value| crate::support::claims(&tokens["access_token"])["aud"].clone();
    assert_eq!(audience(&tokens), "https://api.example.com");
    let (_, refreshed) = pool
        .refresh(crate::support::string(&tokens["refresh_token"]))
        .await;
    assert_eq!(audience(&refreshed), "https://api.example.com");
}

#[tokio::test]
async fn client_can_require_pkce() {
    let without = query_with(&[("code_challenge", None), ("code_challenge_method", None)]);
    let lenient = demo().await;
    assert!(
        lenient
            .browser()
            .get(&format!("/oauth2/authorize?{without}"))
            .await
            .goes_to("/login?")
    );
    let strict = demo_with(|seed| seed.pools[0].clients[0].require_pkce = true).await;
    let page = strict
        .browser()
        .get(&format!("/oauth2/authorize?{without}"))
        .await;
    assert_eq!(page.param("error").as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn missing_redirect_uri_becomes_the_default() {
    let pool = demo_with(|seed| seed.pools[0].clients[0].default_redirect_uri = Some(CALLBACK.into())).await;
    let page = pool
        .browser()
        .get(&format!(
            "/oauth2/authorize?{}",
            query_with(&[("redirect_uri", None)])
        ))
        .await;
    assert!(page.goes_to("/login?"));
    assert_eq!((CLIENT.len(), CHALLENGE.len()), (26, 43));
}
