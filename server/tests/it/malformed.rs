//! Requests that make no sense: 400 with a reference, whatever is wrong with them.

use app::MARK;
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, HOST, REFERER};
use axum::http::{Method, Request, StatusCode, Version};
use leptos::server_fn::axum::server_fn_paths;
use tower::ServiceExt as _;

use crate::log::{keep_log, kept_log};
use crate::test_app::{BOB, TestApp};
use test_support::{Browser, Page};

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn targets_that_are_no_path_are_refused() {
    let world = TestApp::new().await;
    for target in ["a:1", "localhost:3000", "*", "example.com"] {
        for method in [
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::OPTIONS,
            Method::CONNECT,
            Method::PUT,
        ] {
            for accept in ["text/html", "application/json"] {
                let request = Request::builder()
                    .method(method.clone())
                    .uri(target)
                    .header(ACCEPT, accept);
                let answer = world.visitor().send(request, "").await;
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{method} {target}");
                assert_has_reference(&answer, &method);
            }
        }
    }
    for target in ["/", "http://localhost:3000", "http://localhost:3000/", "/?x"] {
        let answer = world.visitor().send(Request::get(target), "").await;
        assert_eq!(answer.status, StatusCode::OK, "{target}");
    }
}

#[tokio::test]
async fn requests_name_one_host() {
    let world = TestApp::new().await;
    let ask = async |version: Version, hosts: &[&str]| {
        let request = Request::get("/").version(version);
        let request = hosts
            .iter()
            .fold(request, |request, host| request.header(HOST, *host));
        let request = request.body(Body::empty()).unwrap();
        world.app.clone().oneshot(request).await.unwrap().status()
    };
    let home = "localhost:3000";
    for hosts in [&[][..], &[home, home], &[home, "example.com"]] {
        assert_eq!(
            ask(Version::HTTP_11, hosts).await,
            StatusCode::BAD_REQUEST,
            "{hosts:?}"
        );
    }
    assert_eq!(
        ask(Version::HTTP_10, &[home, home]).await,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(ask(Version::HTTP_11, &[home]).await, StatusCode::OK);
    assert_eq!(ask(Version::HTTP_10, &[]).await, StatusCode::OK);
}

#[tokio::test]
async fn slow_bodies_are_no_error_of_ours() {
    let world = TestApp::new().await;
    keep_log();
    tokio::time::pause();
    let body = Body::from_stream(futures::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let request = Request::post("/api/sign_up")
        .header(HOST, "localhost:3000")
        .header(CONTENT_TYPE, FORM);
    let answer = world
        .app
        .clone()
        .oneshot(request.body(body).unwrap())
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::REQUEST_TIMEOUT);
    let log = kept_log().text;
    assert!(
        log.contains("did not come in time") && !log.contains("ERROR"),
        "{log}"
    );
}

#[track_caller]
fn assert_has_reference(answer: &Page, method: &Method) {
    let reference = answer.header("x-request-id").unwrap();
    if method != Method::HEAD {
        assert!(answer.body.contains(reference), "{}", answer.body);
    }
}

/// Whoever posts: a browser without WebAssembly, our WebAssembly, a script.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sender {
    Browser,
    FrontEnd,
    Script,
}

async fn post(visitor: &mut Browser, path: &str, sender: Sender, body: &str) -> Page {
    let request = Request::post(path)
        .header(CONTENT_TYPE, FORM)
        .header(REFERER, "https://evil.example/?secret")
        .header("sec-fetch-site", "same-origin");
    let request = match sender {
        Sender::Browser => request.header(ACCEPT, "text/html"),
        Sender::FrontEnd => request.header(ACCEPT, "application/json").header(MARK.0, MARK.1),
        Sender::Script => request.header(ACCEPT, "text/html").header(MARK.0, MARK.1),
    };
    visitor.send(request, body).await
}

#[tokio::test]
async fn unreadable_forms_are_bad_requests_with_a_reference() {
    let world = TestApp::new().await;
    let visitor = world.sign_in(&BOB).await;
    let token = world.csrf_token(&visitor);
    let mut refused = 0;
    for (path, _) in server_fn_paths() {
        for fields in [
            "values=x",
            "code[a][b]=1&values[=2",
            "csrf2=%ff%fe&=&&[]=",
            "values[a]=1&values[a][b]=2",
        ] {
            for sender in [Sender::Browser, Sender::FrontEnd, Sender::Script] {
                keep_log();
                let body = format!("csrf={token}&{fields}");
                let answer = post(&mut visitor.clone(), path, sender, &body).await;
                let log = kept_log().text;
                assert!(
                    !answer.status.is_server_error(),
                    "{path} {body} {sender:?}: {}",
                    answer.body
                );
                let said = format!("{answer:?}");
                assert!(
                    !said.contains("__err") && !said.contains("evil.example"),
                    "{path} {sender:?}: {said}"
                );
                let told = "a form that cannot be read was refused";
                if log.contains(told) {
                    refused += 1;
                    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {sender:?}");
                    assert_has_reference(&answer, &Method::POST);
                    let reference = answer.header("x-request-id").unwrap();
                    let lines = log.lines().filter(|line| line.contains(reference));
                    let warnings: Vec<_> = lines.filter(|line| line.contains("WARN")).collect();
                    assert_eq!(warnings.len(), 1, "{path} {sender:?}: {warnings:?}");
                    assert_eq!(answer.header("location"), None, "{path} {sender:?}");
                }
            }
        }
    }
    assert!(refused > 20, "only {refused} forms could not be read");
}

#[tokio::test]
async fn bodies_that_are_no_form_are_bad_requests() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let token = world.csrf_token(&visitor);
    for content_type in [
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
    ] {
        let request = Request::post("/api/save_profile")
            .header(CONTENT_TYPE, content_type)
            .header("sec-fetch-site", "same-origin")
            .header(MARK.0, MARK.1);
        let body = format!("csrf={token}&values[custom:job_title]=Cook&values[custom:job_title]=Baker");
        let answer = visitor.send(request, &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{content_type}");
        assert_has_reference(&answer, &Method::POST);
    }
    let me = visitor.get_json("/api/me").await.json();
    assert_ne!(me["attributes"]["custom:job_title"], "Cook");
}

/// What comes from the address bar is no failure of ours.
#[tokio::test]
async fn forged_callback_answers_are_logged_as_warnings() {
    let world = TestApp::new().await;
    for query in [
        "error=x",
        "error=invalid_scope",
        "iss=https://evil.example",
        "error=access_denied",
        "code=x&state=y",
    ] {
        keep_log();
        world.visitor().get(&format!("/logged_in?{query}")).await;
        let log = kept_log().text;
        assert!(!log.contains("ERROR"), "{query}: {log}");
        assert!(log.contains("WARN"), "{query}: {log}");
    }
}

#[tokio::test]
async fn the_referer_leads_nowhere() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let token = world.csrf_token(&visitor);
    for referer in [
        "https://evil.example/",
        "javascript:alert(1)",
        "//evil.example",
        "http://localhost:3000//evil.example",
    ] {
        let request = Request::post("/api/visitor")
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, FORM)
            .header(HOST, "localhost:3000")
            .header("sec-fetch-site", "same-origin")
            .header(REFERER, referer);
        let answer = visitor.send(request, &format!("csrf={token}")).await;
        assert_eq!(answer.location().trim_end_matches('?'), "/", "{referer}");
    }
}
