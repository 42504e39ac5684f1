//! What looks at a page without a person who goes there.

use axum::http::Request;
use axum::http::header::ACCEPT;

use crate::test_app::{BOB, TestApp};
use server::router::PAGES;
use test_support::{Browser, Page};

/// Each by itself says that nobody goes there.
const LOOKS: [(&str, &str); 10] = [
    ("sec-purpose", "prefetch"),
    ("sec-purpose", "prefetch;prerender"),
    ("purpose", "prefetch"),
    ("purpose", "preview"),
    ("x-moz", "prefetch"),
    ("x-purpose", "preview"),
    ("sec-fetch-mode", "no-cors"),
    ("sec-fetch-mode", "cors"),
    ("sec-fetch-dest", "iframe"),
    ("sec-fetch-dest", "image"),
];
/// Show nothing that is shown once, and start nothing.
const HARMLESS: [&str; 3] = ["/", "/failed", "/logout"];

async fn look(visitor: &mut Browser, path: &str, (name, value): (&str, &str)) -> Page {
    let request = Request::get(path)
        .header(ACCEPT, "text/html")
        .header("sec-fetch-site", "same-origin")
        .header(name, value);
    visitor.send(request, "").await
}

#[tokio::test]
async fn looks_at_pages_start_nothing() {
    let world = TestApp::new().await;
    for &page in PAGES {
        if HARMLESS.contains(&page) {
            continue;
        }
        for header in LOOKS {
            let answer = look(&mut world.visitor(), page, header).await;
            assert_eq!(answer.status, 204, "{page} {header:?}");
            assert_eq!((answer.body.as_str(), answer.set_cookies().len()), ("", 0));
            assert_eq!(answer.header("location"), None);
            assert_eq!(answer.header("cache-control"), Some("no-store"));
        }
    }
}

/// The application finds its pages under other spellings, too, where no route does.
#[tokio::test]
async fn looks_at_other_spellings_start_nothing() {
    let world = TestApp::new().await;
    for path in [
        "/login/",
        "//login",
        "/%6Cogin",
        "/LOGIN",
        "/login/x",
        "/no/such/page",
    ] {
        for header in LOOKS {
            let answer = look(&mut world.visitor(), path, header).await;
            assert_starts_nothing(&answer, path);
        }
        let head = Request::head(path).header(ACCEPT, "text/html");
        let answer = world.visitor().send(head, "").await;
        assert_starts_nothing(&answer, path);
    }
}

/// Nothing, a refusal, or the way to the one address of the page.
#[track_caller]
fn assert_starts_nothing(answer: &Page, path: &str) {
    match answer.status.as_u16() {
        204 | 404 | 405 => {}
        308 => assert_eq!(answer.location(), "/login", "{path}"),
        status => panic!("{path}: {status}"),
    }
    assert!(answer.set_cookies().is_empty(), "{path}");
    let is_rendered = answer.body.contains("<header");
    assert!(!is_rendered, "{path}: the application was asked for a page");
}

#[tokio::test]
async fn prefetch_does_not_end_a_pending_sign_in() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let callback = world
        .callback(&mut visitor, "/login?return_to=/profile", &BOB)
        .await;
    for header in LOOKS {
        for path in ["/login", callback.as_str()] {
            look(&mut visitor, path, header).await;
        }
    }
    assert_eq!(visitor.get(&callback).await.location(), "/profile");
}

#[tokio::test]
async fn prefetches_use_up_no_message() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let token = world.csrf_token(&visitor);
    let fields = [
        ("csrf", token.as_str()),
        ("values[custom:job_title]", "Head gardener"),
    ];
    visitor.post_form("/api/save_profile", &fields).await;
    for header in LOOKS {
        look(&mut visitor, "/profile", header).await;
    }
    let head = Request::head("/profile").header(ACCEPT, "text/html");
    visitor.send(head, "").await;
    let page = visitor.get("/profile").await;
    assert!(page.body.contains("Your changes are saved."), "{}", page.body);
}

/// What a browser says of somebody who follows a link.
#[tokio::test]
async fn visits_with_fetch_metadata_are_visits() {
    let world = TestApp::new().await;
    let request = Request::get("/login")
        .header(ACCEPT, "text/html")
        .header("sec-fetch-site", "same-origin")
        .header("sec-fetch-mode", "navigate")
        .header("sec-fetch-dest", "document")
        .header("sec-fetch-user", "?1");
    let answer = world.visitor().send(request, "").await;
    assert_eq!((answer.status.as_u16(), answer.set_cookies().len()), (303, 2));
}
