//! Each page has one address, and who comes to another one is led there before anything begins.

use axum::http::header::{ACCEPT, HOST};
use axum::http::{Method, Request};

use crate::test_app::{BOB, HTTPS_ORIGIN, TestApp};
use server::router::PAGES;
use test_support::{Browser, Page};

async fn get_at(visitor: &mut Browser, host: &str, path: &str) -> Page {
    let request = Request::get(path).header(HOST, host).header(ACCEPT, "text/html");
    visitor.send(request, "").await
}

/// Ways to write `/profile` that Leptos takes for that page.
const SPELLINGS: [&str; 9] = [
    "/profile/",
    "/profile//",
    "//profile",
    "/%70rofile",
    "/./profile",
    "/x/../profile",
    "/%2e/profile/",
    "/profile%2F",
    "/profile/.",
];

#[tokio::test]
async fn page_spellings_redirect_to_its_address() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    for spelling in SPELLINGS {
        let answer = visitor.get(spelling).await;
        assert_eq!(answer.status, 308, "{spelling}");
        assert_eq!(answer.location(), "/profile", "{spelling}");
    }
    let answer = visitor.get("/login/?return_to=%2Fprofile&x=%C3%B1").await;
    assert_eq!(answer.location(), "/login?return_to=%2Fprofile&x=%C3%B1");
    for &page in PAGES {
        let answer = world.visitor().get(&format!("{page}/")).await;
        if page != "/" {
            assert_eq!((answer.status.as_u16(), answer.location()), (308, page));
        }
    }
}

#[tokio::test]
async fn missing_pages_show_no_personal_data() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let paths = [
        "/Profile",
        "/profile/x",
        "/profile%00",
        "/profile;x",
        "/%2570rofile",
        "/profile\u{e9}",
        "/.profile",
    ];
    for path in paths {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains(BOB.email), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn other_hosts_redirect_to_the_configured_one() {
    let world = TestApp::new().await;
    for host in [
        "127.0.0.1:3000",
        "[::1]:3000",
        "www.localhost:3000",
        "localhost",
        "localhost:4000",
        "",
        "a b",
    ] {
        let mut visitor = world.visitor();
        let answer = get_at(&mut visitor, host, "/login?return_to=%2Fprofile").await;
        assert_eq!(answer.status, 307, "{host}");
        assert_eq!(
            answer.location(),
            "http://localhost:3000/login?return_to=%2Fprofile",
            "{host}"
        );
        assert!(answer.set_cookies().is_empty(), "{host}");
    }
    for host in ["localhost:3000", "LOCALHOST:3000"] {
        let answer = get_at(&mut world.visitor(), host, "/").await;
        assert_eq!(answer.status, 200, "{host}");
    }
    let absolute = Request::get("http://127.0.0.1:3000/profile").header(ACCEPT, "text/html");
    let answer = world.visitor().send(absolute, "").await;
    assert_eq!(answer.location(), "http://localhost:3000/profile");
}

#[tokio::test]
async fn default_ports_are_the_same_host() {
    let world = TestApp::builder().origin(HTTPS_ORIGIN).start().await;
    for (host, status) in [
        ("app.example", 200),
        ("app.example:443", 200),
        ("app.example:80", 307),
        ("www.app.example", 307),
    ] {
        let answer = get_at(&mut world.visitor(), host, "/").await;
        assert_eq!(answer.status, status, "{host}");
    }
}

#[tokio::test]
async fn health_checks_and_files_answer_at_any_host() {
    let world = TestApp::new().await;
    for path in ["/healthz", "/robots.txt", "/api/me"] {
        let answer = get_at(&mut world.visitor(), "10.0.0.7:3000", path).await;
        assert!(!answer.status.is_redirection(), "{path}: {}", answer.status);
    }
}

#[tokio::test]
async fn probes_of_load_balancers_are_answered() {
    let world = TestApp::new().await;
    for method in [Method::OPTIONS, Method::HEAD, Method::GET] {
        let probe = Request::builder().method(method.clone()).uri("/healthz");
        let answer = world.visitor().send(probe, "").await;
        assert_eq!(answer.status, 200, "{method}");
        let cors = answer
            .headers
            .keys()
            .find(|name| name.as_str().starts_with("access-control"));
        assert_eq!(cors, None, "{method}");
    }
}

#[tokio::test]
async fn password_managers_find_the_change_form() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let answer = visitor.get("/.well-known/change-password").await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, "/security#password")
    );
    let account = visitor.get("/security").await;
    assert!(account.body.contains("id=\"password\""), "{}", account.body);
    // They also ask whether this server says "not found" when it should.
    let missing = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
    assert_eq!(visitor.get(missing).await.status, 404);
}

/// The kinds of `ErrorKind`, whose page anybody may open.
const KINDS: [&str; 25] = [
    "SignedOut",
    "Ended",
    "Incomplete",
    "NotFresh",
    "NotAskedAgain",
    "Denied",
    "NotPending",
    "UsedOrExpired",
    "Misconfigured",
    "Refused",
    "SignUpClosed",
    "SignUpRefused",
    "WaitAMinute",
    "WaitAWhile",
    "WaitAnHour",
    "Untrusted",
    "Unavailable",
    "StoreUnavailable",
    "BadRequest",
    "Forged",
    "TooLarge",
    "NotFound",
    "Offline",
    "Failed",
    "Nonsense",
];

#[tokio::test]
async fn pages_of_failures_raise_no_alarm() {
    let world = TestApp::new().await;
    for kind in KINDS {
        for reference in ["", "&reference=00000000000000ff", "&reference=zz"] {
            let page = format!("/failed?kind={kind}{reference}");
            let answer = world.visitor().get(&page).await;
            assert!(!answer.status.is_server_error(), "{page}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn pages_of_failures_speak_of_no_missing_reference() {
    let world = TestApp::new().await;
    assert_eq!(world.visitor().get("/failed").await.status, 404);
    assert_eq!(world.visitor().get("/failed?kind=Nonsense").await.status, 404);
    for kind in KINDS {
        let answer = world.visitor().get(&format!("/failed?kind={kind}")).await;
        assert!(!answer.body.contains("reference"), "{kind}: {}", answer.body);
    }
    let answer = world
        .visitor()
        .get("/failed?kind=Failed&reference=00000000000000ff")
        .await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("00000000000000ff"), "{}", answer.body);
}
