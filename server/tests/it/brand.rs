//! The brand: shown where people look, refused where it cannot be used.

use std::fs;

use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{Request, StatusCode};
use server::config::{Config, Variables};
use tempfile::TempDir;

use crate::test_app::{BOB, TestApp};

const ACME: &str = "../docs/guide/examples/acme.toml";

#[tokio::test]
async fn brand_by_default_is_as_shipped() {
    let world = TestApp::new().await;
    let page = world.visitor().get("/").await.body;
    assert!(
        page.contains("<title>Your account in one place · leptos-cognito</title>"),
        "{page}"
    );
    assert!(page.contains(r#"src="/favicon.svg""#), "{page}");
    assert!(!page.contains("/brand/") && !page.contains("mailto:"), "{page}");
}

#[tokio::test]
async fn brand_is_shown_on_every_page() {
    let world = TestApp::builder().brand(ACME).start().await;
    let mut visitor = world.sign_in(&BOB).await;
    for path in ["/profile", "/security", "/sessions", "/logout"] {
        let page = visitor.get(path).await.body;
        for part in [
            " · Acme account</title>",
            r#"<img src="/brand/logo.svg""#,
            r#"<link rel="icon" href="/brand/logo.svg?icon""#,
            r##"content="#211b29""##,
            r#"href="https://acme.example/privacy""#,
            r#"href="https://acme.example/imprint""#,
            r#"href="https://acme.example/help""#,
            r#"href="mailto:help@acme.example""#,
        ] {
            assert!(page.contains(part), "{path}: {part}\n{page}");
        }
        assert!(!page.contains("leptos-cognito</title>"), "{path}");
    }
}

#[tokio::test]
async fn home_page_says_texts_of_the_brand() {
    let world = TestApp::builder().brand(ACME).start().await;
    for (language, title, body) in [
        ("en", "Welcome to Acme", "See what is on its way."),
        ("es", "Te damos la bienvenida a Acme", "Mira qué está en camino."),
    ] {
        let page = world
            .visitor()
            .with_header(ACCEPT_LANGUAGE, language)
            .get("/")
            .await
            .body;
        assert!(page.contains(title) && page.contains(body), "{page}");
        assert!(!page.contains("Your account in one place"), "{page}");
    }
}

#[tokio::test]
async fn brand_files_are_served_by_name_only() {
    let world = TestApp::builder().brand(ACME).start().await;
    let mut visitor = world.visitor();
    let page = visitor.get("/").await.body;
    let address = page
        .split('"')
        .find(|part| part.starts_with("/brand/colours-"))
        .unwrap();
    let colours = visitor.get(address).await;
    assert_eq!(colours.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(
        colours.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    assert!(
        colours.body.contains("--accent: light-dark(#6b2a86, #d9a8ee);"),
        "{}",
        colours.body
    );
    let logo = visitor.get("/brand/logo.svg").await;
    assert_eq!(logo.header("content-type"), Some("image/svg+xml"));
    for missing in [
        "/brand/acme.toml",
        "/brand/colours-0.css",
        "/brand/..%2Facme.toml",
        "/brand/other.svg",
    ] {
        assert_eq!(
            visitor.get(missing).await.status,
            StatusCode::NOT_FOUND,
            "{missing}"
        );
    }
}

#[tokio::test]
async fn error_pages_name_the_support_contact() {
    let contact = r#"<a href="mailto:help@acme.example""#;
    let world = TestApp::builder().brand(ACME).start().await;
    let lost = world.visitor().get("/failed?error=nonsense").await.body;
    assert!(lost.contains(contact), "{lost}");
    // On the way, before the application.
    let refused = world.visitor().post_form("/", &[]).await.body;
    assert!(
        refused.contains(contact) && refused.contains("Contact us"),
        "{refused}"
    );
}

#[tokio::test]
async fn authenticator_apps_know_the_brand() {
    let world = TestApp::builder().brand(ACME).start().await;
    let mut visitor = world.sign_in(&BOB).await;
    let page = world.post(&mut visitor, "/api/begin_factor", &[]).await.body;
    assert!(page.contains("issuer=Acme%20account"), "{page}");
}

#[tokio::test]
async fn brand_files_come_with_the_page() {
    let world = TestApp::builder().brand(ACME).start().await;
    let page = world.visitor().get("/").await.body;
    let colours = page.split('"').find(|part| part.starts_with("/brand/colours-"));
    for (path, kind) in [(colours.unwrap(), "style"), ("/brand/logo.svg", "image")] {
        let part = Request::get(path)
            .header("sec-fetch-mode", "no-cors")
            .header("sec-fetch-dest", kind);
        let answer = world.visitor().send(part, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.body.is_empty(), "{path}");
    }
}

/// What is said of a file with this text, without the name of its folder.
fn refusal(toml: &str) -> String {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("brand.toml");
    fs::write(&file, toml).unwrap();
    let variables: Variables = [
        ("ATTRIBUTES_FILE", "../attributes.toml"),
        ("BRAND_FILE", file.to_str().unwrap()),
    ]
    .into_iter()
    .collect();
    let problems = Config::read(&variables).expect_err(toml).to_string();
    problems.replace(folder.path().to_str().unwrap(), "")
}

#[test]
fn unusable_brand_is_refused_with_its_place() {
    for (toml, said) in [
        (
            "name = 'Acme'\ncolor = 'red'",
            "BRAND_FILE: /brand.toml: line 2, column 1: unknown field `color`",
        ),
        (
            "[colours]\naccent = { light = 'red', dark = '#fff' }",
            "BRAND_FILE: /brand.toml: line 2, column 20: expected a colour such as \"#0b6b4f\"",
        ),
        (
            "contact = 'javascript:alert(1)'",
            "BRAND_FILE: /brand.toml: line 1, column 11: expected an address that starts with mailto:",
        ),
        (
            "logo = 'logo.svg'",
            "BRAND_FILE: /brand.toml: logo.svg is not in the folder /brand",
        ),
    ] {
        let refused = refusal(toml);
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn brand_errors_are_reported_all_at_once() {
    let refused = refusal("name = ''\ncolor = 'red'");
    assert!(refused.contains("line 1, column 8"), "{refused}");
    assert!(refused.contains("line 2, column 1"), "{refused}");
}
