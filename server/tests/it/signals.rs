//! SIGHUP and SIGTERM: what changes, without a failed request.

use std::fs;

use axum::http::header::HOST;
use local_pool::{Misbehaviour, RecordedRequest, Times};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::installation::{Installation, Running};
use crate::start_up::Pool;
use crate::test_app::BOB;
use test_support::Browser;

const OLD_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const NEW_KEY: &str = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

/// The binary with settings in its file that can be changed while it runs.
struct Stage {
    pool: Pool,
    installation: Installation,
    running: Running,
}

impl Stage {
    async fn new() -> Self {
        let pool = Pool::start().await;
        let secret = pool.pool.client_secret().to_owned();
        Self::with(pool, &secret)
    }

    fn with(pool: Pool, secrets: &str) -> Self {
        let installation = Installation::new();
        write(&installation, secrets, OLD_KEY);
        // What stands in the environment counts more than the file.
        let settings: Vec<_> = pool
            .settings(&[])
            .into_iter()
            .filter(|(name, _)| !["CLIENT_SECRET", "SESSION_KEY"].contains(name))
            .collect();
        let running = Running::start(installation.command(&settings));
        drop(settings);
        Self {
            pool,
            installation,
            running,
        }
    }

    fn secret(&self) -> String {
        self.pool.pool.client_secret().to_owned()
    }

    /// Changes the file and tells the process.
    fn reload(&mut self, secrets: &str, keys: &str) {
        write(&self.installation, secrets, keys);
        self.running.signal("HUP");
        self.running.until_logged("were read again");
    }

    fn visitor(&self) -> Browser {
        let url = format!("http://{}", self.running.address);
        // As a proxy hands it on.
        Browser::new(url.parse().unwrap()).with_header(HOST, "localhost:3000")
    }

    /// Where a sign-in at the pool leads, and whom.
    async fn sign_in(&self) -> (String, Browser) {
        let mut visitor = self.visitor();
        let started = visitor.get("/login").await;
        let back = BOB.sign_in_at_pool(started.location()).await;
        let landing = visitor.get(&back[url::Position::BeforePath..]).await;
        (landing.location().to_owned(), visitor)
    }
}

fn write(installation: &Installation, secrets: &str, keys: &str) {
    let text = format!("CLIENT_SECRET={secrets}\nSESSION_KEY={keys}\n");
    fs::write(installation.file(".env"), text).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_replaced_without_a_restart() {
    let wrong = "w1r2o3n4g5w6r7o8n9g0w1r2o3n4g5w6r7o8n9g0";
    let mut stage = Stage::with(Pool::start().await, wrong);
    assert!(stage.sign_in().await.0.starts_with("/failed?"));
    let both = format!("{wrong},{}", stage.secret());
    stage.reload(&both, OLD_KEY);
    let (landing, mut visitor) = stage.sign_in().await;
    assert_eq!(landing, "/");
    assert_eq!(visitor.get("/profile").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn session_key_rotation_keeps_everyone_signed_in() {
    let mut stage = Stage::new().await;
    let secret = stage.secret();
    let (_, mut early) = stage.sign_in().await;
    stage.reload(&secret, &format!("{NEW_KEY},{OLD_KEY}"));
    let (_, mut late) = stage.sign_in().await;
    for visitor in [&mut early, &mut late] {
        assert_eq!(visitor.get("/profile").await.status, 200);
    }
    // Who was sealed with a key that is gone has to sign in again, and nobody else.
    stage.reload(&secret, NEW_KEY);
    assert_eq!(late.get("/profile").await.status, 200);
    assert!(early.get("/profile").await.location().starts_with("/login"));
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_are_wrong_change_nothing() {
    let mut stage = Stage::new().await;
    let secret = stage.secret();
    let (_, mut visitor) = stage.sign_in().await;
    write(&stage.installation, &secret, "c2hvcnQ=");
    stage.running.signal("HUP");
    let line = stage.running.until_logged("they stay as they were");
    assert!(
        line.contains("SESSION_KEY") && !line.contains("c2hvcnQ"),
        "{line}"
    );
    assert_eq!(visitor.get("/profile").await.status, 200);
}

/// A post of which the second half is still to come.
struct HalfSent {
    connection: TcpStream,
    rest: &'static str,
}

impl HalfSent {
    async fn start(address: &str) -> Self {
        let body = "language=he&page=%2Flogged_out";
        let (first, rest) = body.split_at(10);
        let head = [
            "POST /api/set_language HTTP/1.1",
            "host: localhost:3000",
            "accept: text/html",
            "sec-fetch-site: same-origin",
            "content-type: application/x-www-form-urlencoded",
            &format!("content-length: {}", body.len()),
        ];
        let mut connection = TcpStream::connect(address).await.unwrap();
        let sent = format!("{}\r\n\r\n{first}", head.join("\r\n"));
        connection.write_all(sent.as_bytes()).await.unwrap();
        Self { connection, rest }
    }

    async fn finish(mut self) -> String {
        self.connection.write_all(self.rest.as_bytes()).await.unwrap();
        let mut answer = vec![0; 4096];
        let length = self.connection.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..length]).into_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_flight_requests_are_answered_during_shutdown() {
    let mut stage = Stage::new().await;
    let secret = stage.secret();
    let address = stage.running.address.clone();
    // Whoever is answered later than this has been heard before.
    let first = HalfSent::start(&address).await;
    assert_eq!(stage.visitor().get("/healthz").await.status, 200);
    stage.reload(&secret, &format!("{NEW_KEY},{OLD_KEY}"));
    let answer = first.finish().await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");

    let second = HalfSent::start(&address).await;
    assert_eq!(stage.visitor().get("/healthz").await.status, 200);
    stage.running.signal("TERM");
    stage.running.until_logged("stopping");
    while TcpStream::connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    let answer = second.finish().await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert_eq!(stage.running.wait().0, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn background_work_finishes_before_shutdown() {
    let stage = Stage::new().await;
    let (_, mut visitor) = stage.sign_in().await;
    let page = visitor.get("/profile").await;
    let token = page.body.split_once("name=\"csrf\" value=\"").unwrap().1;
    let token = token.split_once('"').unwrap().0;
    // After a sign-out the refresh token is revoked, here at the third try.
    let pool = &stage.pool.pool;
    pool.misbehave(Misbehaviour::DropConnection, Times::Exactly(2));
    let signed_out = visitor.post_form("/api/sign_out", &[("csrf", token)]).await;
    assert_eq!(signed_out.status, 303, "{}", signed_out.body);
    stage.running.signal("TERM");
    let (code, _, log) = stage.running.wait();
    assert_eq!(code, Some(0));
    let is_revoked = |call: &RecordedRequest| call.path == "/oauth2/revoke" && call.status == 200;
    assert!(pool.requests().iter().any(is_revoked), "{log}");
}
