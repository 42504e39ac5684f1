//! Cookies that are blocked, doubled, of other programs, or needed for longer.

use axum::http::Request;
use axum::http::header::{ACCEPT, COOKIE};

use crate::test_app::{BOB, BROWSER, SESSION, TestApp};
use test_support::{Browser, Page};

const NEEDS_COOKIE: &str = "Your browser didn't send our cookie back";

/// A browser that keeps no cookies posts the form that it was shown.
async fn post_without_cookies(world: &TestApp, page: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let mut visitor = world.visitor();
    visitor.get(page).await;
    let token = world.open_form_token(&visitor);
    let fields: Vec<_> = [("csrf", token.as_str())].iter().chain(fields).copied().collect();
    world.visitor().post_form(path, &fields).await
}

#[tokio::test]
async fn blocked_cookies_at_sign_up_keep_input() {
    let world = TestApp::new().await;
    let fields = [
        ("username", "ada@example.com"),
        ("password", "Lovelace-1815-x"),
        ("return_to", "/profile"),
        ("values[custom:job_title]", "Mathematician"),
    ];
    let page = post_without_cookies(&world, "/signup", "/api/sign_up", &fields).await;
    assert_eq!(page.status, 403);
    assert!(page.body.contains(NEEDS_COOKIE), "{}", page.body);
    for typed in [
        r#"value="ada@example.com""#,
        r#"value="Mathematician""#,
        r#"name="return_to" value="/profile""#,
    ] {
        assert!(page.body.contains(typed), "{typed}: {}", page.body);
    }
    assert!(
        !page.body.contains("Lovelace-1815-x"),
        "the password is not sent back"
    );
    assert!(world.pool.outbox().is_empty(), "nothing was sent on");
}

#[tokio::test]
async fn blocked_cookies_at_confirm_keep_the_name() {
    let world = TestApp::new().await;
    let fields = [("username", "ada@example.com"), ("code", "123456")];
    for path in ["/api/confirm_sign_up", "/api/resend_sign_up_code"] {
        let page = post_without_cookies(&world, "/confirm", path, &fields).await;
        assert_eq!(page.status, 403, "{path}");
        assert!(page.body.contains(NEEDS_COOKIE), "{path}: {}", page.body);
        assert!(
            page.body.contains(r#"value="ada@example.com""#),
            "{path}: {}",
            page.body
        );
        assert!(!page.body.contains("123456"), "{path}");
    }
}

/// Another site's post without cookies is a forgery all the same.
#[tokio::test]
async fn form_without_cookies_from_another_site_is_refused() {
    let world = TestApp::new().await;
    let request = Request::post("/api/sign_up")
        .header(ACCEPT, "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site");
    let answer = world.visitor().send(request, "username=ada%40example.com").await;
    assert_eq!(answer.status, 403);
    assert!(!answer.body.contains("ada@example.com"), "{}", answer.body);
}

/// The open page of a sign-up waits for its code for a day, also after a look at `/login`.
#[tokio::test]
async fn no_answer_shortens_the_browser_cookie() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    visitor.get("/signup").await;
    let browser = visitor.cookie(BROWSER).unwrap().to_owned();
    for path in [
        "/login",
        "/login?sign_up=true",
        "/login?forgot_password=true",
        "/logged_in?code=x&state=y",
        "/logged_in?error=access_denied",
        "/logged_out",
        "/confirm",
        "/signup",
        "/profile",
        "/failed",
        "/",
    ] {
        let answer = visitor.get(path).await;
        for cookie in answer.set_cookies() {
            let is_as_long = cookie.attribute("Max-Age") == Some("86400") && cookie.value == browser;
            assert!(cookie.name != BROWSER || is_as_long, "{path}: {cookie:?}");
        }
    }
    assert_eq!(visitor.cookie(BROWSER), Some(browser.as_str()));
}

/// As Flask calls its own, on another port of this machine or on this one before us.
#[tokio::test]
async fn other_programs_cookies_are_left_alone() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    visitor.set_cookie("session", "eyJfZnJlc2giOmZhbHNlfQ.aSomething.else");
    visitor.set_cookie("lc-session-3001", "of another port");
    assert_eq!(Box::pin(visitor.get("/profile")).await.status, 200);
    let token = world.csrf_token(&visitor);
    let mut answers = Vec::new();
    for path in ["/", "/logged_out", "/signup", "/login"] {
        answers.push(Box::pin(visitor.get(path)).await);
    }
    let out = [("csrf", token.as_str())];
    answers.push(Box::pin(visitor.post_form("/api/sign_out", &out)).await);
    for path in ["/", "/profile", "/logged_out"] {
        answers.push(Box::pin(visitor.get(path)).await);
    }
    answers.push(Box::pin(visitor.get_json("/api/me")).await);
    for answer in &answers {
        for cookie in answer.set_cookies() {
            let is_ours = cookie.name.starts_with("lc-") && cookie.name.ends_with("-3000");
            assert!(is_ours, "{cookie:?}");
        }
    }
}

/// Following every redirect, as a browser that goes on sending both does.
async fn follow(visitor: &mut Browser, doubled: &str, from: &str) -> Page {
    let mut path = from.to_owned();
    for _ in 0..10 {
        let request = Request::get(&path)
            .header(ACCEPT, "text/html")
            .header(COOKIE, doubled);
        let answer = visitor.send(request, "").await;
        match answer.header("location") {
            Some(next) if next.starts_with('/') => next.clone_into(&mut path),
            _ => return answer,
        }
    }
    panic!("{from} leads round in circles");
}

#[tokio::test]
async fn doubled_session_cookie_ends_on_a_page() {
    let world = TestApp::new().await;
    let somebody = world.sign_in(&BOB).await;
    let real = somebody.cookie(SESSION).unwrap();
    for doubled in [
        format!("{SESSION}={real}; {SESSION}=planted"),
        format!("{SESSION}={real}; {SESSION}={real}"),
    ] {
        for path in [
            "/profile",
            "/security",
            "/sessions",
            "/welcome",
            "/profile/sources",
        ] {
            let page = follow(&mut world.visitor(), &doubled, path).await;
            assert_eq!(page.status, 400, "{path}: {}", page.body);
            assert!(
                page.body.contains("This browser sends two sign-ins"),
                "{path}: {}",
                page.body
            );
        }
    }
}
