//! `/livez`, `/readyz`, `server health`, and a stop that gives load balancers time to find out.

use std::os::unix::net::UnixDatagram;
use std::process::Output;
use std::time::Duration;

use axum::http::{Method, Request};
use serde_json::Value;
use test_support::Browser;

use crate::installation::{Installation, Running};
use crate::log::{keep_log, kept_log};
use crate::start_up::Pool;
use crate::test_app::TestApp;

async fn probe(app: &TestApp, path: &str) -> (u16, String) {
    let answer = app.visitor().send(Request::get(path), "").await;
    (answer.status.as_u16(), answer.body)
}

#[tokio::test]
async fn probes_answer_every_method_of_balancers() {
    let app = TestApp::new().await;
    for path in server::router::PROBES {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            let request = Request::builder().method(method.clone()).uri(path);
            assert_eq!(
                app.visitor().send(request, "").await.status,
                200,
                "{method} {path}"
            );
        }
    }
}

#[tokio::test]
async fn unreachable_pool_is_alive_and_not_ready() {
    let app = TestApp::builder().without_pool().start().await;
    assert_eq!(probe(&app, "/livez").await, (200, "ok".to_owned()));
    assert_eq!(probe(&app, "/readyz").await, (503, "not ready: pool".to_owned()));
}

#[tokio::test]
async fn draining_process_is_not_ready() {
    let app = TestApp::new().await;
    assert_eq!(probe(&app, "/readyz").await, (200, "ready".to_owned()));
    app.draining.cancel();
    assert_eq!(
        probe(&app, "/readyz").await,
        (503, "not ready: stopping".to_owned())
    );
    assert_eq!(probe(&app, "/livez").await.0, 200);
}

#[tokio::test]
async fn probes_of_life_leave_no_line() {
    keep_log();
    let app = TestApp::new().await;
    for path in server::router::PROBES {
        assert_eq!(probe(&app, path).await.0, 200, "{path}");
    }
    let log = kept_log().json;
    let lines = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let answered = lines.filter(|line| line["event"] == "request_answered");
    let paths: Vec<_> = answered.map(|line| line["span"]["path"].clone()).collect();
    assert_eq!(paths, ["/readyz"]);
}

fn health(address: &str, arguments: &[&str]) -> Output {
    Installation::new()
        .command(&[("LISTEN_ADDR", address)])
        .arg("health")
        .args(arguments)
        .output()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn health_command_tells_by_exit_code() {
    let pool = Pool::start().await;
    let running = Running::start(Installation::new().command(&pool.settings(&[])));
    for arguments in [&[][..], &["--ready"], &["--address", &running.address]] {
        let output = health(&running.address, arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
    }
    let address = running.address.clone();
    running.stop();
    let output = health(&address, &[]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(&format!("Nothing answers at {address}")), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn drain_answers_until_it_is_over() {
    let mut running = Running::start(Installation::new().command(&[("DRAIN_SECONDS", "300")]));
    running.signal("TERM");
    running.until_logged("draining");
    let mut balancer = Browser::new(format!("http://{}", running.address).parse().unwrap());
    assert_eq!(balancer.get("/readyz").await.status, 503);
    assert_eq!(balancer.get("/healthz").await.status, 200);
    // Somebody is in a hurry.
    let (code, _, log) = running.stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("stopping"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn service_manager_hears_of_each_state() {
    let pool = Pool::start().await;
    let installation = Installation::new();
    let socket = installation.file("notify");
    let manager = UnixDatagram::bind(&socket).unwrap();
    manager.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let hear = || {
        let mut bytes = [0; 512];
        let length = manager.recv(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..length]).into_owned()
    };
    let settings = pool.settings(&[("NOTIFY_SOCKET", socket.to_str().unwrap())]);
    let running = Running::start(installation.command(&settings));
    assert_eq!(hear().trim(), "READY=1");
    running.signal("HUP");
    assert!(hear().starts_with("RELOADING=1\nMONOTONIC_USEC="));
    assert_eq!(hear().trim(), "READY=1");
    running.stop();
    assert_eq!(hear().trim(), "STOPPING=1");
}
