//! Random requests to every address there is: none brings about a 500, none a panic, no forged one passes.
//! `FUZZ_REQUESTS` says how many, `FUZZ_SEED` which.

mod bytes;
mod forgeries;

use std::time::Duration;

use app::MARK;
use axum::body::Body;
use axum::http::header::COOKIE;
use axum::http::{HeaderValue, Method, Request, StatusCode};
use fastrand::Rng;
use leptos::server_fn::axum::server_fn_paths;
use tokio::time::Instant;
use tower::ServiceExt as _;

use crate::test_app::{BOB, BROWSER, ORIGIN, SESSION, TestApp};
use server::router::PAGES;
use test_support::name_no_host;

const HOUR: Duration = Duration::from_hours(1);
const FORM: &str = "application/x-www-form-urlencoded";

fn number(name: &str, default: u64) -> u64 {
    let value = std::env::var_os(name);
    value.map_or(default, |value| value.to_str().unwrap().parse().unwrap())
}

fn requests() -> u64 {
    number("FUZZ_REQUESTS", 1_000)
}

fn rng() -> Rng {
    Rng::with_seed(number("FUZZ_SEED", 20_261_128))
}

fn pick<'a>(rng: &mut Rng, of: &[&'a str]) -> &'a str {
    of[rng.usize(..of.len())]
}

fn addresses() -> Vec<String> {
    let pages = PAGES.iter().map(ToString::to_string);
    let functions = server_fn_paths().map(|(path, _)| path.to_owned());
    let others = [
        "/api/me",
        "/healthz",
        "/robots.txt",
        "/pkg/x.js",
        "/.well-known/change-password",
        "/nope",
    ];
    pages
        .chain(functions)
        .chain(others.map(ToOwned::to_owned))
        .collect()
}

const BITS: [&str; 24] = [
    "",
    "a",
    "=",
    "&",
    "%",
    "%00",
    "%ff",
    "%C3%B1",
    "[",
    "]",
    "[a][b]",
    "..",
    "/",
    "//",
    "\\",
    "'\"<x-mark>",
    "\u{202e}",
    "é",
    "values[custom:job_title]",
    "csrf",
    "true",
    "-1",
    "99999999999999999999",
    "{}",
];
const NAMES: [&str; 22] = [
    "csrf",
    "values",
    "values[email]",
    "values[custom:job_title]",
    "original[email]",
    "code",
    "state",
    "error",
    "iss",
    "return_to",
    "kind",
    "reference",
    "fresh",
    "page",
    "language",
    "username",
    "password",
    "address",
    "value",
    "name",
    "new_password",
    "id",
];

fn noise(rng: &mut Rng) -> String {
    (0..rng.usize(..6)).map(|_| pick(rng, &BITS)).collect()
}

fn fields(rng: &mut Rng, token: &str) -> String {
    let mut text = String::new();
    for _ in 0..rng.usize(..6) {
        let (name, value) = (pick(rng, &NAMES).to_owned(), noise(rng));
        let value = if rng.u8(..4) == 0 { token.to_owned() } else { value };
        text.extend([name.as_str(), "=", &value, "&"]);
    }
    text
}

/// A request that `http` takes for one; `None` if it does not.
fn request(rng: &mut Rng, addresses: &[String], cookies: &str, token: &str) -> Option<Request<Body>> {
    let methods = [
        "GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "CONNECT",
        "X",
    ];
    let method = Method::from_bytes(pick(rng, &methods).as_bytes()).unwrap();
    let mut target = addresses[rng.usize(..addresses.len())].clone();
    match rng.u8(..12) {
        0 => target.push('/'),
        1 => target.push_str(&noise(rng)),
        2 => {
            target = format!(
                "http://{}{target}",
                pick(rng, &["localhost:3000", "evil.example", "[::1]"])
            );
        }
        3 => pick(rng, &["*", "a:1", "/", "//", "/%", "/\u{fe0f}", "http://x"]).clone_into(&mut target),
        _ => {}
    }
    if rng.bool() && target.starts_with('/') {
        target.push('?');
        target.push_str(&fields(rng, token));
    }
    let mut request = Request::builder().method(method).uri(target);
    let headers: [(&str, &[&str]); 11] = [
        (
            "accept",
            &["text/html", "application/json", "*/*", "", "text/html;q=\u{e9}"],
        ),
        (
            "content-type",
            &[
                FORM,
                FORM,
                FORM,
                "text/plain",
                "multipart/form-data",
                "application/json",
                "x",
            ],
        ),
        (
            "sec-fetch-site",
            &["same-origin", "same-origin", "cross-site", "none", "x"],
        ),
        ("origin", &[ORIGIN, "null", "https://evil.example"]),
        (
            "host",
            &["localhost:3000", "127.0.0.1", "", "a b", "[", "x:99999"],
        ),
        (
            "referer",
            &[
                "http://localhost:3000/profile",
                "javascript:x",
                "//",
                "http://localhost:3000//x?__err=y",
            ],
        ),
        (
            "accept-language",
            &["es;q=0.0", "he", "q=;;,", "en-\u{e9}", "*;q=NaN"],
        ),
        ("x-forwarded-for", &["1.2.3.4", "unknown", ",,,"]),
        (MARK.0, &[MARK.1, "other"]),
        ("user-agent", &["Mozilla/5.0", "", "\u{202e}"]),
        ("content-length", &["0", "5", "x"]),
    ];
    for (name, values) in headers {
        if rng.u8(..3) > 0 {
            let value = HeaderValue::from_bytes(pick(rng, values).as_bytes()).ok()?;
            request = request.header(name, value);
        }
    }
    if rng.u8(..3) > 0 {
        request = request.header(COOKIE, cookies);
    } else if rng.bool() {
        request = request.header(COOKIE, HeaderValue::from_bytes(noise(rng).as_bytes()).ok()?);
    }
    let body = match rng.u8(..4) {
        0 => (0..rng.usize(..200)).map(|_| rng.u8(..)).collect(),
        _ => format!("csrf={token}&{}", fields(rng, token)).into_bytes(),
    };
    request.body(Body::from(body)).ok()
}

#[tokio::test]
async fn random_requests_never_fail_the_server() {
    let world = TestApp::new().await;
    let routes = server::router(world.state.clone());
    let addresses = addresses();
    let mut rng = rng();
    let mut since = Instant::now();
    let (mut sent, mut visitor) = (0, world.sign_in(&BOB).await);
    while sent < requests() {
        // What signs somebody out or away may have happened.
        if sent % 500 == 0 && visitor.get_json("/api/me").await.status != 200 {
            // Attempts are given back by and by.
            world.pool.clock().advance(HOUR);
            // Ours stands still otherwise, and the pool's goes on.
            world.clock.advance(HOUR + since.elapsed());
            since = Instant::now();
            visitor = world.sign_in(&BOB).await;
        }
        let session = visitor.cookie(SESSION).unwrap_or_default();
        let cookies = format!(
            "{SESSION}={session}; {BROWSER}={}",
            visitor.cookie(BROWSER).unwrap_or_default()
        );
        let token = world.csrf_token(&visitor);
        let Some(mut request) = request(&mut rng, &addresses, &cookies, &token) else {
            continue;
        };
        name_no_host(&mut request);
        sent += 1;
        let shown = format!("{request:?}");
        let answer = routes.clone().oneshot(request).await.unwrap();
        assert_ne!(
            answer.status(),
            StatusCode::INTERNAL_SERVER_ERROR,
            "number {sent}: {shown}"
        );
        assert!(
            answer.headers().contains_key("x-content-type-options"),
            "number {sent}: {shown}"
        );
        let location = answer
            .headers()
            .get("location")
            .and_then(|location| location.to_str().ok());
        assert!(
            !location.is_some_and(|location| location.contains("__err")),
            "number {sent}: {shown}"
        );
    }
}
