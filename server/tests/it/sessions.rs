//! The page of one's sessions, cookies that open nothing, and a store that fails.

use std::sync::Arc;
use std::time::Duration;

use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, USER_AGENT};
use axum::http::{HeaderValue, Request};

use crate::test_app::{ALICE, BOB, SESSION, TestApp};
use test_support::{Browser, FaultyStore, Page};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// The value of a hidden input, the `number`th of that name.
fn hidden<'a>(page: &'a str, name: &str, number: usize) -> &'a str {
    let mark = format!(r#"name="{name}" value=""#);
    let rest = page
        .split(&mark)
        .nth(number + 1)
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().unwrap()
}

/// Somebody who comes with Firefox on Linux.
async fn at_the_desk(world: &TestApp) -> Browser {
    let mut visitor = world.visitor().with_header(USER_AGENT, FIREFOX);
    let landing = world.sign_in_from(&mut visitor, "/login", &BOB).await;
    assert_eq!(landing.status, 303, "{}", landing.body);
    visitor
}

#[track_caller]
fn forgets_the_session(answer: &Page) {
    let cookies = answer.set_cookies();
    let session: Vec<_> = cookies.iter().filter(|cookie| cookie.name == SESSION).collect();
    let [forgotten] = &session[..] else {
        panic!("one cookie: {cookies:?}")
    };
    assert_eq!((forgotten.value, forgotten.attribute("Max-Age")), ("", Some("0")));
}

#[tokio::test]
async fn session_list_shows_and_ends_sessions() {
    let world = TestApp::new().await;
    let mut desk = at_the_desk(&world).await;
    let mut phone = world.sign_in(&BOB).await;
    world.sign_in(&ALICE).await;
    let page = desk.get("/sessions").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("Firefox on Linux"), "{}", page.body);
    assert_eq!(page.body.matches("Last used").count(), 2, "{}", page.body);
    let (handle, csrf) = (hidden(&page.body, "handle", 0), hidden(&page.body, "csrf", 0));

    let ended = desk
        .post_form("/api/end_session", &[("handle", handle), ("csrf", csrf)])
        .await;
    assert_eq!((ended.status.as_u16(), ended.location()), (303, "/sessions"));
    let after = desk.get("/sessions").await;
    assert!(
        after.body.contains("One session was signed out."),
        "{}",
        after.body
    );
    // In its place, so that nothing moves below the pointer.
    assert_eq!(after.body.matches("Last used").count(), 2, "{}", after.body);
    assert!(!after.body.contains("name=\"handle\""), "{}", after.body);
    let later = desk.get("/sessions").await.body;
    assert!(!later.contains("One session was signed out."), "said once");
    assert_eq!(later.matches("Last used").count(), 1, "{later}");

    let next = phone.get("/profile").await;
    assert!(next.location().starts_with("/login"), "{}", next.location());
    // The pool would know this browser again: it is told to ask.
    let again = phone.get("/login").await;
    assert!(again.location().contains("prompt=login"), "{}", again.location());
}

#[tokio::test]
async fn session_times_are_relative_and_name_their_zone() {
    let world = TestApp::new().await;
    let mut desk = at_the_desk(&world).await;
    let page = desk.get("/sessions").await.body;
    assert_eq!(page.matches("just now<!> <span").count(), 2, "{page}");
    world.clock.advance(Duration::from_mins(45));
    let page = desk.get("/sessions").await.body;
    assert!(page.contains("45 minutes ago"), "{page}");
    let (_, time) = page.split_once("<time datetime=\"").unwrap();
    let (at, time) = time.split_once("\">").unwrap();
    assert!(
        at.ends_with('Z') && time.split('<').next().unwrap().ends_with(" UTC"),
        "{at} {time}"
    );
}

#[tokio::test]
async fn alike_sessions_have_buttons_told_apart() {
    let world = TestApp::new().await;
    let mut first = at_the_desk(&world).await;
    world.clock.advance(Duration::from_mins(5));
    at_the_desk(&world).await;
    world.clock.advance(Duration::from_mins(5));
    at_the_desk(&world).await;
    let page = first.get("/sessions").await.body;
    let labels = page.split("aria-label=\"Sign out of ").skip(1);
    let labels: Vec<_> = labels.map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(labels.len(), 2, "{page}");
    assert_ne!(labels[0], labels[1]);
}

#[tokio::test]
async fn all_others_can_be_ended_and_then_everything() {
    let world = TestApp::new().await;
    let mut desk = at_the_desk(&world).await;
    let mut others = [world.sign_in(&BOB).await, world.sign_in(&BOB).await];
    let csrf = world.csrf_token(&desk);
    let ended = desk
        .post_form("/api/end_other_sessions", &[("csrf", &csrf)])
        .await;
    assert_eq!(ended.location(), "/sessions");
    assert!(
        desk.get("/sessions")
            .await
            .body
            .contains("2 sessions were signed out.")
    );
    for other in &mut others {
        assert_eq!(other.get_json("/api/me").await.status, 401);
    }
    let everywhere = desk
        .post_form("/api/sign_out_everywhere", &[("csrf", &csrf)])
        .await;
    assert!(
        everywhere.location().contains("/logout?"),
        "{}",
        everywhere.location()
    );
    forgets_the_session(&everywhere);
    assert_eq!(everywhere.header("clear-site-data"), Some("\"cache\""));
    assert_eq!(desk.get_json("/api/me").await.status, 401);
}

#[tokio::test]
async fn unreachable_pool_is_named() {
    let world = TestApp::new().await;
    let mut desk = at_the_desk(&world).await;
    let csrf = world.csrf_token(&desk);
    world
        .pool
        .misbehave(local_pool::Misbehaviour::ServerError, local_pool::Times::Always);
    let everywhere = desk
        .post_form("/api/sign_out_everywhere", &[("csrf", &csrf)])
        .await;
    let to = everywhere.location().to_owned();
    assert!(
        desk.get(&to)
            .await
            .body
            .contains("you may still be signed in to other apps")
    );
}

#[tokio::test]
async fn a_form_of_another_session_ends_nothing() {
    let world = TestApp::new().await;
    let (mut desk, phone) = (at_the_desk(&world).await, world.sign_in(&BOB).await);
    let foreign = world.csrf_token(&phone);
    for path in ["/api/end_other_sessions", "/api/sign_out_everywhere"] {
        let refused = desk.post_form(path, &[("csrf", &foreign)]).await;
        assert_eq!(refused.status, 403, "{path}: {}", refused.body);
    }
    assert_eq!(phone.clone().get_json("/api/me").await.status, 200);
}

#[tokio::test]
async fn unknown_session_cookie_is_signed_out_and_removed() {
    let world = TestApp::new().await;
    let mut somebody = at_the_desk(&world).await;
    let real = somebody.cookie(SESSION).unwrap().to_owned();
    let long = "x".repeat(8 * 1024);
    let unknown = "A".repeat(43);
    for cookie in [
        format!("lc-session-3000={}", &real[1..]),
        format!("lc-session-3000={real}A"),
        format!("lc-session-3000={unknown}"),
        format!("lc-session-3000={long}"),
        format!("lc-session-3000={real}; lc-session-3000={unknown}"),
        format!("lc-session-3000={real}; lc-session-3000={real}"),
        "lc-session-3000=".to_owned(),
        "lc-session-3000".to_owned(),
        "lc-session-3000=%00%ff; other=1".to_owned(),
    ] {
        let request = Request::get("/")
            .header(ACCEPT, "text/html")
            .header(COOKIE, &cookie);
        let page = world.visitor().send(request, "").await;
        let shown = &cookie[..cookie.len().min(120)];
        assert_eq!(page.status, 200, "{shown}");
        assert!(page.body.contains("/login"), "{shown}");
        forgets_the_session(&page);
        let request = Request::get("/api/me")
            .header(ACCEPT, "application/json")
            .header(COOKIE, &cookie);
        let me = world.visitor().send(request, "").await;
        assert_eq!(me.status, 401, "{shown}");
        forgets_the_session(&me);
    }
    assert_eq!(
        somebody.get_json("/api/me").await.status,
        200,
        "the real one is alive"
    );
}

#[tokio::test]
async fn cookies_tolerate_non_utf8_neighbours() {
    let world = TestApp::new().await;
    let somebody = at_the_desk(&world).await;
    let real = somebody.cookie(SESSION).unwrap();
    let no_text = |before: &str, after: &str| {
        let bytes = [before.as_bytes(), b"\xff\xfe\xc3", after.as_bytes()].concat();
        HeaderValue::from_bytes(&bytes).unwrap()
    };
    let unknown = "A".repeat(43);
    for (cookie, is_alive) in [
        (no_text("other=", &format!("; lc-session-3000={real}")), true),
        (no_text(&format!("lc-session-3000={real}; other="), ""), true),
        (no_text("other=", &format!("; lc-session-3000={unknown}")), false),
        (no_text("lc-session-3000=", ""), false),
        (no_text(&format!("lc-session-3000={real}"), ""), false),
    ] {
        let ask = |path: &str| {
            Request::get(path)
                .header(ACCEPT, "text/html")
                .header(COOKIE, &cookie)
        };
        for (path, dead) in [
            ("/", 200),
            ("/profile", 303),
            ("/no/such/page", 404),
            ("/api/me", 401),
        ] {
            let answer = world.visitor().send(ask(path), "").await;
            if !is_alive {
                assert_eq!(answer.status, dead, "{path} {cookie:?}");
                forgets_the_session(&answer);
            } else if path != "/no/such/page" {
                assert_eq!(answer.status, 200, "{path} {cookie:?}");
                assert!(answer.set_cookies().is_empty(), "{path} {cookie:?}");
            }
        }
    }
    let form = Request::post("/api/save_profile")
        .header(ACCEPT, "text/html")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header(COOKIE, no_text("other=", &format!("; lc-session-3000={real}")));
    let csrf = format!("csrf={}", world.csrf_token(&somebody));
    let saved = world.visitor().send(form, &csrf).await;
    assert_eq!((saved.status.as_u16(), saved.location()), (303, "/profile"));
}

/// By that cookie its browser is known when it signs in again.
#[tokio::test]
async fn remotely_revoked_session_keeps_its_cookie() {
    let world = TestApp::new().await;
    let mut desk = at_the_desk(&world).await;
    let mut phone = world.sign_in(&BOB).await;
    let csrf = world.csrf_token(&desk);
    desk.post_form("/api/end_other_sessions", &[("csrf", &csrf)])
        .await;
    for path in ["/", "/api/me"] {
        let answer = phone.get(path).await;
        assert!(
            answer.set_cookies().is_empty(),
            "{path}: {:?}",
            answer.set_cookies()
        );
    }
}

#[tokio::test]
async fn signed_in_person_keeps_the_cookie() {
    let world = TestApp::new().await;
    let mut somebody = at_the_desk(&world).await;
    for path in ["/", "/profile", "/sessions"] {
        let page = somebody.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.set_cookies().is_empty(), "{path}: {:?}", page.set_cookies());
    }
}

#[tokio::test]
async fn an_anonymous_visit_writes_nothing() {
    let store = Arc::new(FaultyStore::default());
    let world = TestApp::builder().store(store.clone()).start().await;
    // Whatever tried to write would fail.
    store.set_read_only(true);
    for path in ["/", "/logged_out", "/failed", "/nothing/here"] {
        let page = world.visitor().get(path).await;
        assert!(!page.status.is_server_error(), "{path}: {}", page.status);
        assert!(page.set_cookies().is_empty(), "{path}");
    }
    let sign_in = world.visitor().get("/login").await;
    assert_eq!((sign_in.status.as_u16(), sign_in.set_cookies().len()), (303, 2));
    let looked = world.visitor().get("/signup").await;
    assert_eq!((looked.status.as_u16(), looked.set_cookies().len()), (200, 1));
}

#[tokio::test]
async fn full_disk_shows_pages_and_explains_failed_saves() {
    let store = Arc::new(FaultyStore::default());
    let world = TestApp::builder().store(store.clone()).start().await;
    let mut somebody = world.sign_in(&BOB).await;
    store.set_read_only(true);
    world.clock.advance(std::time::Duration::from_mins(2));
    assert_eq!(somebody.get_json("/api/me").await.status, 200);
    assert_eq!(somebody.get("/").await.status, 200);
    let csrf = world.csrf_token(&somebody);
    let fields = [
        ("values[custom:job_title]", "Cook"),
        ("original[custom:job_title]", "Gardener"),
        ("csrf", &*csrf),
    ];
    let refused = somebody.post_form("/api/save_profile", &fields).await;
    let to = refused.location().to_owned();
    let page = somebody.get(&to).await;
    assert_eq!(page.status, 200, "a failure counts where it happened");
    assert!(
        page.body.contains("Changes can't be saved right now"),
        "{}",
        page.body
    );
    store.set_read_only(false);
    assert_eq!(
        somebody.post_form("/api/save_profile", &fields).await.location(),
        "/profile"
    );
}

/// On a shared computer nobody may be kept from leaving.
#[tokio::test]
async fn read_only_store_still_lets_people_sign_out() {
    let store = Arc::new(FaultyStore::default());
    let world = TestApp::builder().store(store.clone()).start().await;
    let mut somebody = world.sign_in(&BOB).await;
    store.set_read_only(true);
    leaves_without_the_store(&world, &mut somebody).await;
    let revoked = |request: &local_pool::RecordedRequest| request.path == "/oauth2/revoke";
    assert_eq!(
        world
            .pool
            .requests()
            .iter()
            .filter(|request| revoked(request))
            .count(),
        1
    );
}

#[tokio::test]
async fn unreachable_store_still_lets_people_sign_out() {
    let store = Arc::new(FaultyStore::default());
    let world = TestApp::builder().store(store.clone()).start().await;
    let mut somebody = world.sign_in(&BOB).await;
    store.set_unreachable(true);
    let home = somebody.get("/").await;
    assert!(home.body.contains(r#"href="/logout""#), "{}", home.body);
    leaves_without_the_store(&world, &mut somebody).await;
}

async fn leaves_without_the_store(world: &TestApp, somebody: &mut Browser) {
    let question = somebody.get("/logout").await;
    let csrf = hidden(&question.body, "csrf", 0);
    let left = somebody.post_form("/api/sign_out", &[("csrf", csrf)]).await;
    assert_eq!(
        (left.status.as_u16(), left.location()),
        (303, "/logged_out?here=unknown")
    );
    forgets_the_session(&left);
    assert_eq!(left.header("clear-site-data"), Some("\"cache\""));
    let page = somebody.get("/logged_out?here=unknown").await;
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("we couldn't end your session on our server"),
        "{}",
        page.body
    );
    let client = world.pool.client_id();
    let pools = format!("{}logout?client_id={client}&amp;logout_uri=", world.pool.url());
    assert!(page.body.contains(&pools), "{}", page.body);
}

#[tokio::test]
async fn signed_out_page_looks_up_the_session() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    for path in ["/logged_out", "/logged_out?here=unknown"] {
        let page = bob.get(path).await.body;
        assert!(page.contains("action=\"/api/sign_out\""), "{path}: {page}");
        assert!(!page.contains("You are signed out"), "{path}: {page}");
        assert!(!page.contains("ForgetDraft"), "{path}: {page}");
    }
    assert_eq!(bob.get_json("/api/me").await.status, 200);
}

#[tokio::test]
async fn signed_out_page_needs_no_pool() {
    let world = TestApp::builder().without_pool().start().await;
    let page = world.visitor().get("/logged_out?here=unknown").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(
        page.body.contains("we couldn't end your session on our server"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("logout_uri"), "{}", page.body);
    let usual = world.visitor().get("/logged_out").await;
    assert!(
        !usual.body.contains("we couldn't end your session on our server"),
        "{}",
        usual.body
    );
}
