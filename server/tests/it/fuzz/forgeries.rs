//! Requests that no page of ours sends, to every server function.

use app::MARK;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, ORIGIN as ORIGIN_HEADER};
use axum::http::{HeaderName, Request, StatusCode};
use leptos::server_fn::axum::server_fn_paths;
use tower::ServiceExt as _;

use super::{FORM, pick, requests, rng};
use crate::test_app::{BOB, ORIGIN, SESSION, TestApp};
use test_support::name_no_host;

/// What a form of ours may say, and what others would.
const SITES: [Option<&str>; 9] = [
    None,
    Some("same-origin"),
    Some("same-site"),
    Some("cross-site"),
    Some("none"),
    Some(""),
    Some("Same-Origin"),
    Some("same-origin, same-origin"),
    Some("x"),
];
const ORIGINS: [Option<&str>; 10] = [
    None,
    Some(ORIGIN),
    Some("null"),
    Some(""),
    Some("https://evil.example"),
    Some("http://localhost:3000.evil.example"),
    Some("https://localhost:3000"),
    Some("http://localhost"),
    Some("http://localhost:3000/"),
    Some("http://LOCALHOST:3000"),
];
const TYPES: [Option<&str>; 8] = [
    None,
    Some(FORM),
    Some("text/plain"),
    Some("multipart/form-data; boundary=x"),
    Some("application/json"),
    Some(""),
    Some("application/x-www-form-urlencoded-not"),
    Some("text/plain; application/x-www-form-urlencoded"),
];
const MARKS: [Option<&str>; 3] = [None, Some("other"), Some(MARK.1)];

#[tokio::test]
async fn random_forgeries_are_refused() {
    let world = TestApp::new().await;
    let routes = server::router(world.state.clone());
    let visitor = world.sign_in(&BOB).await;
    let session = visitor.cookie(SESSION).unwrap();
    let token = world.csrf_token(&visitor);
    let other = world.csrf_token(&world.sign_in(&BOB).await);
    let paths: Vec<&str> = server_fn_paths().map(|(path, _)| path).collect();
    let mut rng = rng();
    let mut sent = 0;
    while sent < requests() {
        let path = paths[rng.usize(..paths.len())];
        let (site, origin) = (
            SITES[rng.usize(..SITES.len())],
            ORIGINS[rng.usize(..ORIGINS.len())],
        );
        let (kind, mark) = (TYPES[rng.usize(..TYPES.len())], MARKS[rng.usize(..MARKS.len())]);
        let body = pick(&mut rng, &["", "csrf=", "csrf=AAAA", "own", "other"]);
        // The two proofs that a page of ours gives.
        let is_from_here = site == Some("same-origin") || (site.is_none() && origin == Some(ORIGIN));
        let has_token = kind == Some(FORM) && (body == "own" || path == "/api/set_language");
        if is_from_here && (mark == Some(MARK.1) || has_token) {
            continue;
        }
        sent += 1;
        let mut request = Request::post(path).header(COOKIE, format!("{SESSION}={session}"));
        let site_name = HeaderName::from_static("sec-fetch-site");
        let mark_name = HeaderName::from_static(MARK.0);
        for (name, value) in [
            (site_name, site),
            (ORIGIN_HEADER, origin),
            (CONTENT_TYPE, kind),
            (mark_name, mark),
        ] {
            request = value
                .into_iter()
                .fold(request, |request, value| request.header(&name, value));
        }
        let text = match body {
            "own" => format!("csrf={token}"),
            "other" => format!("csrf={other}"),
            body => body.to_owned(),
        };
        let mut request = request.body(Body::from(text)).unwrap();
        name_no_host(&mut request);
        let shown = format!("{request:?} {body}");
        let answer = routes.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{shown}");
    }
}
