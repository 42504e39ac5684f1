//! Pages are compressed, except for those that show a secret.

use axum::body::{Bytes, to_bytes};
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, COOKIE};
use axum::http::{HeaderMap, Request};
use server::router::PAGES;
use test_support::Browser;
use tower::ServiceExt as _;

use crate::test_app::{BOB, TestApp};

/// One initial congestion window, in bytes (RFC 6928).
const INITIAL_WINDOW: usize = 14_600;

/// A page as this visitor's browser gets it.
async fn fetch(world: &TestApp, visitor: &Browser, path: &str, encodings: &str) -> (HeaderMap, Bytes) {
    let cookie = visitor.cookie(world.session_cookie()).unwrap_or_default();
    let request = Request::get(path)
        .header("host", "localhost:3000")
        .header(ACCEPT, "text/html")
        .header(ACCEPT_ENCODING, encodings)
        .header(COOKIE, format!("{}={cookie}", world.session_cookie()));
    let request = request.body(axum::body::Body::empty()).unwrap();
    let (parts, body) = world.app.clone().oneshot(request).await.unwrap().into_parts();
    (parts.headers, to_bytes(body, usize::MAX).await.unwrap())
}

fn encoding(headers: &HeaderMap) -> Option<&str> {
    headers
        .get("content-encoding")
        .map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn pages_fit_into_one_initial_window() {
    let world = TestApp::new().await;
    let visitor = world.sign_in(&BOB).await;
    // The page with every component in every state is in debug builds only.
    for &page in PAGES.iter().filter(|page| **page != "/design") {
        for wanted in ["gzip", "br", "zstd"] {
            let (headers, body) = fetch(&world, &visitor, page, wanted).await;
            assert!(body.len() < INITIAL_WINDOW, "{page} {wanted}: {}", body.len());
            if page == "/profile" {
                assert_eq!(encoding(&headers), Some(wanted));
                let varies = headers
                    .get_all("vary")
                    .iter()
                    .any(|value| value == "accept-encoding");
                assert!(varies, "{headers:?}");
            }
        }
    }
}

#[tokio::test]
async fn pages_with_a_secret_are_not_compressed() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let (before, _) = fetch(&world, &visitor, "/security", "br").await;
    assert_eq!(encoding(&before), Some("br"));
    world.post(&mut visitor, "/api/begin_factor", &[]).await;
    let (headers, body) = fetch(&world, &visitor, "/security", "br").await;
    assert!(String::from_utf8_lossy(&body).contains("otpauth:"));
    assert_eq!(
        (encoding(&headers), &headers["cache-control"]),
        (None, &"no-store, no-transform".parse().unwrap())
    );
}

#[tokio::test]
async fn absurd_encodings_get_the_plain_page() {
    let world = TestApp::new().await;
    let visitor = world.sign_in(&BOB).await;
    let many = "br;q=0.001,".repeat(500);
    for wanted in [
        "",
        "identity",
        "br;q=0, gzip;q=0",
        "nothing",
        ";;;,,q=1",
        "br;q=NaN",
        many.as_str(),
    ] {
        let (headers, body) = fetch(&world, &visitor, "/profile", wanted).await;
        let is_plain = String::from_utf8_lossy(&body).starts_with("<!DOCTYPE html>");
        assert!(
            is_plain || encoding(&headers) == Some("br"),
            "{wanted}: {headers:?}"
        );
    }
}
