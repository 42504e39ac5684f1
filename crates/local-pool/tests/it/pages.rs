use crate::support::{ALICE, CALLBACK, SCOPES, authorize_query, demo, sign_in};

#[tokio::test]
async fn pages_have_titles_and_security_headers() {
    let pool = demo().await;
    let query = authorize_query(SCOPES);
    for path in [
        "/",
        "/_inbox",
        "/error?error=x",
        &format!("/login?{query}"),
        &format!("/signup?{query}"),
        &format!("/confirm?{query}"),
    ] {
        let page = pool.browser().get(path).await;
        assert!(page.body.contains("Local pool — not Amazon Cognito"), "{path}");
        let policy = page.headers["content-security-policy"].to_str().expect("ASCII");
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("form-action"),
            "{policy}"
        );
        assert_eq!(page.headers["cache-control"], "no-store");
        assert!(!page.body.contains("<script") && !page.body.contains("style=\""));
    }
}

#[tokio::test]
async fn wrong_password_keeps_page_and_username() {
    let pool = demo().await;
    let page = sign_in(&mut pool.browser(), (ALICE.0, "wrong"), SCOPES).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Incorrect username or password."));
    assert!(page.body.contains("value=\"alice@example.com\""));
}

#[tokio::test]
async fn an_unknown_name_looks_like_a_wrong_password() {
    let pool = demo().await;
    let page = sign_in(
        &mut pool.browser(),
        ("nobody@example.com", "Wrong-Pass-1"),
        SCOPES,
    )
    .await;
    assert!(page.body.contains("Incorrect username or password."));
}

#[tokio::test]
async fn post_without_csrf_token_does_not_sign_in() {
    let pool = demo().await;
    let login = format!("/login?{}", authorize_query(SCOPES));
    for token in ["", "00000000-0000-4000-8000-000000000000"] {
        let mut browser = pool.browser();
        browser.get(&login).await;
        let fields = [("_csrf", token), ("username", ALICE.0), ("password", ALICE.1)];
        let page = browser.post_form(&login, &fields).await;
        assert_eq!(
            (page.status.as_u16(), browser.cookie("cognito").is_some()),
            (200, false)
        );
    }
}

#[tokio::test]
async fn any_uuid_in_cookie_and_form_will_do() {
    let pool = demo().await;
    let mut browser = pool.browser();
    let token = "11111111-1111-4111-8111-111111111111";
    browser.set_cookie("XSRF-TOKEN", token);
    let login = format!("/login?{}", authorize_query(SCOPES));
    let fields = [
        ("_csrf", token),
        ("username", ALICE.0),
        ("password", ALICE.1),
        ("cognitoAsfData", ""),
    ];
    let page = browser.post_form(&login, &fields).await;
    assert!(page.goes_to(CALLBACK), "{}", page.body);
}

#[tokio::test]
async fn wrong_passwords_lock_the_account_for_a_while() {
    let pool = demo().await;
    for _ in 0..5 {
        sign_in(&mut pool.browser(), (ALICE.0, "wrong"), SCOPES).await;
    }
    let page = sign_in(&mut pool.browser(), ALICE, SCOPES).await;
    assert!(page.body.contains("Password attempts exceeded"), "{}", page.body);
    pool.advance(2);
    assert!(
        sign_in(&mut pool.browser(), ALICE, SCOPES)
            .await
            .goes_to(CALLBACK)
    );
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_on_the_page() {
    let pool = demo().await;
    let mut browser = pool.browser();
    let path = format!("/forgotPassword?{}", authorize_query(SCOPES));
    assert!(browser.get(&path).await.body.contains("Forgot your password?"));
    let step = browser
        .submit(&path, &[("username", ALICE.0)])
        .await
        .location()
        .to_owned();
    assert!(step.starts_with("/confirmforgotPassword?"), "{step}");
    let wrong = browser
        .submit(&step, &[("code", "x"), ("password", "Alice-is-back-1")])
        .await;
    assert!(
        wrong.body.contains("Invalid verification code provided"),
        "{}",
        wrong.body
    );
    let code = pool.last_code();
    let weak = browser
        .submit(&step, &[("code", &code), ("password", "weak")])
        .await;
    assert!(weak.body.contains("Password did not conform with policy"));
    assert!(
        browser
            .submit(&step, &[("code", &code), ("password", "Alice-is-back-1")])
            .await
            .goes_to(CALLBACK)
    );
    assert!(
        sign_in(&mut pool.browser(), (ALICE.0, "Alice-is-back-1"), SCOPES)
            .await
            .goes_to(CALLBACK)
    );
}
