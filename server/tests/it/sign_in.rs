//! Signing in and out over the pool's real pages, as the browser's headers and cookies show it.

use std::time::Duration;

use crate::test_app::{ALICE, BOB, HTTPS_ORIGIN, ORIGIN, SESSION, TestApp};
use test_support::{Browser, Page, SetCookie};

const HOUR: Duration = Duration::from_hours(1);

#[tokio::test]
async fn complete_profile_goes_straight_to_return_to() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let sent_away = visitor.get("/profile").await;
    assert_eq!(sent_away.location(), "/login?return_to=%2Fprofile");
    let login = sent_away.location().to_owned();
    let landing = world.sign_in_from(&mut visitor, &login, &BOB).await;
    assert_eq!((landing.status.as_u16(), landing.location()), (303, "/profile"));
    let profile = visitor.get("/profile").await;
    assert_eq!(profile.status, 200);
    assert!(profile.body.contains("Gardener"), "{}", profile.body);
}

#[tokio::test]
async fn incomplete_profile_goes_to_onboarding_first() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let landing = world
        .sign_in_from(&mut visitor, "/login?return_to=/profile", &ALICE)
        .await;
    assert_eq!(landing.location(), "/welcome?return_to=%2Fprofile");
    assert_eq!(visitor.get(landing.location()).await.status, 200);
    for page in ["/", "/profile"] {
        assert!(
            visitor.get(page).await.location().starts_with("/welcome"),
            "{page}"
        );
    }
    let token = world.csrf_token(&visitor);
    let fields = [
        ("csrf", token.as_str()),
        ("return_to", "/profile"),
        ("values[custom:job_title]", "Explorer"),
        ("values[custom:department]", "design"),
    ];
    let saved = visitor.post_form("/api/save_welcome", &fields).await;
    assert_eq!(
        (saved.status.as_u16(), saved.location()),
        (303, "/profile"),
        "{}",
        saved.body
    );
    assert!(visitor.get("/profile").await.body.contains("Explorer"));
}

#[tokio::test]
async fn cookies_are_set_as_they_must_be() {
    let (http, https) = (
        (ORIGIN, "", "-3000", None),
        (HTTPS_ORIGIN, "__Host-", "", Some("")),
    );
    for (origin, before, after, secure) in [http, https] {
        let world = TestApp::builder().origin(origin).start().await;
        let mut visitor = world.visitor();
        let started = visitor.get("/login").await;
        let [browser, pending] = &started.set_cookies()[..] else {
            panic!("two cookies: {started:?}")
        };
        assert_eq!(browser.name, format!("{before}lc-browser{after}"));
        assert_cookie(browser, "86400", secure, 128);
        assert!(
            pending.name.starts_with(&format!("{before}lc-signin-")),
            "{pending:?}"
        );
        assert!(pending.name.ends_with(after), "{pending:?}");
        assert_cookie(pending, "86400", secure, 256);

        let landing = world.sign_in_from(&mut visitor, "/login", &BOB).await;
        let [session, over] = &landing.set_cookies()[..] else {
            panic!("two cookies: {landing:?}")
        };
        assert_eq!(session.name, format!("{before}lc-session{after}"));
        assert_cookie(session, "7776000", secure, 128);
        assert!(
            over.name.contains("lc-signin-") && over.value.is_empty(),
            "{over:?}"
        );
        assert_cookie(over, "0", secure, 128);
    }
}

#[track_caller]
fn assert_cookie(cookie: &SetCookie<'_>, age: &str, secure: Option<&str>, size: usize) {
    assert_eq!(cookie.attribute("HttpOnly"), Some(""));
    assert_eq!(cookie.attribute("Path"), Some("/"));
    assert_eq!(cookie.attribute("SameSite"), Some("Lax"));
    assert_eq!(cookie.attribute("Max-Age"), Some(age));
    assert_eq!(cookie.attribute("Secure"), secure);
    assert_eq!(cookie.attribute("Domain"), None);
    assert!(cookie.name.len() + 1 + cookie.value.len() <= size, "{cookie:?}");
}

/// The code is no use any more, but the pool may still know the person.
#[tokio::test]
async fn late_sign_in_keeps_the_destination() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let callback = world
        .callback(&mut visitor, "/login?return_to=/profile", &BOB)
        .await;
    world.clock.advance(HOUR);
    let answer = visitor.get(&callback).await;
    let page = visitor.get(answer.location()).await;
    assert_eq!(page.status, 400);
    assert!(page.body.contains("Your sign-in took too long"), "{}", page.body);
    let buttons: Vec<&str> = page.body.split(r#"" class="button""#).collect();
    let [before, _] = &buttons[..] else {
        panic!("one button: {}", page.body)
    };
    let (_, again) = before.rsplit_once('"').unwrap();
    let landing = world.sign_in_from(&mut visitor, again, &BOB).await;
    assert_eq!(landing.location(), "/profile");
}

#[tokio::test]
async fn sign_in_of_fifty_nine_minutes_still_works() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let authorize = visitor.get("/login").await.location().to_owned();
    let nearly = HOUR.saturating_sub(Duration::from_secs(1));
    world.clock.advance(nearly);
    world.pool.clock().advance(nearly);
    let back = BOB.sign_in_at_pool(&authorize).await;
    let landing = visitor.get(&back[url::Position::BeforePath..]).await;
    assert_eq!(landing.location(), "/", "{}", landing.body);
}

#[tokio::test]
async fn anonymous_visits_set_no_cookie() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    for path in [
        "/",
        "/logged_in",
        "/logged_out",
        "/profile",
        "/api/me",
        "/no/such/page",
    ] {
        assert!(visitor.get(path).await.set_cookies().is_empty(), "{path}");
    }
}

#[tokio::test]
async fn return_to_leads_nowhere_else() {
    let world = TestApp::new().await;
    for target in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "/login",
    ] {
        let mut visitor = world.visitor();
        let query: String = url::form_urlencoded::byte_serialize(target.as_bytes()).collect();
        let landing = world
            .sign_in_from(&mut visitor, &format!("/login?return_to={query}"), &BOB)
            .await;
        let home = ["/", "/%09/evil.example"];
        assert!(
            home.contains(&landing.location()),
            "{target} led to {}",
            landing.location()
        );
    }
}

#[tokio::test]
async fn callback_link_works_once_in_its_browser() {
    let world = TestApp::new().await;
    let (mut visitor, mut other) = (world.visitor(), world.visitor());
    let callback = world.callback(&mut visitor, "/login", &BOB).await;
    let foreign = other.get(&callback).await;
    assert_fails(&mut other, &foreign, "NotPending", 400).await;
    assert_eq!(visitor.get(&callback).await.status, 303);
    let session = visitor.cookie(SESSION).map(ToOwned::to_owned);
    let again = visitor.get(&callback).await;
    assert_fails(&mut visitor, &again, "UsedOrExpired", 400).await;
    assert_eq!(
        visitor.cookie(SESSION),
        session.as_deref(),
        "the session is untouched"
    );
    assert_eq!(visitor.get_json("/api/me").await.status, 200);
}

#[tokio::test]
async fn pool_error_descriptions_are_not_shown() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let script = "error_description=%3Cscript%3Ealert(1)%3C/script%3E-unlikely";
    for (error, kind, status) in [
        ("access_denied", "Denied", 403),
        ("server_error", "Refused", 200),
        ("%3Cscript%3Ealert(1)%3C/script%3E-unlikely", "Refused", 200),
    ] {
        let answer = visitor
            .get(&format!("/logged_in?error={error}&{script}&state=x"))
            .await;
        assert!(!answer.body.contains("<script>alert"), "{error}");
        assert!(!answer.location().contains("script"), "{error}");
        let page = assert_fails(&mut visitor, &answer, kind, status).await;
        assert!(!page.body.contains("unlikely"), "{error}");
    }
}

#[tokio::test]
async fn unreachable_pool_is_an_error_page() {
    let world = TestApp::builder().without_pool().start().await;
    assert_unavailable(&world.visitor().get("/login").await);
    let home = world.visitor().get("/").await;
    assert_eq!(home.status, 200, "what needs no pool works");
    assert!(
        home.header("content-security-policy")
            .unwrap()
            .contains("form-action 'self';")
    );

    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let callback = world.callback(&mut visitor, "/login", &BOB).await;
    world.pool.shutdown().await;
    let failed = visitor.get(&callback).await;
    assert_fails(&mut visitor, &failed, "Unavailable", 200).await;
}

/// A failed callback sets no cookie and leads to a page whose address holds neither code nor state, and whose status
/// raises no alarm of its own.
async fn assert_fails(visitor: &mut Browser, answer: &Page, kind: &str, status: u16) -> Page {
    assert_eq!((answer.status.as_u16(), answer.set_cookies().len()), (303, 0));
    let reference = answer.header("x-request-id").unwrap();
    let page = format!("/failed?kind={kind}&reference={reference}&return_to=%2Flogin");
    assert_eq!(answer.location(), page);
    let shown = visitor.get(&page).await;
    assert_eq!(shown.status, status, "{}", shown.body);
    assert!(shown.body.contains(reference), "{}", shown.body);
    shown
}

#[track_caller]
fn assert_unavailable(answer: &Page) {
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(answer.set_cookies().is_empty());
    assert!(
        answer.body.contains(answer.header("x-request-id").unwrap()),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn sign_in_rotates_the_session_id() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let old = visitor.cookie(SESSION).unwrap().to_owned();
    world.sign_in_from(&mut visitor, "/login", &BOB).await;
    assert_ne!(visitor.cookie(SESSION), Some(old.as_str()));
    let mut thief = world.visitor();
    thief.set_cookie(SESSION, &old);
    assert_eq!(thief.get_json("/api/me").await.status, 401);
}

#[tokio::test]
async fn invented_session_cookie_is_ignored() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let good = visitor.cookie(SESSION).unwrap().to_owned();
    let changed = format!("{}{}", &good[..42], if good.ends_with('A') { 'E' } else { 'A' });
    for bad in [
        changed.as_str(),
        "x",
        "' OR 1=1",
        &"A".repeat(43),
        &"A".repeat(4000),
    ] {
        visitor.set_cookie(SESSION, bad);
        assert_eq!(visitor.get_json("/api/me").await.status, 401, "{bad}");
        assert_eq!(visitor.get("/").await.status, 200, "{bad}");
        assert!(
            visitor.get("/profile").await.location().starts_with("/login"),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    world.clock.advance(25 * HOUR);
    assert_eq!(visitor.get_json("/api/me").await.status, 401);
}

#[tokio::test]
async fn sign_out_ends_the_session_then_the_pools() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let session = visitor.cookie(SESSION).unwrap().to_owned();
    let form = visitor.get("/logout").await.form("/api/sign_out");
    let form = form.expect("the page has a form");
    let fields: Vec<_> = form
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = visitor.post_form(&form.action, &fields).await;
    assert_eq!(answer.status, 303);
    let client = world.pool.client_id();
    let expected = format!(
        "{}logout?client_id={client}&logout_uri=http%3A%2F%2Flocalhost%3A3000%2Flogged_out",
        world.pool.url()
    );
    assert_eq!(answer.location(), expected);
    assert!(answer.header("clear-site-data").is_some());
    assert_eq!(visitor.cookie(SESSION), None);
    visitor.set_cookie(SESSION, &session);
    assert_eq!(
        visitor.get_json("/api/me").await.status,
        401,
        "the old cookie is worth nothing"
    );
}

#[tokio::test]
async fn plain_forms_are_answered_by_303() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let token = world.csrf_token(&visitor);
    for title in ["Head gardener", ""] {
        let fields = [("csrf", token.as_str()), ("values[custom:job_title]", title)];
        let answer = visitor.post_form("/api/save_profile", &fields).await;
        assert_eq!(
            (answer.status.as_u16(), answer.location()),
            (303, "/profile"),
            "{title:?}"
        );
    }
}

/// Without WebAssembly the answer to a form is a page, also when the session ended meanwhile.
#[tokio::test]
async fn late_plain_form_leads_to_an_error_page() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let token = world.csrf_token(&visitor);
    world.clock.advance(std::time::Duration::from_hours(24));
    let fields = [("csrf", token.as_str()), ("values[custom:job_title]", "Too late")];
    let answer = visitor.post_form("/api/save_profile", &fields).await;
    assert_eq!(answer.status, 303);
    let page = answer.location().to_owned();
    assert!(page.starts_with("/failed?kind=SignedOut&reference="), "{page}");
    let shown = visitor.get(&page).await;
    assert_eq!(shown.status, 401);
    assert!(shown.body.contains("Your session has ended"), "{}", shown.body);
}

/// The address of that page may be anybody's work.
#[tokio::test]
async fn failure_page_shows_no_foreign_text() {
    let world = TestApp::new().await;
    for query in [
        "kind=%3Cscript%3E&reference=%3Cscript%3E&return_to=javascript:alert(1)",
        "kind=Unavailable&reference=zz&return_to=//evil.example",
        "return_to=https://evil.example",
        "kind=Unavailable&return_to=/%5Cevil.example",
    ] {
        let shown = world.visitor().get(&format!("/failed?{query}")).await;
        for planted in ["<script>alert", "javascript:", "evil.example\"", "\"//evil"] {
            assert!(!shown.body.contains(planted), "{query}: {planted}");
        }
    }
}

/// Tokens stay on the server, whatever is asked.
#[tokio::test]
async fn no_token_is_in_any_answer() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let mut answers = vec![world.sign_in_from(&mut visitor, "/login", &BOB).await];
    for path in ["/", "/profile", "/welcome", "/logout", "/api/me", "/logged_in"] {
        answers.push(visitor.get(path).await);
    }
    for path in ["/api/visitor", "/api/profile"] {
        answers.push(visitor.call(path, &[]).await);
    }
    let token = world.csrf_token(&visitor);
    answers.push(visitor.post_form("/api/sign_out", &[("csrf", &token)]).await);
    let issued = world.pool.issued_tokens();
    assert!(issued.len() >= 3, "{}", issued.len());
    let said = format!("{answers:?}");
    for token in &issued {
        let telling = token.rsplit('.').next().unwrap();
        assert!(!said.contains(telling), "a token is in an answer");
    }
}
