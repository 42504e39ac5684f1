//! Whatever a request brings, the lines about it are short and print nothing but what they say.

use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, USER_AGENT};
use axum::http::{HeaderValue, Request};

use crate::log::{keep_log, kept_log};
use crate::test_app::{BOB, TestApp};
use test_support::Browser;

/// In bytes.
const LONGEST_LINE: usize = 1024;
/// What a terminal or a viewer would obey: a control sequence, a change of direction, line separators.
const OBEYED: &str = "\u{9b}31m\u{202e}\u{2066}\u{2028}\u{2029}\u{85}";

#[tokio::test]
async fn no_request_makes_a_long_or_misleading_line() {
    keep_log();
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let long = "x".repeat(60_000);
    for path in [
        // Two bytes of which the hundredth is the first.
        format!("/{}é{long}", "x".repeat(98)),
        format!("/x{OBEYED}y"),
        format!("/{}", "é".repeat(20_000)),
        format!("/{}", OBEYED.repeat(500)),
        format!("/logged_in?error={}&state={long}", encoded(OBEYED)),
        format!("/failed?kind={long}"),
        format!("/login?return_to=/{long}"),
        format!("/api/{long}"),
    ] {
        visitor
            .send(Request::get(&path).header(ACCEPT, "text/html"), "")
            .await;
    }
    let method = format!("X{}", "Y".repeat(30_000));
    visitor
        .send(Request::builder().method(&*method).uri("/"), "")
        .await;
    send_odd_fields(&world, &mut visitor, &long).await;
    let headers = HeaderValue::from_bytes(format!("session={OBEYED}{long}").as_bytes()).unwrap();
    let odd = Request::get("/")
        .header(COOKIE, headers.clone())
        .header(USER_AGENT, headers);
    world.visitor().send(odd, "").await;

    let kept = kept_log();
    for line in kept.text.lines().chain(kept.json.lines()) {
        assert!(line.len() < LONGEST_LINE, "{} bytes: {line}", line.len());
        assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{line:?}");
    }
    let lines = kept.json.lines().map(serde_json::from_str::<serde_json::Value>);
    let answered = lines.filter(|line| line.as_ref().unwrap()["message"] == "answered");
    assert!(answered.count() > 15);
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

async fn send_odd_fields(world: &TestApp, visitor: &mut Browser, long: &str) {
    let token = world.csrf_token(visitor);
    for name in [long, OBEYED, &OBEYED.repeat(300), "a\nb\r\u{1b}[31m"] {
        let twice = [("csrf", token.as_str()), (name, "1"), (name, "2")];
        visitor.post_form("/api/save_profile", &twice).await;
        let value = format!("values[{name}]");
        visitor
            .post_form("/api/save_profile", &[("csrf", &token), (&value, name)])
            .await;
        visitor.post_form("/api/save_profile", &[("csrf", name)]).await;
    }
    let bytes = Request::post("/api/save_profile")
        .header(CONTENT_TYPE, HeaderValue::from_bytes(OBEYED.as_bytes()).unwrap())
        .header("sec-fetch-site", "same-origin");
    visitor.send(bytes, OBEYED).await;
}
