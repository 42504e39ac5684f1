//! Everywhere a page or form takes an address to go on to, with texts of every shape that has led somewhere else in some
//! program.

use std::time::Duration;

use url::Url;

use crate::test_app::{ALICE, BOB, ORIGIN, TestApp};
use test_support::Page;

const CORPUS: &str = include_str!("../../../crates/signin/tests/data/redirect-corpus.txt");

fn corpus() -> impl Iterator<Item = String> {
    let lines = CORPUS.lines();
    lines.map(|line| {
        line.replace("\\t", "\t")
            .replace("\\n", "\n")
            .replace("\\r", "\r")
            .replace("\\0", "\0")
    })
}

fn with_target(page: &str, target: &str) -> String {
    let query: String = url::form_urlencoded::byte_serialize(target.as_bytes()).collect();
    format!("{page}?return_to={query}")
}

/// As a browser resolves it on a page of ours.
#[track_caller]
fn assert_stays(text: &str, target: &str) {
    let origin = Url::parse(ORIGIN).unwrap();
    let leads = origin.join(text).unwrap();
    assert_eq!(leads.origin(), origin.origin(), "{target:?} led to {text:?}");
    assert!(
        text.starts_with('/') && !text.starts_with("//"),
        "{target:?}: {text:?}"
    );
}

/// All links and forms of a page.
#[track_caller]
fn assert_page_stays(page: &Page, target: &str) {
    for mark in ["href=\"", "action=\""] {
        for after in page.body.split(mark).skip(1) {
            let link = after.split('"').next().unwrap().replace("&amp;", "&");
            if !link.starts_with('#') {
                assert_stays(&link, target);
            }
        }
    }
}

/// Where a sign-in with this destination goes on to: its page of a failure names it.
async fn destination_of_a_sign_in(world: &TestApp, target: &str) -> String {
    let mut visitor = world.visitor();
    let authorize = visitor.get(&with_target("/login", target)).await;
    let authorize = Url::parse(authorize.location()).unwrap();
    let (_, state) = authorize.query_pairs().find(|(name, _)| name == "state").unwrap();
    let denied = visitor
        .get(&format!("/logged_in?error=access_denied&state={state}"))
        .await;
    let failed = Url::parse(ORIGIN).unwrap().join(denied.location()).unwrap();
    assert_eq!(failed.path(), "/failed");
    let page = visitor.get(denied.location()).await;
    assert_page_stays(&page, target);
    let (_, onward) = failed
        .query_pairs()
        .find(|(name, _)| name == "return_to")
        .unwrap();
    onward.into_owned()
}

#[tokio::test]
async fn redirect_corpus_leads_nowhere_else_signed_out() {
    let world = TestApp::new().await;
    for target in corpus() {
        // So that the limits let a flood of starts through.
        world.clock.advance(Duration::from_secs(1));
        let onward = destination_of_a_sign_in(&world, &target).await;
        assert_stays(&onward, &target);
        for page in ["/signup", "/failed"] {
            let page = world.visitor().get(&with_target(page, &target)).await;
            assert_page_stays(&page, &target);
        }
        let fields = [("language", "es"), ("page", target.as_str())];
        let chosen = world.visitor().post_form("/api/set_language", &fields).await;
        assert_stays(chosen.location(), &target);
    }
}

#[tokio::test]
async fn redirect_corpus_leads_nowhere_else_signed_in() {
    let world = TestApp::new().await;
    // Alice is asked first and then goes on; Bob goes on at once.
    let (mut alice, mut bob) = (world.sign_in(&ALICE).await, world.sign_in(&BOB).await);
    let token = world.csrf_token(&bob);
    for target in corpus() {
        let asked = alice.get(&with_target("/welcome", &target)).await;
        assert_page_stays(&asked, &target);
        for page in ["/welcome", "/signup"] {
            let onward = bob.get(&with_target(page, &target)).await;
            assert_stays(onward.location(), &target);
        }
        let fields = [("csrf", token.as_str()), ("return_to", target.as_str())];
        for path in ["/api/skip_welcome", "/api/save_welcome"] {
            world.clock.advance(Duration::from_secs(1));
            let answer = bob.post_form(path, &fields).await;
            assert_stays(answer.location(), &target);
        }
    }
}
