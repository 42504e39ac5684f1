//! Files of the built front end.

use std::fs;

use axum::http::Request;
use leptos::config::LeptosOptions;
use server::{AppParts, AppState};
use tempfile::TempDir;

use crate::test_app::TestApp;
use test_support::{Browser, Page};

const HASHED: &str = "/pkg/leptos-cognito.aB3-_6789012345678901x.js";

/// A site as `cargo leptos build --precompress` leaves it, and somebody who looks at it.
async fn site() -> (TestApp, Browser, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name.trim_start_matches('/')), text).unwrap();
    fs::create_dir(folder.path().join("pkg")).unwrap();
    write(HASHED, "plain");
    write(&format!("{HASHED}.br"), "brotli");
    write(&format!("{HASHED}.gz"), "gzip");
    write("/pkg/leptos-cognito.js", "not hashed");
    write("/icon.svg", "<svg/>");
    let world = TestApp::new().await;
    let root = folder.path().display().to_string();
    let leptos = LeptosOptions::builder()
        .output_name("leptos-cognito")
        .site_root(root)
        .hash_files(true)
        .build();
    let visitor = Browser::over_router(server::router(AppState::new(AppParts {
        leptos,
        ..AppParts::clone(&world.state)
    })));
    (world, visitor, folder)
}

async fn fetch(visitor: &mut Browser, path: &str, encoding: &str) -> Page {
    visitor
        .send(Request::get(path).header("accept-encoding", encoding), "")
        .await
}

#[tokio::test]
async fn content_named_files_are_cached_for_ever() {
    let (_world, mut visitor, _folder) = site().await;
    for (path, kept, content_type) in [
        (
            HASHED,
            "public, max-age=31536000, immutable",
            "text/javascript; charset=utf-8",
        ),
        (
            "/pkg/leptos-cognito.js",
            "public, max-age=300",
            "text/javascript; charset=utf-8",
        ),
        ("/icon.svg", "public, max-age=300", "image/svg+xml"),
    ] {
        let answer = fetch(&mut visitor, path, "identity").await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("cache-control"), Some(kept), "{path}");
        assert_eq!(answer.header("content-type"), Some(content_type), "{path}");
        assert_eq!(answer.header("vary"), Some("accept-encoding"), "{path}");
    }
}

#[tokio::test]
async fn the_smallest_form_a_browser_takes_is_sent() {
    let (_world, mut visitor, _folder) = site().await;
    for (accepted, encoding, body) in [
        ("gzip, br", Some("br"), "brotli"),
        ("gzip", Some("gzip"), "gzip"),
        ("identity", None, "plain"),
    ] {
        let answer = fetch(&mut visitor, HASHED, accepted).await;
        assert_eq!(
            (answer.header("content-encoding"), answer.body.as_str()),
            (encoding, body),
            "{accepted}"
        );
    }
}

#[tokio::test]
async fn nothing_outside_of_the_site_is_served() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    for path in [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/Cargo.toml",
        "//etc/passwd",
        "/pkg/",
        "/pkg",
    ] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test]
async fn programs_get_no_page_for_what_is_missing() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    for path in ["/api/nope", "/api/", "/pkg/x.js", "/pkg/leptos-cognito.wasm"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json"),
            "{path}"
        );
        assert_eq!(answer.json()["error"], "not_found", "{path}");
    }
    for path in ["/no/such/page", "/no-such-icon.png"] {
        let answer = fetch(&mut visitor, path, "identity").await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.json()["error"], "not_found", "{path}");
    }
}

#[tokio::test]
async fn missing_page_gets_the_not_found_page() {
    let world = TestApp::new().await;
    let answer = world.visitor().get("/no/such/page").await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(answer.body.contains("<html"), "{}", answer.body);
    assert!(answer.body.contains("href=\"/\""), "{}", answer.body);
}

#[tokio::test]
async fn names_no_file_can_have_are_not_there() {
    let (_world, mut visitor, _folder) = site().await;
    for path in [
        "/%00",
        "/icon%00.svg",
        "/pkg/%00.js",
        "/icon.svg/",
        "/icon.svg/x",
        "/%ff",
    ] {
        for method in ["GET", "HEAD"] {
            let answer = visitor
                .send(Request::builder().method(method).uri(path), "")
                .await;
            assert_eq!(answer.status, 404, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn overlong_address_is_not_found() {
    let (_world, mut visitor, _folder) = site().await;
    let answer = fetch(&mut visitor, &format!("/{}", "x".repeat(300)), "identity").await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn any_range_gets_the_whole_file() {
    let (_world, mut visitor, _folder) = site().await;
    for range in [
        "bytes=0-1",
        "bytes=5-2",
        "bytes=a-b",
        "lines=1-2",
        "bytes=0-0,2-9,1-",
    ] {
        let answer = visitor
            .send(Request::get("/icon.svg").header("range", range), "")
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (200, "<svg/>"),
            "{range}"
        );
        assert_eq!(answer.header("accept-ranges"), None);
    }
}
