//! Each finding of the running app: broken by one thing, found alone, and gone without it.

use std::collections::BTreeSet;

use base64::Engine as _;
use serde_json::Value;

use crate::app_stand_in::{Sent, Spoil, StandIn, date};
use crate::doctor::codes;
use crate::fixture::{CLIENT, OperatorFixture, Ran};

const CALLBACK: &str = "http://localhost:3000/logged_in";
const AS_IT_IS: Spoil = |_| {};

/// What is found, what changes of the answers, and words of the advice.
pub struct AppPair(pub &'static str, Spoil, &'static str);

fn of_page(sent: &Sent) -> bool {
    sent.path == "/"
}

fn of_sign_in(sent: &Sent) -> bool {
    sent.path == "/login"
}

fn pairs_of_answers() -> Vec<AppPair> {
    vec![
        AppPair(
            "app-unreachable",
            |sent| sent.answer(502, "Bad Gateway"),
            "LISTEN_ADDR",
        ),
        AppPair(
            "app-unreachable",
            |sent| sent.answer(200, "<h1>Another site</h1>"),
            "APP_ORIGIN",
        ),
        AppPair(
            "app-unreachable",
            |sent| {
                if of_page(sent) {
                    sent.answer(403, "no");
                }
            },
            "APP_ORIGIN",
        ),
        AppPair(
            "app-not-ready",
            |sent| {
                if sent.path == "/readyz" {
                    sent.answer(503, "not ready: store");
                }
            },
            "SESSION_STORE",
        ),
        AppPair(
            "app-elsewhere",
            |sent| {
                if of_page(sent) {
                    sent.status = 307;
                    sent.add("location", "http://app.internal:8080/");
                }
            },
            "proxy_set_header Host",
        ),
        AppPair("app-clock", |sent| sent.set("date", &date(-120)), "chrony"),
        AppPair("app-clock", |sent| sent.set("date", &date(120)), "chrony"),
    ]
}

fn pairs_of_sign_in() -> Vec<AppPair> {
    vec![
        AppPair(
            "app-no-sign-in",
            |sent| {
                if of_sign_in(sent) {
                    sent.answer(503, "");
                }
            },
            "TRUSTED_PROXIES",
        ),
        AppPair(
            "app-other-pool",
            |sent| sent.replace("location", "http://localhost:", "http://another.localhost:"),
            "COGNITO_USER_POOL_ID=eu-west-1_local0001",
        ),
        AppPair(
            "app-other-pool",
            |sent| sent.replace("location", "/oauth2/authorize", "/login"),
            "COGNITO_DOMAIN",
        ),
        AppPair(
            "app-other-client",
            |sent| sent.replace("location", CLIENT, "another"),
            "CLIENT_ID=4q8vd3m1k7ztn0hx5w2rcyb6ga",
        ),
        AppPair(
            "app-callback",
            |sent| sent.replace("location", "logged_in", "logged_in%2F"),
            "REDIRECT_URI=http://localhost:3000/logged_in",
        ),
        AppPair(
            "app-scope",
            |sent| sent.replace("location", "profile", "profile+phone"),
            "attributes.toml",
        ),
        AppPair(
            "app-scope",
            |sent| sent.replace("location", "openid+", ""),
            "attributes.toml",
        ),
        AppPair(
            "app-no-cookie",
            |sent| sent.remove("set-cookie"),
            "proxy_hide_header",
        ),
        AppPair(
            "app-cookie-attributes",
            |sent| sent.replace("set-cookie", "Path=/", "Path=/app"),
            "proxy_cookie_path",
        ),
        AppPair(
            "app-cookie-attributes",
            |sent| sent.replace("set-cookie", "; HttpOnly", ""),
            "proxy_cookie_flags",
        ),
        AppPair(
            "app-cookie-attributes",
            |sent| sent.replace("set-cookie", "SameSite=Lax", "SameSite=None"),
            "proxy_cookie_flags",
        ),
        AppPair(
            "app-cookie-attributes",
            |sent| sent.replace("set-cookie", "; HttpOnly", "; HttpOnly; Domain=example.com"),
            "proxy_cookie_domain",
        ),
        AppPair(
            "app-cookie-lost",
            // As if nothing was sent back: each sign-in is of another browser.
            |sent| {
                let another = format!("browser-3000={}", sent.number);
                sent.replace("set-cookie", "browser-3000=", &another);
            },
            "Cookie header",
        ),
    ]
}

fn pairs_of_headers() -> Vec<AppPair> {
    vec![
        AppPair(
            "app-csp",
            |sent| sent.remove("content-security-policy"),
            "proxy_hide_header",
        ),
        AppPair(
            "app-csp",
            |sent| sent.add("content-security-policy", "default-src 'self'"),
            "add_header",
        ),
        AppPair(
            "app-csp",
            |sent| sent.replace("content-security-policy", "default-src 'none'; ", ""),
            "add_header",
        ),
        AppPair(
            "app-headers",
            |sent| sent.remove("x-content-type-options"),
            "Apache",
        ),
        AppPair(
            "app-headers",
            |sent| sent.set("cross-origin-opener-policy", "unsafe-none"),
            "CloudFront",
        ),
        AppPair(
            "app-headers",
            |sent| {
                if of_sign_in(sent) {
                    sent.set("referrer-policy", "origin");
                }
            },
            "nginx",
        ),
        AppPair(
            "app-cached",
            |sent| sent.set("cache-control", "max-age=600"),
            "/pkg/",
        ),
        AppPair(
            "app-cached",
            |sent| {
                let same = "default-src 'none'; script-src 'nonce-1'; frame-ancestors 'none'";
                sent.set("content-security-policy", same);
            },
            "/pkg/",
        ),
    ]
}

/// What arrives by https only.
fn pairs_of_https() -> Vec<AppPair> {
    vec![
        AppPair(
            "app-hsts",
            |sent| sent.remove("strict-transport-security"),
            "APP_ORIGIN with https",
        ),
        AppPair(
            "app-hsts",
            |sent| sent.set("strict-transport-security", "max-age=300; includeSubDomains"),
            "add none of the same name",
        ),
        AppPair(
            "app-cookie-attributes",
            |sent| sent.replace("set-cookie", "; Secure", ""),
            "APP_ORIGIN with https",
        ),
        AppPair(
            "app-cookie-attributes",
            |sent| sent.replace("set-cookie", "__Host-", ""),
            "APP_ORIGIN with https",
        ),
    ]
}

pub fn pairs() -> Vec<AppPair> {
    let all = [
        pairs_of_answers(),
        pairs_of_sign_in(),
        pairs_of_headers(),
        pairs_of_https(),
    ];
    all.into_iter().flatten().collect()
}

/// Doctor at a stand-in that it trusts.
fn look(fixture: &OperatorFixture, app: &StandIn, arguments: &[&str]) -> Ran {
    let base64 = base64::engine::general_purpose::STANDARD.encode(&app.certificate);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
    let trusted = fixture.write("trusted.pem", &pem);
    let mut command = fixture.program(&["doctor", "--json"]);
    command
        .args(arguments)
        .env("APP_ORIGIN", &app.origin)
        .env("REDIRECT_URI", CALLBACK)
        .env("SIGN_OUT_URI", "http://localhost:3000/logged_out")
        .env("SSL_CERT_FILE", trusted);
    command.output().unwrap().into()
}

/// The findings of the app alone.
async fn found(fixture: &OperatorFixture, scheme: &str, spoil: Spoil) -> Vec<Value> {
    let app = StandIn::start(scheme, fixture.pool.url().as_str(), spoil).await;
    let report = look(fixture, &app, &["--app"]).json();
    let findings = report["findings"].as_array().unwrap().iter();
    let of_app = findings.filter(|finding| finding["code"].as_str().unwrap().starts_with("app-"));
    of_app.cloned().collect()
}

async fn each_is_found_alone(scheme: &str, pairs: Vec<AppPair>) {
    let fixture = OperatorFixture::demo().await;
    let before = found(&fixture, scheme, AS_IT_IS).await;
    assert_eq!(before, Vec::<Value>::new());
    for AppPair(code, spoil, advice) in pairs {
        let found = found(&fixture, scheme, spoil).await;
        assert_eq!(codes(&found), BTreeSet::from([code.to_owned()]), "{found:?}");
        let remedy = found[0]["remedy"].as_str().unwrap();
        assert!(remedy.contains(advice), "{code}: {remedy}");
        assert!(!found[0]["why"].as_str().unwrap().is_empty(), "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_answers_of_the_app_are_found() {
    each_is_found_alone("http", pairs_of_answers()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_sign_ins_of_the_app_are_found() {
    each_is_found_alone("http", pairs_of_sign_in()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_headers_of_the_app_are_found() {
    each_is_found_alone("http", pairs_of_headers()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_https_of_the_app_is_found() {
    each_is_found_alone("https", pairs_of_https()).await;
}
