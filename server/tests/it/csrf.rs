//! Writes must come from pages of ours: forged requests, one by one, on every server function there is.

use app::MARK;
use axum::http::header::{ACCEPT, CONTENT_TYPE, ORIGIN};
use axum::http::request::Builder;
use axum::http::{Method, Request, StatusCode};
use leptos::server_fn::axum::server_fn_paths;

use server::router::JSON_API;

use crate::test_app::{BOB, TestApp};
use server::router::PAGES;
use test_support::Browser;

const FORM: &str = "application/x-www-form-urlencoded";
const OURS: &str = "http://localhost:3000";

fn paths() -> Vec<&'static str> {
    let paths: Vec<_> = server_fn_paths().map(|(path, _)| path).collect();
    assert!(
        paths.len() >= 5,
        "the server functions are not registered: {paths:?}"
    );
    paths
}

fn post(path: &str, headers: &[(&str, &str)]) -> Builder {
    headers
        .iter()
        .fold(Request::post(path), |request, (name, value)| {
            request.header(*name, *value)
        })
}

#[tokio::test]
async fn all_server_functions_are_posts_under_api() {
    TestApp::new().await;
    for (path, method) in server_fn_paths() {
        assert_eq!(method, Method::POST, "{path}");
        assert!(path.starts_with("/api/"), "{path}");
        assert!(
            !path.chars().any(|letter| letter.is_ascii_digit()),
            "{path} has a hash in its name"
        );
    }
}

#[tokio::test]
async fn forged_requests_are_refused_on_every_server_function() {
    let world = TestApp::new().await;
    let (visitor, token) = signed_in(&world).await;
    let other_token = signed_in(&world).await.1;
    let with_token = format!("csrf={token}");
    let site = "sec-fetch-site";
    let forgeries: [(&[(&str, &str)], &str); 18] = [
        // Nothing says where it comes from.
        (&[("content-type", FORM)], &with_token),
        (&[(MARK.0, MARK.1)], ""),
        // From elsewhere, whatever else it holds.
        (&[(site, "cross-site"), ("content-type", FORM)], &with_token),
        (&[(site, "cross-site"), (MARK.0, MARK.1)], ""),
        (&[(site, "same-site"), (MARK.0, MARK.1)], ""),
        (&[(site, "none"), (MARK.0, MARK.1)], ""),
        (
            &[(site, "same-origin"), (site, "cross-site"), (MARK.0, MARK.1)],
            "",
        ),
        // What the browser says of the site counts more than the origin.
        (&[(site, "cross-site"), ("origin", OURS), (MARK.0, MARK.1)], ""),
        (&[("origin", "null"), (MARK.0, MARK.1)], ""),
        (&[("origin", "https://evil.example"), (MARK.0, MARK.1)], ""),
        (
            &[("origin", "http://localhost:3000.evil.example"), (MARK.0, MARK.1)],
            "",
        ),
        (&[("origin", "https://localhost:3000"), (MARK.0, MARK.1)], ""),
        (
            &[
                ("origin", OURS),
                ("origin", "https://evil.example"),
                (MARK.0, MARK.1),
            ],
            "",
        ),
        // From here, but with no proof of a page of ours.
        (&[(site, "same-origin"), ("content-type", FORM)], "csrf="),
        (&[(site, "same-origin"), ("content-type", FORM)], "csrf=AAAA"),
        (
            &[(site, "same-origin"), ("content-type", "text/plain")],
            &with_token,
        ),
        (
            &[
                (site, "same-origin"),
                ("content-type", "multipart/form-data; boundary=x"),
            ],
            &with_token,
        ),
        (&[(site, "same-origin"), (MARK.0, "something else")], ""),
    ];
    for path in paths() {
        // The choice of language is a public form. It needs no token, but all the rest.
        let needs_token = path != "/api/set_language";
        for (headers, body) in forgeries {
            let lacks_only_a_token = *headers == [(site, "same-origin"), ("content-type", FORM)];
            if lacks_only_a_token && !needs_token {
                continue;
            }
            let answer = visitor.clone().send(post(path, headers), body).await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{path} {headers:?} {body:?}"
            );
            // Our own front end gets an error it can read, other scripts get a plain one.
            let told = answer.json();
            assert!(told["error"] == "forbidden" || told["kind"] == "Forged", "{told}");
        }
        if !needs_token {
            continue;
        }
        let of_another = [(site, "same-origin"), ("content-type", FORM)];
        let answer = visitor
            .clone()
            .send(post(path, &of_another), &format!("csrf={other_token}"))
            .await;
        assert_eq!(
            answer.status,
            StatusCode::FORBIDDEN,
            "{path} with another session's token"
        );
        for twice in [
            format!("csrf={other_token}&csrf={token}"),
            format!("csrf={token}&csrf={other_token}"),
        ] {
            let answer = visitor.clone().send(post(path, &of_another), &twice).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} with two tokens");
        }
    }
    assert_eq!(
        visitor.clone().get_json("/api/me").await.status,
        StatusCode::OK,
        "still signed in"
    );
}

#[tokio::test]
async fn a_token_without_its_session_is_worth_nothing() {
    let world = TestApp::new().await;
    let (_, token) = signed_in(&world).await;
    let answer = world
        .visitor()
        .post_form("/api/sign_out", &[("csrf", &token)])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains("<h1>"), "people get a page: {}", answer.body);
}

#[tokio::test]
async fn both_ways_of_our_own_pages_pass() {
    let world = TestApp::new().await;
    let (visitor, token) = signed_in(&world).await;
    let called = visitor.clone().call("/api/visitor", &[]).await;
    assert_eq!(called.status, StatusCode::OK, "{}", called.body);
    let old_browser = post(
        "/api/visitor",
        &[("origin", OURS), (MARK.0, MARK.1), ("content-type", FORM)],
    );
    assert_eq!(visitor.clone().send(old_browser, "").await.status, StatusCode::OK);
    let posted = visitor
        .clone()
        .post_form("/api/sign_out", &[("csrf", &token)])
        .await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.body);
}

#[tokio::test]
async fn server_functions_cannot_be_called_by_get() {
    let world = TestApp::new().await;
    let (mut visitor, token) = signed_in(&world).await;
    // Of the JSON API, which answers GET at some of these addresses, `address_list.rs` knows.
    let is_read = |path: &&str| JSON_API.iter().any(|(address, _)| address == path);
    for path in paths().into_iter().filter(|path| !is_read(path)) {
        for address in [path.to_owned(), format!("{path}?csrf={token}")] {
            let answer = visitor.get(&address).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{address}");
            assert_eq!(answer.header("allow"), Some("POST"), "{address}");
            assert!(answer.body.contains("<h1>"), "people get a page");
        }
    }
    assert_eq!(
        visitor.get_json("/api/me").await.status,
        StatusCode::OK,
        "still signed in"
    );
}

#[tokio::test]
async fn pages_and_unknown_addresses_take_no_posts() {
    let world = TestApp::new().await;
    let (mut visitor, token) = signed_in(&world).await;
    for path in ["/", "/profile", "/logout", "/api/me", "/no/such/page"] {
        let forged = post(path, &[("content-type", FORM)]);
        assert_eq!(
            visitor.send(forged, "").await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
        let answer = visitor.post_form(path, &[("csrf", &token)]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}

#[tokio::test]
async fn addresses_take_only_their_methods() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        for path in ["/", "/api/me", "/api/sign_out", "/no/such/page"] {
            let request = Request::builder().method(method.clone()).uri(path);
            let foreign = request.header(ORIGIN, "https://evil.example");
            let answer = visitor.send(foreign, "").await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(answer.header("allow").is_some(), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn no_other_origin_is_invited() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    for path in ["/", "/api/me", "/api/sign_out"] {
        let preflight = Request::options(path)
            .header(ORIGIN, "https://evil.example")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", MARK.0);
        let answer = visitor.send(preflight, "").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let cors = answer
            .headers
            .keys()
            .find(|name| name.as_str().starts_with("access-control"));
        assert_eq!(cors, None, "{path}");
    }
}

#[tokio::test]
async fn a_head_request_uses_nothing_up() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let harmless = ["/", "/failed", "/logout"];
    let acting = PAGES.iter().copied();
    let acting: Vec<&str> = acting.filter(|path| !harmless.contains(path)).collect();
    assert!(acting.len() > 8, "{acting:?}");
    for path in acting.into_iter().chain(["/logged_in?code=x&state=y"]) {
        let answer = visitor
            .send(Request::head(path).header(ACCEPT, "text/html"), "")
            .await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(answer.header("allow"), Some("GET"), "{path}");
        assert!(answer.set_cookies().is_empty(), "{path}");
    }
    let page = visitor
        .send(Request::head("/").header(CONTENT_TYPE, "text/html"), "")
        .await;
    assert_eq!((page.status, page.body.as_str()), (StatusCode::OK, ""));
}

/// What Leptos does by itself with a plain form leads wherever the `Referer` says, with a 302.
#[tokio::test]
async fn plain_form_without_redirect_leads_home_by_303() {
    let world = TestApp::new().await;
    let (mut visitor, token) = signed_in(&world).await;
    let request = post(
        "/api/visitor",
        &[
            ("accept", "text/html"),
            ("content-type", FORM),
            ("sec-fetch-site", "same-origin"),
            ("referer", "http://localhost:3000/profile"),
        ],
    );
    let answer = visitor.send(request, &format!("csrf={token}")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location().trim_end_matches('?'), "/");
}

async fn signed_in(world: &TestApp) -> (Browser, String) {
    let visitor = world.sign_in(&BOB).await;
    let token = world.csrf_token(&visitor);
    (visitor, token)
}

/// Two people, one after the other, in one browser: a form that was shown to the first saves nothing for the
/// second, however it is sent.
#[tokio::test]
async fn a_form_of_another_session_saves_nothing() {
    let world = TestApp::new().await;
    let (mut visitor, _) = signed_in(&world).await;
    let (_, token_of_another) = signed_in(&world).await;
    for token in [token_of_another.as_str(), ""] {
        for path in ["/api/save_profile", "/api/save_welcome"] {
            let fields = [("csrf", token), ("values[custom:job_title]", "Impostor")];
            let answer = visitor.call(path, &fields).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path} {}", answer.body);
        }
    }
    let me = visitor.get_json("/api/me").await.json();
    assert_ne!(me["attributes"]["custom:job_title"], "Impostor");
}
