//! What all pages have in common, by the list of the router.

use axum::http::header::CONTENT_SECURITY_POLICY;

use crate::html::Document;
use crate::test_app::{ALICE, BOB, TestApp};
use server::router::PAGES;
use test_support::Page;

/// All pages that are shown in a state, not those that lead elsewhere.
async fn shown(world: &TestApp, person: Option<&crate::test_app::Person>) -> Vec<(&'static str, Page)> {
    let mut shown = Vec::new();
    for &page in PAGES {
        let mut visitor = world.visitor();
        if let Some(person) = person {
            world.sign_in_from(&mut visitor, "/login", person).await;
        }
        let answer = visitor.get(page).await;
        if !answer.status.is_redirection() {
            shown.push((page, answer));
        }
    }
    shown
}

#[tokio::test]
async fn pages_describe_themselves_and_have_icons() {
    let world = TestApp::new().await;
    let shown = shown(&world, None).await;
    assert!(shown.len() >= 5);
    for (path, answer) in shown {
        let page = Document::parse(&answer.body);
        assert!(
            page.title().ends_with(" · leptos-cognito"),
            "{path}: {}",
            page.title()
        );
        let meta = |name: &str| {
            page.named("meta")
                .filter(|meta| meta.attribute("name") == Some(name))
                .count()
        };
        assert_eq!((meta("description"), meta("theme-color")), (1, 2), "{path}");
        let links = page.named("link").filter_map(|link| link.attribute("rel"));
        assert!(links.clone().any(|rel| rel == "apple-touch-icon"), "{path}");
    }
}

#[tokio::test]
async fn nonces_stand_in_no_other_attribute() {
    let world = TestApp::new().await;
    for (path, answer) in shown(&world, None).await {
        let policy = answer.header(CONTENT_SECURITY_POLICY.as_str()).unwrap();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .unwrap()
            .split('\'')
            .next()
            .unwrap();
        let page = Document::parse(&answer.body);
        for element in page.all() {
            let holds = |(name, value): &&(String, String)| name != "nonce" && value.contains(nonce);
            assert_eq!(element.attributes.iter().find(holds), None, "{path}: {element:?}");
        }
        let preloads = page
            .named("link")
            .filter(|link| link.attribute("crossorigin").is_some());
        assert_eq!(preloads.count(), 2, "{path}");
    }
}

#[tokio::test]
async fn signed_in_pages_offer_sign_out() {
    let world = TestApp::new().await;
    for person in [&ALICE, &BOB] {
        for (path, answer) in shown(&world, Some(person)).await {
            let page = Document::parse(&answer.body);
            let links = page.named("a").filter_map(|link| link.attribute("href"));
            let signs_out = links.clone().any(|href| href == "/logout") || path == "/logout";
            assert!(signs_out, "{path}: {:?}", links.collect::<Vec<_>>());
        }
    }
}

#[tokio::test]
async fn titles_say_that_a_form_has_errors() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    let title = |answer: Page| Document::parse(&answer.body).title().to_owned();
    for (path, page, fields) in [
        (
            "/api/save_profile",
            "/profile",
            &[
                ("values[custom:desk_number]", "none"),
                ("original[custom:desk_number]", "12"),
            ][..],
        ),
        ("/api/change_password", "/security", &[("current_password", "")]),
    ] {
        let plain = title(bob.get(page).await);
        let told = world.post(&mut bob, path, fields).await;
        assert_eq!(title(told), format!("Error: {plain}"));
        assert_eq!(title(bob.get(page).await), plain, "it is said once");
    }
    let mut visitor = world.visitor();
    let plain = title(visitor.get("/signup").await);
    let token = world.open_form_token(&visitor);
    let posted = visitor
        .post_form(
            "/api/sign_up",
            &[("csrf", &token), ("username", ""), ("password", "x")],
        )
        .await;
    let told = visitor.get(posted.location()).await;
    assert_eq!(title(told), format!("Error: {plain}"));
}
