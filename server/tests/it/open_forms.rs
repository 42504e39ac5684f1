//! Public forms: only from pages of ours, and only so often.

use std::time::Duration;

use crate::test_app::TestApp;
use test_support::{Browser, Page};

const NOBODY: [(&str, &str); 2] = [("username", "nobody@example.com"), ("code", "000000")];
const FORMS: [&str; 3] = ["/api/sign_up", "/api/confirm_sign_up", "/api/resend_sign_up_code"];

async fn post(world: &TestApp, visitor: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    visitor.get("/confirm").await;
    let token = world.open_form_token(visitor);
    let fields: Vec<_> = [("csrf", token.as_str())]
        .into_iter()
        .chain(fields.iter().copied())
        .collect();
    visitor.post_form(path, &fields).await
}

/// Tries until it is stopped; how often it was let through, and how it was stopped.
async fn flood(world: &TestApp, visitor: &mut Browser, path: &str, fields: &[(&str, &str)]) -> (usize, Page) {
    for tries in 0..200 {
        let answer = post(world, visitor, path, fields).await;
        if answer.location().starts_with("/failed") {
            return (tries, answer);
        }
    }
    panic!("nothing stops {path}");
}

#[tokio::test]
async fn a_form_needs_the_token_of_its_browser() {
    let world = TestApp::new().await;
    let (mut mine, mut other) = (world.visitor(), world.visitor());
    mine.get("/signup").await;
    other.get("/signup").await;
    let of_another = world.open_form_token(&other);
    for path in FORMS {
        for token in ["", "AAAA", of_another.as_str()] {
            let answer = mine.post_form(path, &[("csrf", token)]).await;
            assert_eq!(answer.status, 403, "{path} {token}");
        }
        let stranger = world.visitor().post_form(path, &[("csrf", &of_another)]).await;
        assert_eq!(stranger.status, 403, "{path} without a cookie");
    }
}

#[tokio::test]
async fn open_form_token_opens_nothing_else() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    visitor.get("/signup").await;
    let token = world.open_form_token(&visitor);
    for path in ["/api/sign_out", "/api/save_profile", "/api/start_sign_in"] {
        let answer = visitor.post_form(path, &[("csrf", &token)]).await;
        assert_eq!(answer.status, 403, "{path}");
    }
}

#[tokio::test]
async fn code_guesses_are_rate_limited_with_a_page() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor().at("192.0.2.1");
    let (tries, stopped) = flood(&world, &mut visitor, "/api/confirm_sign_up", &NOBODY).await;
    assert_eq!(tries, 10);
    let page = visitor.get(stopped.location()).await;
    assert_eq!(page.status, 429);
    assert_eq!(page.header("retry-after"), Some("900"));
    assert!(page.body.contains("Try again in 15 minutes"), "{}", page.body);
    let mut elsewhere = world.visitor().at("198.51.100.1");
    let (tries, _) = flood(&world, &mut elsewhere, "/api/confirm_sign_up", &NOBODY).await;
    assert_eq!(tries, 0, "another client guesses for the same account");
    world.clock.advance(Duration::from_mins(10));
    let (tries, _) = flood(&world, &mut elsewhere, "/api/confirm_sign_up", &NOBODY).await;
    assert_eq!(tries, 1);
}

#[tokio::test]
async fn flooding_client_stops_only_itself() {
    let world = TestApp::new().await;
    let mut flooder = world.visitor().at("192.0.2.1");
    let bad = [("username", "no address"), ("password", "x")];
    let (tries, _) = flood(&world, &mut flooder, "/api/sign_up", &bad).await;
    assert_eq!(tries, 60);
    let mut other = world.visitor().at("192.0.2.2");
    assert_eq!(
        post(&world, &mut other, "/api/sign_up", &bad).await.location(),
        "/signup"
    );
}

#[tokio::test]
async fn starts_and_ends_of_sign_ins_are_counted() {
    let world = TestApp::new().await;
    for (path, fine) in [("/login", 303), ("/logged_in?code=x&state=y", 400)] {
        let mut flooder = world.visitor().at("2001:db8::1");
        for _ in 0..120 {
            assert_ne!(flooder.get(path).await.status, 429);
        }
        let stopped = flooder.get(path).await;
        assert_eq!(stopped.status, 429, "{path}");
        assert_eq!(stopped.header("retry-after"), Some("60"));
        assert!(stopped.body.contains("Try again in a minute"), "{}", stopped.body);
        let neighbour = world.visitor().at("2001:db8::2").get(path).await;
        assert_eq!(neighbour.status, 429, "the same customer's network");
        let other = world.visitor().at("2001:db8:0:1::1").get(path).await;
        assert_ne!(other.status, 429);
        world.clock.advance(Duration::from_secs(1));
        let again = flooder.get(path).await.status.as_u16();
        assert!(again == fine || again == 303, "{path}: {again}");
    }
}

#[tokio::test]
async fn forwarded_for_counts_only_from_trusted_proxies() {
    let bad = [("username", "no address")];
    let open = TestApp::new().await;
    flood(&open, &mut open.visitor().at("192.0.2.1"), "/api/sign_up", &bad).await;
    let mut spoofing = open.visitor().at("192.0.2.1").forwarded_for("198.51.100.7");
    let (tries, _) = flood(&open, &mut spoofing, "/api/sign_up", &bad).await;
    assert_eq!(tries, 0, "the claim of nobody's proxy was believed");

    let behind = TestApp::builder().proxies("10.0.0.0/8").start().await;
    let mut client = behind.visitor().at("10.0.0.1").forwarded_for("198.51.100.7");
    flood(&behind, &mut client, "/api/sign_up", &bad).await;
    let mut liar = behind
        .visitor()
        .at("10.0.0.1")
        .forwarded_for("203.0.113.9, 198.51.100.7");
    let (tries, _) = flood(&behind, &mut liar, "/api/sign_up", &bad).await;
    assert_eq!(tries, 0, "the client's own addition was believed");
    let mut other = behind.visitor().at("10.0.0.1").forwarded_for("198.51.100.8");
    assert_eq!(
        post(&behind, &mut other, "/api/sign_up", &bad).await.location(),
        "/signup"
    );
}
