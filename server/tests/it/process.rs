//! The binary as it is started: what it says, what it answers, how it ends.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::Path;

use crate::installation::{Installation, Running};
use axum::http::header::HOST;
use test_support::Browser;

/// A pool as `operator pool template` writes it.
const TEMPLATE: &str = include_str!("../../../crates/operator/src/template/golden/small.yaml");

#[test]
fn bad_configuration_is_refused_with_all_errors() {
    let installation = Installation::new();
    fs::write(
        installation.file(".env"),
        "CLIENT_SECRET=hunter2\nLOG_FORMAT=xml\n",
    )
    .unwrap();
    let (output, said) = installation.run(&[("CLIENT_ID", "1example23456789")]);
    assert_eq!(output.status.code(), Some(1));
    for name in ["COGNITO_USER_POOL_ID", "SESSION_KEY", "LOG_FORMAT"] {
        assert!(said.contains(&format!("\n  {name}: ")), "{said}");
    }
    assert!(!said.contains("hunter2"), "{said}");
    assert_eq!(output.stdout, b"");
}

#[test]
fn environment_overrides_file_and_empty_unsets() {
    let installation = Installation::new();
    fs::write(
        installation.file(".env"),
        "CLIENT_ID=x\nLOG_FORMAT=xml\nAPP_ORIGIN=nonsense\n",
    )
    .unwrap();
    let (_, said) = installation.run(&[("CLIENT_ID", ""), ("LOG_FORMAT", "json")]);
    assert!(said.contains("APP_ORIGIN"), "{said}");
    assert!(
        !said.contains("LOG_FORMAT") && !said.contains("CLIENT_SECRET"),
        "{said}"
    );
}

#[test]
fn missing_front_end_is_named() {
    for missing in ["hash.txt", "target/site/pkg"] {
        let installation = Installation::new();
        let _ = fs::remove_file(installation.file(missing));
        let _ = fs::remove_dir(installation.file(missing));
        let (output, said) = installation.run(&[]);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            said.contains(missing) && said.contains("cargo leptos build"),
            "{said}"
        );
    }
}

#[test]
fn a_port_in_use_is_a_clear_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let installation = Installation::new();
    let (output, said) = installation.run(&[("LISTEN_ADDR", &address.to_string())]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains(&format!("Nothing can listen on {address}")),
        "{said}"
    );
    let (output, said) = installation.run(&[("LOCAL_POOL_PORT", &address.port().to_string())]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("LOCAL_POOL_PORT names another port"), "{said}");
}

#[tokio::test]
async fn server_starts_without_configuration_and_stops() {
    let installation = Installation::new();
    let server = Running::start(installation.command(&[]));
    let mut browser = Browser::new(format!("http://{}", server.address).parse().unwrap());
    assert_eq!(browser.get("/healthz").await.body, "ok");
    let home = browser.with_header(HOST, "localhost:3000").get("/").await;
    assert_eq!(home.status, 200);
    assert!(home.body.contains("/pkg/leptos-cognito.a.js"));
    assert_eq!(mode(&installation.file("var/session.key")), 0o600);
    assert_eq!(mode(&installation.file("var/sessions.db")), 0o600);

    let (code, said, log) = server.stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("stopping"), "{log}");
    for expected in [
        "http://localhost:3000",
        "_inbox",
        "alice@example.com",
        "Alice-in-1865",
    ] {
        assert!(said.contains(expected), "{said}");
    }
}

#[tokio::test]
async fn local_pool_is_made_of_a_template() {
    let installation = Installation::new();
    fs::write(installation.file("pool.yaml"), TEMPLATE).unwrap();
    let server = Running::start(installation.command(&[("LOCAL_POOL_TEMPLATE", "pool.yaml")]));
    let mut browser = Browser::new(format!("http://{}", server.address).parse().unwrap());
    let mut browser_at_app = browser.with_header(HOST, "localhost:3000");
    let login = browser_at_app.get("/login").await;
    // The template's client has this application's address instead of app.example.com.
    browser = Browser::new(login.next());
    let pages = browser.get(login.next().as_str()).await;
    assert_eq!(pages.next().path(), "/login", "{}", pages.next());

    let (code, said, _) = server.stop();
    assert_eq!(code, Some(0));
    assert!(said.contains("_inbox") && !said.contains("alice"), "{said}");
}

fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(file).unwrap().permissions().mode() & 0o777
}

#[test]
fn routes_command_lists_every_address() {
    let output = Installation::new().command(&[]).arg("routes").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let addresses = said.lines().filter_map(|line| line.split_whitespace().nth(1));
    let addresses: BTreeSet<_> = addresses.collect();
    for expected in [
        "/profile",
        "/api/save_profile",
        "/data/export",
        "/brand/{file}",
        "/account",
        "/readyz",
        "/api/sessions/{handle}",
    ] {
        assert!(addresses.contains(expected), "no {expected} in {said}");
    }
}

#[test]
fn unknown_argument_is_answered_with_help() {
    let output = Installation::new()
        .command(&[])
        .arg("checkconfig")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("check-config"), "{said}");
}
