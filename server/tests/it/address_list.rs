//! The list of addresses in `router.rs` is what the router answers, all of it and nothing else.

use std::collections::BTreeSet;

use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{Method, Request};
use leptos::server_fn::axum::server_fn_paths;
use server::router::{API, DOWNLOADS, FOR_PROGRAMS, FORMS, JSON_API, MOVED, PAGES, PROBES};

use crate::test_app::TestApp;

/// In debug builds only; tests of both kinds of build say the same of it.
#[test]
fn design_page_is_missing_from_releases() {
    assert_eq!(PAGES.contains(&"/design"), cfg!(debug_assertions));
}

#[test]
fn listed_posts_are_the_registered_server_functions() {
    let posts = server_fn_paths().map(|(path, method)| {
        assert_eq!(method, Method::POST, "{path}");
        path
    });
    let registered: BTreeSet<_> = posts.collect();
    let listed: BTreeSet<_> = API.into_iter().chain(FORMS).collect();
    assert_eq!(registered, listed);
}

#[tokio::test]
async fn every_listed_address_answers() {
    let world = TestApp::new().await;
    for &page in PAGES {
        // Without a failure to tell of, that page is not there.
        let query = if page == "/failed" { "?kind=SignedOut" } else { "" };
        let status = world
            .visitor()
            .get(&format!("{page}{query}"))
            .await
            .status
            .as_u16();
        assert!(![404, 405, 500].contains(&status), "{page}: {status}");
    }
    for path in DOWNLOADS.into_iter().chain(FOR_PROGRAMS).chain(PROBES) {
        let status = world.visitor().get(path).await.status.as_u16();
        assert!(![404, 405, 500].contains(&status), "{path}: {status}");
    }
    for (old, page) in MOVED {
        let answer = world.visitor().get(&format!("{old}?x=%2F")).await;
        let expected = format!("{page}?x=%2F");
        assert_eq!(
            (answer.status.as_u16(), answer.location()),
            (308, expected.as_str())
        );
        assert!(PAGES.contains(&page), "{page}");
        assert_eq!(world.visitor().get(old).await.location(), page);
    }
    for path in API.into_iter().chain(FORMS) {
        let bare = Request::post(path)
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let refused = world.visitor().send(bare, "").await;
        assert_eq!(refused.status, 403, "{path}: not from a page of ours");
        if !is_read(path) {
            assert_eq!(world.visitor().get(path).await.status, 405, "{path}");
        }
    }
    for (path, _) in JSON_API.iter().filter(|(path, _)| is_read(path)) {
        let status = world.visitor().get(path).await.status.as_u16();
        let expected = if *path == "/api/openapi.json" { 200 } else { 401 };
        assert_eq!(status, expected, "{path}");
    }
}

/// Whether the JSON API has a GET at this address.
fn is_read(path: &str) -> bool {
    let mut addresses = JSON_API.iter();
    addresses.any(|(address, methods)| *address == path && methods.contains(&Method::GET))
}
