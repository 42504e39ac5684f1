//! The pages that the front end's navigation layer fetches, and where their redirects lead it.

use app::{LOAD_HEADER, LOCATION_HEADER, NAVIGATION_HEADER, PREFETCH, VIEWS};
use axum::http::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE, LOCATION};

use crate::test_app::{BOB, TestApp};
use test_support::{Browser, Page};

/// The module of a page: what tells builds apart.
fn build(page: &str) -> &str {
    let (_, after) = page
        .split_once(r#"<link rel="modulepreload" href=""#)
        .expect("a module");
    after.split('"').next().unwrap()
}

/// As `fetch` sends it.
async fn fetch(visitor: &mut Browser, build: &str, path: &str) -> Page {
    let request = Request::get(path)
        .header(ACCEPT, "text/html")
        .header("sec-fetch-site", "same-origin")
        .header("sec-fetch-mode", "cors")
        .header("sec-fetch-dest", "empty")
        .header(NAVIGATION_HEADER, build);
    visitor.send(request, "").await
}

#[tokio::test]
async fn soft_navigation_gets_the_page_of_a_visit() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let home = visitor.get("/").await;
    let page = fetch(&mut visitor, build(&home.body), "/sessions").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<main id=\"content\""), "{}", page.body);
    assert_eq!(build(&page.body), build(&home.body));
    assert!(page.body.contains("<title>Active sessions"), "{}", page.body);
    // What the document in view has already.
    for loaded in ["<script", "stylesheet", "<meta name="] {
        assert!(home.body.contains(loaded), "{loaded}");
        assert!(!page.body.contains(loaded), "{loaded}");
    }
}

#[tokio::test]
async fn soft_navigation_is_told_of_redirects() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let home = visitor.get("/").await;
    let build = build(&home.body);
    let within = fetch(&mut visitor, build, "/profile?tab=3").await;
    assert_eq!((within.status.as_u16(), within.body.as_str()), (204, ""));
    assert_eq!(
        within.header(LOCATION_HEADER),
        Some("/login?return_to=%2Fprofile%3Ftab%3D3")
    );
    assert_eq!(
        (within.header(LOCATION.as_str()), within.header(LOAD_HEADER)),
        (None, None)
    );

    let to_the_pool = fetch(&mut visitor, build, "/login?return_to=%2Fprofile").await;
    assert_eq!(to_the_pool.status, 204);
    let pool = to_the_pool.header(LOAD_HEADER).expect("the pool's address");
    assert!(pool.contains("/oauth2/authorize?"), "{pool}");
    assert_eq!(to_the_pool.header(LOCATION_HEADER), None);
    assert!(!to_the_pool.set_cookies().is_empty(), "the pending sign-in");
}

#[tokio::test]
async fn another_build_uses_nothing_up() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    for stale in ["/pkg/older.js", "", "<script>"] {
        let answer = fetch(&mut visitor, stale, "/login?return_to=%2Fprofile").await;
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (204, ""),
            "{stale}"
        );
        assert_eq!(answer.header(LOAD_HEADER), Some(""), "the same address");
        assert!(answer.set_cookies().is_empty(), "{stale}");
    }
}

#[tokio::test]
async fn soft_post_needs_the_token_of_its_form() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let home = visitor.get("/").await;
    let build = build(&home.body).to_owned();
    let token = world.csrf_token(&visitor);
    for (token, status, leads_on) in [("", 403, None), (token.as_str(), 204, Some("/logged_out"))] {
        let request = Request::post("/api/sign_out")
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(NAVIGATION_HEADER, &build);
        let answer = visitor.send(request, &format!("csrf={token}")).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        let lead = answer.header(LOCATION_HEADER).or(answer.header(LOAD_HEADER));
        assert_eq!(lead.is_some(), leads_on.is_some(), "{lead:?}");
    }
}

#[tokio::test]
async fn prefetches_stay_prefetches_with_the_header() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let home = visitor.get("/").await;
    let request = Request::get("/login")
        .header(ACCEPT, "text/html")
        .header("sec-purpose", "prefetch")
        .header(NAVIGATION_HEADER, build(&home.body));
    let answer = visitor.send(request, "").await;
    assert_eq!((answer.status.as_u16(), answer.set_cookies().len()), (204, 0));
    assert_eq!(answer.header(LOAD_HEADER), None);
}

/// Asks for a page that its person may go to next.
async fn prefetch(visitor: &mut Browser, build: &str, path: &str) -> Page {
    let request = Request::get(path)
        .header(ACCEPT, "text/html")
        .header("sec-fetch-site", "same-origin")
        .header("sec-fetch-mode", "cors")
        .header("sec-fetch-dest", "empty")
        .header(PREFETCH.0, PREFETCH.1)
        .header(NAVIGATION_HEADER, build);
    visitor.send(request, "").await
}

#[tokio::test]
async fn views_are_prefetched_without_their_messages() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    let home = bob.get("/").await;
    let build = build(&home.body).to_owned();
    for path in VIEWS {
        let page = prefetch(&mut bob, &build, path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        assert!(page.body.contains("<main id=\"content\""), "{path}");
    }
    world.submit(&mut bob, "/api/end_other_sessions", &[]).await;
    let kept = prefetch(&mut bob, &build, "/sessions").await;
    assert_eq!((kept.status.as_u16(), kept.body.as_str()), (204, ""));
    let page = bob.get("/sessions").await.body;
    assert!(page.contains("There were no other sessions."), "{page}");
}

#[tokio::test]
async fn acting_pages_are_never_prefetched() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    let home = bob.get("/").await;
    let build = build(&home.body).to_owned();
    for path in [
        "/login",
        "/logged_in?code=x&state=y",
        "/welcome",
        "/logged_out",
        "/data/export",
        "/profile?x",
    ] {
        let answer = prefetch(&mut bob, &build, path).await;
        let cookies = answer.set_cookies().len();
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str(), cookies),
            (204, "", 0),
            "{path}"
        );
    }
    let stale = prefetch(&mut bob, "/pkg/older.js", "/profile").await;
    assert_eq!((stale.status.as_u16(), stale.body.as_str()), (204, ""));
}
