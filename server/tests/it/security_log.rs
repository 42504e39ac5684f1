//! The security log: each event of docs/LOGGING.md is one line that says who, from where, and how it ended.

use std::collections::BTreeSet;
use std::time::Duration;

use app::MARK;
use axum::http::Request;
use serde_json::Value;
use signin::SecurityEvent;

use crate::log::{keep_log, kept_log};
use crate::test_app::{BOB, TestApp};
use test_support::{Browser, Page};

const DOCUMENTED: &str = include_str!("../../../docs/LOGGING.md");
const CLIENT: &str = "192.0.2.7";
const NEW_PASSWORD: &str = "Bob-was-there-8";
const NEW_EMAIL: &str = "robert@example.com";
/// 32 bytes that open nothing.
const GUESSED: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What is known of whom a line is about.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    SignedOut,
    Session,
    Person,
    Account,
}

/// Does something and answers the one line of that event in the log of it.
async fn line(event: &str, outcome: &str, who: Who, done: impl Future<Output = Page>) -> Value {
    keep_log();
    let answer = done.await;
    let log = kept_log();
    let lines = log
        .json
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut lines: Vec<_> = lines
        .filter(|line| line["target"] == "security" && line["event"] == event)
        .collect();
    assert_eq!(
        lines.len(),
        1,
        "{event} {outcome}: {lines:?} after {}",
        answer.body
    );
    let line = lines.remove(0);
    assert_eq!(line["outcome"], outcome, "{line}");
    assert_eq!(line["span"]["client"], CLIENT, "{line}");
    assert_eq!(
        line["span"]["id"].as_str(),
        answer.header("x-request-id"),
        "{line}"
    );
    assert!(
        line["detail"].as_str().is_some_and(|detail| !detail.is_empty()),
        "{line}"
    );
    let person = line["person"].as_str().unwrap();
    let session = line["session"].as_str().unwrap();
    assert_eq!(person.len() == 16, who == Who::Person, "{line}");
    assert_eq!(
        session != "-",
        matches!(who, Who::Person | Who::Session),
        "{line}"
    );
    assert_eq!(line["account"].is_string(), who == Who::Account, "{line}");
    line
}

fn visitor(world: &TestApp) -> Browser {
    world.visitor().at(CLIENT)
}

async fn signed_in(world: &TestApp) -> Browser {
    let mut visitor = visitor(world);
    world.sign_in_from(&mut visitor, "/login", &BOB).await;
    visitor
}

#[test]
fn documented_events_are_those_that_are_logged() {
    let (_, table) = DOCUMENTED.split_once("| event | when |").unwrap();
    let rows = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let documented: BTreeSet<&str> = rows.map(|(name, _)| name).collect();
    let logged: BTreeSet<&str> = SecurityEvent::ALL.iter().map(|event| event.name()).collect();
    assert_eq!(documented, logged);
}

#[tokio::test]
async fn sign_ins_and_sessions_are_logged_once() {
    let world = TestApp::new().await;
    let (mut bob, mut other, mut third) = (visitor(&world), visitor(&world), signed_in(&world).await);
    let began = line(
        "sign_in",
        "done",
        Who::Person,
        world.sign_in_from(&mut bob, "/login", &BOB),
    )
    .await;
    let again = line(
        "sign_in",
        "done",
        Who::Person,
        world.sign_in_from(&mut other, "/login", &BOB),
    )
    .await;
    assert_eq!(began["person"], again["person"], "one person has one name");
    assert_ne!(began["session"], again["session"]);
    let denied = "/logged_in?error=access_denied";
    line("sign_in", "refused", Who::SignedOut, visitor(&world).get(denied)).await;

    let token = world.csrf_token(&bob);
    let fields = [("csrf", token.as_str())];
    third.get("/logout").await;
    let third_token = world.csrf_token(&third);
    let out = [("csrf", third_token.as_str())];
    line(
        "sign_out",
        "done",
        Who::Person,
        third.post_form("/api/sign_out", &out),
    )
    .await;
    let ended = line(
        "session_ended",
        "done",
        Who::Person,
        world.submit(&mut bob, "/api/end_other_sessions", &[]),
    )
    .await;
    assert_eq!(ended["session"], again["session"]);
    let out = bob.post_form("/api/sign_out_everywhere", &fields);
    line("sign_out_everywhere", "done", Who::Person, out).await;

    let mut guesser = visitor(&world);
    for path in ["/profile", "/", "/api/me", "/security"] {
        guesser.set_cookie(world.session_cookie(), GUESSED);
        line("unknown_session", "refused", Who::Session, guesser.get(path)).await;
    }
}

#[tokio::test]
async fn refused_requests_are_logged_once() {
    let world = TestApp::new().await;
    let mut bob = signed_in(&world).await;
    let forged = [("csrf", "forged")];
    line(
        "forged_request",
        "refused",
        Who::Session,
        bob.post_form("/api/save_profile", &forged),
    )
    .await;
    line(
        "forged_request",
        "refused",
        Who::SignedOut,
        visitor(&world).post_form("/api/save_profile", &forged),
    )
    .await;
    line(
        "forged_request",
        "refused",
        Who::Person,
        bob.call("/api/save_profile", &forged),
    )
    .await;
    let twice = [("a", "1"), ("a", "2")];
    line(
        "repeated_field",
        "refused",
        Who::Session,
        bob.call("/api/save_profile", &twice),
    )
    .await;
    let role = [("values[custom:role]", "root")];
    let refused = world.call(&mut bob, "/api/save_profile", &role);
    let refused = line("attributes", "refused", Who::Person, refused).await;
    assert_eq!(refused["detail"], "custom:role");
    let patch = Request::patch("/api/profile")
        .header("sec-fetch-site", "same-origin")
        .header(MARK.0, MARK.1)
        .header("content-type", "application/json");
    let refused = bob.send(patch, r#"{"values":{"custom:role":"admin"}}"#);
    let refused = line("attributes", "refused", Who::Person, refused).await;
    assert_eq!(refused["detail"], "custom:role");
    let title = [("values[custom:job_title]", "Beekeeper")];
    let saved = line(
        "attributes",
        "done",
        Who::Person,
        world.call(&mut bob, "/api/save_profile", &title),
    )
    .await;
    assert_eq!(saved["detail"], "custom:job_title");
    assert!(!saved.to_string().contains("Beekeeper"));
    for _ in 0..120 {
        visitor(&world).get("/login").await;
    }
    let tried = line(
        "rate_limit",
        "refused",
        Who::SignedOut,
        visitor(&world).get("/login"),
    )
    .await;
    assert_eq!(tried["detail"], "StartSignIn");
}

#[tokio::test]
async fn credential_changes_are_logged_once() {
    let world = TestApp::new().await;
    let mut bob = signed_in(&world).await;
    let wrong = [("current_password", "Not-this-1"), ("new_password", NEW_PASSWORD)];
    let right = [("current_password", BOB.password), ("new_password", NEW_PASSWORD)];
    let email = [("address", "Email"), ("value", NEW_EMAIL)];
    let code = [("address", "Email"), ("code", "000000")];
    for (event, outcome, path, fields) in [
        ("password_change", "refused", "change_password", &wrong[..]),
        ("password_change", "done", "change_password", &right),
        ("factor_set_up", "done", "begin_factor", &[]),
        ("factor_change", "refused", "finish_factor", &[("code", "000000")]),
        ("factor_change", "done", "stop_factor", &[]),
        ("address_change", "done", "change_address", &email),
        ("address_change", "refused", "confirm_address", &code),
    ] {
        let path = format!("/api/{path}");
        line(event, outcome, Who::Person, world.submit(&mut bob, &path, fields)).await;
    }
    let guess = [("code", "000000")];
    let too_often = "Try again in 15 minutes.";
    let (path, mut last) = ("/api/finish_factor", String::new());
    while !last.contains(too_often) {
        last = world.post(&mut bob, path, &guess).await.body;
    }
    let guess = world.submit(&mut bob, path, &guess);
    line("rate_limit", "refused", Who::Person, guess).await;

    world.clock.advance(Duration::from_mins(11));
    let late = world.submit(&mut bob, "/api/change_password", &right);
    line("reauthentication", "refused", Who::Person, late).await;
}

#[tokio::test]
async fn accounts_that_come_and_go_are_logged_once() {
    let world = TestApp::new().await;
    let mut ada = visitor(&world);
    ada.get("/signup").await;
    let token = world.open_form_token(&ada);
    let form = [
        ("csrf", token.as_str()),
        ("username", "ada@example.com"),
        ("password", "Ada-in-1843"),
        ("values[name]", "Ada Example"),
        ("values[custom:job_title]", "Countess"),
        ("values[custom:department]", "design"),
    ];
    let made = line(
        "sign_up",
        "done",
        Who::Account,
        ada.post_form("/api/sign_up", &form),
    )
    .await;
    let code = world.pool.outbox().pop().unwrap().code;
    let other = if code == "000000" { "000001" } else { "000000" };
    let wrong = [("csrf", token.as_str()), ("username", ""), ("code", other)];
    let refused = ada.post_form("/api/confirm_sign_up", &wrong);
    let refused = line("sign_up_confirmation", "refused", Who::Account, refused).await;
    assert_eq!(made["account"], refused["account"]);
    let right = [
        ("csrf", token.as_str()),
        ("username", ""),
        ("code", code.as_str()),
    ];
    let confirmed = ada.post_form("/api/confirm_sign_up", &right);
    line("sign_up_confirmation", "done", Who::Account, confirmed).await;

    let mut bob = signed_in(&world).await;
    line("data_export", "done", Who::Person, bob.get("/data/export")).await;
    let leave = world.submit(&mut bob, "/api/delete_account", &[("name", BOB.email)]);
    line("account_deletion", "done", Who::Person, leave).await;
}
