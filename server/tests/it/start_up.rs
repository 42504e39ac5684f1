//! What the binary says when what it needs is not as it should be: which variable, and what to do.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::extract::Request;
use axum::routing::get;
use axum::{Json, Router};
use local_pool::LocalPool;
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::installation::{Installation, Running};

const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// A pool like any other, as far as the binary is told.
pub struct Pool {
    pub pool: LocalPool,
    endpoint: String,
}

impl Pool {
    pub async fn start() -> Self {
        let pool = crate::test_app::pool::builder().start().await.unwrap();
        let endpoint = pool.url().to_string();
        Self { pool, endpoint }
    }

    /// What the binary has to be told, `others` in place of it and besides.
    pub fn settings<'a>(&'a self, others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let settings = [
            ("COGNITO_USER_POOL_ID", self.pool.pool_id()),
            ("COGNITO_ENDPOINT", &self.endpoint),
            ("CLIENT_ID", self.pool.client_id()),
            ("CLIENT_SECRET", self.pool.client_secret()),
            ("SESSION_KEY", KEY),
        ];
        [&settings, others].concat()
    }

    /// What it says with these settings, with which it does not start.
    #[track_caller]
    fn refusal(&self, others: &[(&str, &str)]) -> String {
        let (output, said) = Installation::new().run(&self.settings(others));
        assert_eq!(output.status.code(), Some(1), "{said}");
        said
    }

    /// What it has logged when it listens.
    fn log(&self, others: &[(&str, &str)]) -> String {
        let installation = Installation::new();
        let running = Running::start(installation.command(&self.settings(others)));
        let (code, _, log) = running.stop();
        assert_eq!(code, Some(0));
        log
    }
}

#[track_caller]
fn assert_says(said: &str, expected: &[&str]) {
    for part in expected {
        assert!(said.contains(part), "no {part:?} in {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn matching_pool_and_list_give_no_findings() {
    let list = list_without_fixed_attributes();
    let log = Pool::start()
        .await
        .log(&[("ATTRIBUTES_FILE", list.path().to_str().unwrap())]);
    assert_says(&log, &["the user pool answers"]);
    for level in ["WARN", "ERROR"] {
        assert!(!log.contains(level), "{log}");
    }
}

/// The shipped list, where everything can be changed later.
fn list_without_fixed_attributes() -> tempfile::NamedTempFile {
    let list = include_str!("../../../attributes.toml");
    assert!(
        list.contains("\nmutable = false\n"),
        "the shipped list has another wording"
    );
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), list.replace("\nmutable = false\n", "\n")).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn immutable_attributes_are_warned_of_with_hosted_link() {
    let log = Pool::start().await.log(&[]);
    assert_says(&log, &["WARN", "custom:employee_id", "never see our form"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn https_without_stated_proxies_is_warned_of() {
    let pool = Pool::start().await;
    // Nothing answers there: the server starts without.
    let https = [
        ("APP_ORIGIN", "https://app.example"),
        ("COGNITO_ENDPOINT", "https://127.0.0.1:9"),
    ];
    for (proxies, is_warned) in [("", true), ("none", false), ("127.0.0.1", false)] {
        let log = pool.log(&[&https[..], &[("TRUSTED_PROXIES", proxies)]].concat());
        assert_eq!(
            log.contains("all visitors count as one"),
            is_warned,
            "{proxies:?}: {log}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn misspelt_and_readable_settings_are_said_at_start() {
    use std::os::unix::fs::PermissionsExt as _;

    let pool = Pool::start().await;
    let installation = Installation::new();
    let file = installation.file(".env");
    let secret = pool.pool.client_secret();
    std::fs::write(
        &file,
        format!("\u{feff}CLIENT_SECRET='{secret}'\nSESSION_IDEL_LIMIT=1h\n"),
    )
    .unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let mut settings = pool.settings(&[]);
    settings.retain(|(name, _)| *name != "CLIENT_SECRET");
    let (code, _, log) = Running::start(installation.command(&settings)).stop();
    assert_eq!(code, Some(0));
    assert_says(
        &log,
        &[
            "SESSION_IDEL_LIMIT",
            "SESSION_IDLE_LIMIT",
            "chmod 600 .env",
            "the user pool answers",
        ],
    );
    assert!(!log.contains(secret), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn short_session_key_is_reported_without_its_value() {
    let said = Pool::start().await.refusal(&[("SESSION_KEY", "c2hvcnQ=")]);
    assert_says(&said, &["SESSION_KEY: must be 32 random bytes in base64"]);
    assert!(!said.contains("c2hvcnQ"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn unopenable_store_is_named_with_its_variable() {
    let said = Pool::start()
        .await
        .refusal(&[("SESSION_STORE", "sqlite:///proc/sessions.db")]);
    assert_says(&said, &["/proc/sessions.db", "SESSION_STORE", "because: "]);
}

/// A Redis that lets itself be read only.
struct Replica {
    folder: TempDir,
    process: Child,
}

impl Replica {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let process = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--replicaof", "127.0.0.1", "9"])
            .arg("--unixsocket")
            .arg(folder.path().join("redis.sock"))
            .arg("--dir")
            .arg(folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        Self { folder, process }
    }

    async fn url(&self) -> String {
        let socket = self.folder.path().join("redis.sock");
        while tokio::net::UnixStream::connect(&socket).await.is_err() {
            tokio::task::yield_now().await;
        }
        format!("redis+unix://{}", socket.display())
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn read_only_store_fails_the_start_with_advice() {
    let replica = Replica::start();
    let store = replica.url().await;
    let said = Pool::start().await.refusal(&[("SESSION_STORE", &store)]);
    assert_says(&said, &["SESSION_STORE", "replica", "because: "]);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_pool_stops_the_start() {
    let said = Pool::start()
        .await
        .refusal(&[("COGNITO_USER_POOL_ID", "us-east-1_Nowhere00")]);
    assert_says(&said, &["COGNITO_USER_POOL_ID", "COGNITO_ENDPOINT"]);
}

/// The description of another pool, wherever one looks for it.
async fn another_pool() -> String {
    let describe = async |request: Request| {
        let host = request.headers()["host"].to_str().unwrap().to_owned();
        let at = |path: &str| format!("http://{host}{path}");
        Json(json!({
            "issuer": at("/us-east-1_Another00"),
            "authorization_endpoint": at("/oauth2/authorize"),
            "token_endpoint": at("/oauth2/token"),
            "userinfo_endpoint": at("/oauth2/userInfo"),
            "jwks_uri": at("/us-east-1_Another00/.well-known/jwks.json"),
        }))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = Router::new().route("/{pool}/.well-known/openid-configuration", get(describe));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_of_another_pool_stops_the_start() {
    let elsewhere = another_pool().await;
    let said = Pool::start().await.refusal(&[("COGNITO_ENDPOINT", &elsewhere)]);
    assert_says(
        &said,
        &[
            "COGNITO_USER_POOL_ID",
            "COGNITO_ENDPOINT",
            "because: discovery: the issuer",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn unreachable_pool_is_waited_for() {
    let log = Pool::start()
        .await
        .log(&[("COGNITO_ENDPOINT", "http://127.0.0.1:9")]);
    assert_says(&log, &["COGNITO_ENDPOINT", "cannot be reached yet"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_clock_is_named_with_its_direction() {
    let pool = Pool::start().await;
    pool.pool.clock().advance(Duration::from_mins(10));
    assert_says(&pool.log(&[]), &["s behind the user pool's", "set the clock"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_secrets_are_named_without_values() {
    let pool = Pool::start().await;
    let log = pool.log(&[("CLIENT_SECRET", "hunter2hunter2")]);
    assert_says(&log, &["the pool accepts no client secret (CLIENT_SECRET)"]);
    let both = format!("{},hunter2hunter2", pool.pool.client_secret());
    let log = pool.log(&[("CLIENT_SECRET", &both)]);
    assert_says(
        &log,
        &["refuses the second client secret: take it out of CLIENT_SECRET"],
    );
    assert!(!log.contains("hunter2"), "{log}");
}
