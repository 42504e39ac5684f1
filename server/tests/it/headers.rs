//! The headers of every kind of answer, as values.

use std::collections::BTreeSet;

use app::server::PictureHosts;
use axum::http::Request;
use axum::http::request::Builder;

use crate::test_app::{BOB, HTTPS_ORIGIN, ORIGIN, TestApp};
use server::router::PAGES;
use test_support::Page;

/// Addresses of every kind, and the status a signed-out visitor gets.
const ADDRESSES: [(&str, u16); 17] = [
    ("/", 200),
    ("/login", 303),
    ("/logged_in", 303),
    ("/failed?kind=Denied", 403),
    ("/logout", 200),
    ("/logged_out", 200),
    ("/security", 303),
    ("/account", 308),
    ("/profile", 303),
    ("/welcome", 303),
    ("/no/such/page", 404),
    ("/api/me", 401),
    ("/api/sign_out", 405),
    ("/healthz", 200),
    ("/.well-known/change-password", 303),
    ("/profile/", 308),
    ("/api/nope", 404),
];

const SAME_EVERYWHERE: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

async fn answers(world: &TestApp) -> Vec<(&'static str, Page)> {
    let mut answers = Vec::new();
    for (path, status) in ADDRESSES {
        let answer = world.visitor().get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        answers.push((path, answer));
    }
    answers.push(("/robots.txt", world.visitor().get("/robots.txt").await));
    answers.push(("/api/visitor", world.visitor().call("/api/visitor", &[]).await));
    answers.push((
        "/api/sign_out",
        world.visitor().post_form("/api/sign_out", &[]).await,
    ));
    answers
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    for origin in [ORIGIN, HTTPS_ORIGIN] {
        let world = TestApp::builder().origin(origin).start().await;
        for (path, answer) in answers(&world).await {
            for (name, value) in SAME_EVERYWHERE {
                assert_eq!(answer.header(name), Some(value), "{path}");
            }
            let transport = (origin == HTTPS_ORIGIN).then_some("max-age=63072000");
            assert_eq!(answer.header("strict-transport-security"), transport, "{path}");
            assert_eq!(
                answer.header("referrer-policy"),
                Some(referrer_policy(path)),
                "{path}"
            );
            let kept = if path == "/robots.txt" {
                "public, max-age=300"
            } else {
                "no-store"
            };
            assert_eq!(answer.header("cache-control"), Some(kept), "{path}");
            // It finds the lines of the log, which such a probe has none of.
            let id = (path != "/healthz").then_some(16);
            assert_eq!(answer.header("x-request-id").map(str::len), id, "{path}");
            assert_eq!(answer.header("server"), None, "{path}");
        }
    }
}

#[tokio::test]
async fn what_a_person_sees_is_kept_nowhere() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let mut shown = 0;
    for path in PAGES.iter().copied().chain(["/api/me"]) {
        let answer = visitor.get(path).await;
        shown += usize::from(answer.status == 200);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
    assert!(shown >= 7);
}

#[tokio::test]
async fn answers_with_text_name_its_characters() {
    let world = TestApp::new().await;
    for (path, answer) in answers(&world).await {
        let kind = answer.header("content-type").unwrap_or_default();
        // JSON has one encoding (RFC 8259 section 8.1).
        let is_json = ["application/json", "application/problem+json"].contains(&kind);
        let is_named = kind.ends_with("; charset=utf-8") || is_json;
        assert!(answer.body.is_empty() || is_named, "{path}: {kind}");
    }
}

fn referrer_policy(path: &str) -> &'static str {
    let page = path.split('?').next().unwrap();
    if ["/login", "/logged_in", "/logout", "/logged_out"].contains(&page) {
        "no-referrer"
    } else {
        "same-origin"
    }
}

#[tokio::test]
async fn responses_have_the_csp_with_unique_nonces() {
    let world = TestApp::new().await;
    let pool = world.pool.url().origin().ascii_serialization();
    let mut nonces = BTreeSet::new();
    for (path, answer) in answers(&world).await {
        let policy = answer.header("content-security-policy").unwrap();
        let kind = answer.header("content-type").unwrap_or_default();
        // A word, and JSON: neither has scripts or styles.
        if path == "/healthz" || kind.ends_with("json") {
            assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'");
            continue;
        }
        let nonce = nonce(policy);
        let expected = format!(
            "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
             style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; \
             connect-src 'self'; form-action 'self' {pool}; object-src 'none'; base-uri 'none'; \
             frame-ancestors 'none'"
        );
        assert_eq!(policy, expected, "{path}");
        assert_eq!(nonce.len(), 32, "{path}");
        assert!(nonces.insert(nonce.to_owned()), "{path}: a nonce came twice");
    }
}

#[tokio::test]
async fn inline_elements_have_the_nonce_and_no_style() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    for path in PAGES.iter().copied().chain(["/no/such/page"]) {
        let answer = visitor.get(path).await;
        if answer.status.is_redirection() {
            continue;
        }
        let attribute = format!(
            "nonce=\"{}\"",
            nonce(answer.header("content-security-policy").unwrap())
        );
        for tag in tags(&answer.body, "script").chain(tags(&answer.body, "style")) {
            assert!(tag.contains(&attribute), "{path}: <{tag}>");
        }
        assert!(
            tags(&answer.body, "script").count() > 0,
            "{path} does not hydrate"
        );
        assert!(!answer.body.contains(" style="), "{path}");
        assert!(!answer.body.contains(" onclick="), "{path}");
    }
}

#[tokio::test]
async fn under_hot_reload_its_socket_is_allowed() {
    let (forms, pictures) = (server::FormTargets::default(), PictureHosts::default());
    let policy = server::policy("n", &forms, &pictures, Some("ws://localhost:3001"));
    assert!(
        policy.contains("connect-src 'self' ws://localhost:3001; form-action 'self';"),
        "{policy}"
    );
}

#[tokio::test]
async fn client_host_headers_are_ignored() {
    let world = TestApp::new().await;
    let redirect_uri = async |request: Builder| {
        let answer = world
            .visitor()
            .send(request.header("accept", "text/html"), "")
            .await;
        let location = url::Url::parse(answer.location()).unwrap();
        let mut pairs = location.query_pairs();
        let uri = pairs.find(|(name, _)| name == "redirect_uri");
        uri.map(|(_, uri)| uri.into_owned())
    };
    let forwarded = Request::get("/login")
        .header("host", "localhost:3000")
        .header("forwarded", "host=evil.example;proto=https")
        .header("x-forwarded-host", "evil.example")
        .header("x-forwarded-proto", "https");
    let ours = Some("http://localhost:3000/logged_in".to_owned());
    assert_eq!(redirect_uri(forwarded).await, ours);
    // Nothing is started for a host that is not ours: the page at the configured one comes first.
    let evil = Request::get("/login")
        .header("host", "evil.example")
        .header("accept", "text/html");
    let answer = world.visitor().send(evil, "").await;
    assert_eq!(answer.location(), "http://localhost:3000/login");
    assert!(!format!("{answer:?}").contains("evil"));
    assert!(answer.set_cookies().is_empty());
}

fn nonce(policy: &str) -> &str {
    policy
        .split("'nonce-")
        .nth(1)
        .unwrap()
        .split('\'')
        .next()
        .unwrap()
}

/// The insides of all opening tags of a name.
fn tags<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!("<{name}");
    let starts: Vec<usize> = html.match_indices(&start).map(|(at, _)| at + 1).collect();
    starts
        .into_iter()
        .map(move |at| html[at..].split('>').next().unwrap())
}
