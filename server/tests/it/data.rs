//! What is kept of a person: taken along, compared and deleted by themselves only.

use std::time::Duration;

use app::NAVIGATION_HEADER;
use axum::http::Request;
use axum::http::header::ACCEPT;
use serde_json::{Value, json};

use crate::test_app::{ALICE, BOB, TestApp};

const EXPORT: &str = "/data/export";

fn attribute<'a>(export: &'a Value, name: &str) -> &'a Value {
    let attributes = export["attributes"].as_array().unwrap();
    let found = attributes.iter().find(|attribute| attribute["name"] == name);
    &found.unwrap_or_else(|| panic!("{name} is missing: {export}"))["values"]
}

#[tokio::test]
async fn export_holds_attributes_with_their_sources() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    world.sign_in(&BOB).await;
    let file = bob.get(EXPORT).await;
    assert_eq!(file.status, 200, "{}", file.body);
    assert_eq!(
        file.header("content-disposition"),
        Some("attachment; filename=\"my-data.json\"")
    );
    assert_eq!(file.header("cache-control"), Some("no-store"));
    assert_eq!(file.header("content-type"), Some("application/json"));
    let export = file.json();
    let everywhere = |value| json!({ "id_token": value, "user_info": value, "get_user": value });
    assert_eq!(*attribute(&export, "email"), everywhere(BOB.email));
    assert_eq!(*attribute(&export, "custom:job_title"), everywhere("Gardener"));
    assert_eq!(export["unavailable_sources"], json!([]));
    assert_eq!(export["identity_providers"], json!([]));
    let sessions = export["sessions"].as_array().unwrap();
    assert_eq!((sessions.len(), &sessions[0]["current"]), (2, &json!(true)));
    assert!(export["exported_at"].as_str().unwrap().ends_with('Z'), "{export}");
    for token in world.pool.issued_tokens() {
        assert!(!file.body.contains(&token), "a token is in the file");
    }
}

#[tokio::test]
async fn export_holds_what_was_skipped() {
    let world = TestApp::new().await;
    let mut alice = world.sign_in(&ALICE).await;
    assert_eq!(
        alice.get(EXPORT).await.json()["skipped"],
        json!([]),
        "before the questions"
    );
    let fields = [
        ("return_to", "/profile"),
        ("values[custom:job_title]", "Explorer"),
        ("values[custom:department]", "design"),
        ("values[custom:about]", ""),
    ];
    world.post(&mut alice, "/api/save_welcome", &fields).await;
    let export = alice.get(EXPORT).await.json();
    assert_eq!(export["skipped"][0]["name"], "custom:about", "{export}");
    assert!(export["skipped"][0]["at"].is_string(), "{export}");
}

#[tokio::test]
async fn export_needs_a_navigation() {
    let world = TestApp::new().await;
    let away = world.visitor().get(EXPORT).await;
    assert_eq!((away.status.as_u16(), away.location()), (303, "/data"));
    let mut bob = world.sign_in(&BOB).await;
    for (name, value) in [
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-dest", "iframe"),
        ("sec-purpose", "prefetch"),
        (NAVIGATION_HEADER, "/pkg/leptos-cognito.js"),
    ] {
        let request = Request::get(EXPORT)
            .header(ACCEPT, "text/html")
            .header(name, value);
        let answer = bob.send(request, "").await;
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (204, ""),
            "{name}: {value}"
        );
    }
}

#[tokio::test]
async fn failed_export_leads_to_a_page() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    let mut last = bob.get(EXPORT).await;
    for _ in 0..200 {
        if last.status != 200 {
            break;
        }
        last = bob.get(EXPORT).await;
    }
    assert!(
        last.location().starts_with("/failed?kind=WaitAMinute&"),
        "{}",
        last.location()
    );
    let location = last.location().to_owned();
    let page = bob.get(&location).await.body;
    assert!(
        page.contains("Try again in a minute.") && page.contains("href=\"/data\""),
        "{page}"
    );
}

#[tokio::test]
async fn claim_sources_are_hidden_unless_wanted() {
    let world = TestApp::new().await;
    let page = world.sign_in(&BOB).await.get("/data").await.body;
    assert!(page.contains("href=\"/profile/sources\""), "{page}");

    let world = TestApp::builder().without_claim_sources().start().await;
    let mut bob = world.sign_in(&BOB).await;
    let page = bob.get("/data").await.body;
    assert!(page.contains("href=\"/data/export\""), "{page}");
    assert!(!page.contains("/profile/sources"), "{page}");
    let missing = bob.get("/profile/sources").await;
    assert_eq!(missing.status, 404);
    assert!(!missing.body.contains("RS256"), "{}", missing.body);
    let refused = world.post(&mut bob, "/api/renew_tokens", &[]).await;
    assert_eq!(refused.status, 404, "{}", refused.body);
}

#[tokio::test]
async fn deletion_is_asked_before_it_is_offered() {
    let world = TestApp::new().await;
    let mut alice = world.sign_in(&ALICE).await;
    // Also with missing details: nobody must answer to leave.
    let page = alice.get("/data").await.body;
    assert!(page.contains("<details class=\"question\""), "{page}");
    let wrong = world
        .post(&mut alice, "/api/delete_account", &[("name", "x")])
        .await
        .body;
    assert!(wrong.contains("<details open class=\"question\""), "{wrong}");
    assert!(
        wrong.contains("That doesn't match. Type it as it's shown."),
        "{wrong}"
    );

    world.clock.advance(Duration::from_mins(15));
    let page = alice.get("/data").await.body;
    assert!(page.contains("%2Fdata&amp;fresh=true"), "{page}");
    assert!(!page.contains("name=\"name\""), "{page}");
}

#[tokio::test]
async fn cross_site_navigation_gets_no_export() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    for (site, status) in [
        ("cross-site", 303),
        ("same-site", 303),
        ("same-origin", 200),
        ("none", 200),
    ] {
        let request = Request::get(EXPORT)
            .header(ACCEPT, "text/html")
            .header("sec-fetch-site", site);
        let answer = bob.send(request, "").await;
        assert_eq!(answer.status, status, "{site}");
    }
}
