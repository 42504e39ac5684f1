//! What no request may do: be too long, take too long, or take the process down.

use std::future::pending;

use axum::Router;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{Request, StatusCode};
use axum::routing::get;

use crate::test_app::TestApp;
use test_support::Browser;

/// Layers around routes that misbehave.
async fn misbehaving() -> Browser {
    let world = TestApp::new().await;
    let routes = Router::new()
        .route(
            "/panics",
            get(async || -> &'static str { panic!("a secret: hunter2") }),
        )
        .route("/hangs", get(pending::<&'static str>));
    Browser::over_router(server::with_layers(routes, &world.state).with_state(world.state.clone()))
}

#[tokio::test]
async fn a_body_larger_than_any_form_is_refused() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let long = "x".repeat(4 * 1024 * 1024);
    assert_eq!(
        visitor
            .call("/api/save_profile", &[("values[name]", &long)])
            .await
            .status,
        413
    );
    assert_eq!(visitor.send(Request::get("/"), &long).await.status, 413);
    // Refused before anybody asks who sends it.
    let forged = Request::post("/api/save_profile").header(CONTENT_TYPE, "text/plain");
    assert_eq!(visitor.send(forged, &long).await.status, 413);
}

#[tokio::test]
async fn panic_page_shows_only_the_request_id() {
    let mut visitor = misbehaving().await;
    let answer = visitor.get("/panics").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!answer.body.contains("hunter2"), "{}", answer.body);
    assert!(
        answer.body.contains(answer.header("x-request-id").unwrap()),
        "{}",
        answer.body
    );
    assert!(answer.header("content-security-policy").is_some());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test(start_paused = true)]
async fn hanging_request_times_out_with_its_id() {
    let mut visitor = misbehaving().await;
    let answer = visitor
        .send(Request::get("/hangs").header(ACCEPT, "application/json"), "")
        .await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.json()["error"], "unavailable");
    assert_eq!(
        answer.json()["request_id"].as_str(),
        answer.header("x-request-id")
    );
}

#[tokio::test]
async fn each_request_has_a_name_of_our_own() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let named = Request::get("/robots.txt").header("x-request-id", "mine");
    let first = visitor
        .send(named, "")
        .await
        .header("x-request-id")
        .unwrap()
        .to_owned();
    let second = visitor
        .get("/robots.txt")
        .await
        .header("x-request-id")
        .unwrap()
        .to_owned();
    assert_ne!(first, "mine");
    assert_eq!(first.len(), 16);
    assert_ne!(first, second);
}

#[tokio::test]
async fn the_process_says_that_it_is_alive() {
    let answer = TestApp::new().await.visitor().get("/healthz").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "ok"));
}
