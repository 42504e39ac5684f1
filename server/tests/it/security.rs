//! How one signs in, as the browser's headers and pages show it.

use std::sync::Arc;
use std::time::Duration;

use local_pool::{Misbehaviour, Times, totp_code};

use crate::test_app::{ALICE, BOB, Person, SESSION, TestApp};
use test_support::{FaultyStore, Page};

const NEW_PASSWORD: &str = "Bob-was-there-8";

/// The pages and forms that need a fresh sign-in, with what would be right otherwise.
const FORMS: [(&str, &[(&str, &str)]); 5] = [
    (
        "/api/change_password",
        &[("current_password", BOB.password), ("new_password", NEW_PASSWORD)],
    ),
    ("/api/begin_factor", &[]),
    ("/api/finish_factor", &[("code", "123456")]),
    ("/api/stop_factor", &[]),
    ("/api/delete_account", &[("name", BOB.email)]),
];

#[tokio::test]
async fn stale_session_is_refused_by_account_forms() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    assert!(
        visitor
            .get("/security")
            .await
            .body
            .contains("name=\"new_password\"")
    );
    world.clock.advance(Duration::from_mins(15));
    let page = visitor.get("/security").await.body;
    assert!(page.contains("%2Fsecurity&amp;fresh=true"), "{page}");
    assert!(!page.contains("name=\"new_password\"") && !page.contains("name=\"name\""));
    for (path, fields) in FORMS {
        let shown = world.post(&mut visitor, path, fields).await;
        assert!(
            shown.body.contains("yours is older. Nothing was changed."),
            "{path}"
        );
    }
    for operation in [
        "ChangePassword",
        "AssociateSoftwareToken",
        "DeleteUser",
        "SetUserMFAPreference",
    ] {
        let is_named =
            |request: &local_pool::RecordedRequest| request.operation.as_deref() == Some(operation);
        assert!(!world.pool.requests().iter().any(is_named), "{operation}");
    }
}

#[tokio::test]
async fn confirming_leads_back_with_another_session() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let old = visitor.cookie(SESSION).unwrap().to_owned();
    world.clock.advance(Duration::from_mins(15));
    world.pool.clock().advance(Duration::from_mins(15));
    let page = "/login?return_to=/security&fresh=true";
    let away = visitor.clone().get(page).await;
    assert!(away.location().contains("prompt=login"), "{}", away.location());
    let landing = world.sign_in_from(&mut visitor, page, &BOB).await;
    assert_eq!(landing.location(), "/security");
    assert_ne!(visitor.cookie(SESSION), Some(old.as_str()));
    assert!(
        visitor
            .get("/security")
            .await
            .body
            .contains("name=\"new_password\"")
    );
    let mut thief = world.visitor();
    thief.set_cookie(SESSION, &old);
    assert_eq!(thief.get_json("/api/me").await.status, 401);
}

#[tokio::test]
async fn password_errors_stand_at_field_without_the_password() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    for (current, new, sentence) in [
        ("", NEW_PASSWORD, "Fill this in."),
        (
            "Wrong-password-1",
            NEW_PASSWORD,
            "That's not your current password.",
        ),
        (BOB.password, "weak", "Choose a stronger password"),
        (
            BOB.password,
            "Bob-was-there-8 ",
            "It can't begin or end with a space.",
        ),
        (BOB.password, BOB.password, "That's already your password."),
    ] {
        world.pool.clock().advance(Duration::from_secs(5));
        let fields = [("current_password", current), ("new_password", new)];
        let shown = world.post(&mut visitor, "/api/change_password", &fields).await;
        assert!(shown.body.contains(sentence), "{sentence}: {}", shown.body);
        for typed in [current, new].into_iter().filter(|typed| !typed.is_empty()) {
            assert!(!shown.body.contains(typed), "{typed} came back");
        }
        assert!(
            !visitor.get("/security").await.body.contains(sentence),
            "shown once"
        );
    }
}

#[tokio::test]
async fn password_rules_mark_what_a_refused_password_lacks() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    assert!(!visitor.get("/security").await.body.contains("(not yet)"));
    let fields = [("current_password", BOB.password), ("new_password", "weak")];
    let shown = world.post(&mut visitor, "/api/change_password", &fields).await;
    let count = |text: &str| shown.body.matches(text).count();
    assert_eq!(
        (count("<strong>(not yet)"), count("a digit")),
        (4, 1),
        "{}",
        shown.body
    );
}

#[tokio::test]
async fn password_change_can_revoke_other_sessions() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let mut elsewhere = world.sign_in(&BOB).await;
    let fields = [
        ("current_password", BOB.password),
        ("new_password", NEW_PASSWORD),
        ("sign_out_others", "true"),
    ];
    let shown = world.post(&mut visitor, "/api/change_password", &fields).await;
    assert!(shown.body.contains("Your password is changed."), "{}", shown.body);
    assert_eq!(elsewhere.get_json("/api/me").await.status, 401);
    let now = Person {
        password: NEW_PASSWORD,
        ..BOB
    };
    world.sign_in(&now).await;
}

#[tokio::test]
async fn failed_revocation_of_other_sessions_is_admitted() {
    let store = Arc::new(FaultyStore::default());
    let world = TestApp::builder().store(store.clone()).start().await;
    let mut visitor = world.sign_in(&BOB).await;
    let mut elsewhere = world.sign_in(&BOB).await;
    let fields = [
        ("current_password", BOB.password),
        ("new_password", NEW_PASSWORD),
        ("sign_out_others", "true"),
    ];
    store.fail_removals(true);
    let shown = world.post(&mut visitor, "/api/change_password", &fields).await;
    store.fail_removals(false);
    let admitted = "Password changed, but we couldn't sign out your other sessions.";
    assert!(shown.body.contains(admitted), "{}", shown.body);
    assert_eq!(elsewhere.get_json("/api/me").await.status, 200);
}

#[tokio::test]
async fn other_sessions_survive_password_change_by_choice() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let mut elsewhere = world.sign_in(&BOB).await;
    let fields = [("current_password", BOB.password), ("new_password", NEW_PASSWORD)];
    let shown = world.post(&mut visitor, "/api/change_password", &fields).await;
    assert!(shown.body.contains("Your password is changed."), "{}", shown.body);
    assert_eq!(elsewhere.get_json("/api/me").await.status, 200);
}

/// The key as the page shows it.
pub fn key_on(page: &Page) -> String {
    let (_, rest) = page.body.split_once("<code ").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    rest.split('<').next().unwrap().replace(' ', "")
}

#[tokio::test]
async fn setup_key_survives_reload_and_wrong_code() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let shown = world.post(&mut visitor, "/api/begin_factor", &[]).await;
    assert!(
        shown.body.contains("class=\"qr\"") && !shown.body.contains("style="),
        "{}",
        shown.body
    );
    let key = key_on(&shown);
    let link =
        format!("otpauth://totp/leptos-cognito:bob@example.com?secret={key}&amp;issuer=leptos-cognito");
    assert!(shown.body.contains(&format!("href=\"{link}\"")), "{}", shown.body);
    let again = visitor.get("/security").await;
    assert_eq!(key_on(&again), key);

    let wrong = world
        .post(&mut visitor, "/api/finish_factor", &[("code", "000 000")])
        .await;
    assert!(wrong.body.contains("That code isn't right"), "{}", wrong.body);
    assert_eq!(key_on(&wrong), key);
    assert!(wrong.body.contains("class=\"qr\""), "{}", wrong.body);
    let code = totp_code(&key, world.pool.clock().now()).unwrap();
    let typed = format!("{} {}", &code[..3], &code[3..]);
    let done = world
        .post(&mut visitor, "/api/finish_factor", &[("code", &typed)])
        .await;
    assert!(
        done.body.contains("Your authenticator app is on."),
        "{}",
        done.body
    );
    // What was just done is told once; later the page says how it is.
    let on = "we ask for a code when you sign in";
    assert!(!done.body.contains(on), "{}", done.body);
    assert!(visitor.get("/security").await.body.contains(on));

    let half = world.post(&mut visitor, "/api/begin_factor", &[]).await;
    assert_ne!(key_on(&half), key);
    assert!(
        half.body.contains("may be protected by your password only"),
        "{}",
        half.body
    );
    let off = world.post(&mut visitor, "/api/stop_factor", &[]).await;
    assert!(off.body.contains("We no longer ask for a code."), "{}", off.body);
    let then = visitor.get("/security").await;
    assert!(
        then.body.contains("Off – only your password is required"),
        "{}",
        then.body
    );
}

#[tokio::test]
async fn cancelled_setup_says_that_nothing_was_on() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    world.post(&mut visitor, "/api/begin_factor", &[]).await;
    let cancelled = world.post(&mut visitor, "/api/stop_factor", &[]).await.body;
    assert!(cancelled.contains("The setup is cancelled."), "{cancelled}");
    assert!(!cancelled.contains("no longer ask for a code"), "{cancelled}");
}

#[tokio::test]
async fn setup_key_is_shown_to_its_session_only() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let posted = visitor
        .post_form("/api/begin_factor", &[("csrf", &world.csrf_token(&visitor))])
        .await;
    // There the browser itself sets the focus.
    assert_eq!(posted.location(), "/security#authenticator");
    let shown = visitor.get("/security").await;
    assert!(
        shown.body.contains(r#"id="authenticator" tabindex="-1""#),
        "{}",
        shown.body
    );
    let mut other = world.sign_in(&BOB).await;
    let page = other.get("/security").await.body;
    assert!(
        page.contains("Setup isn't finished") && !page.contains("class=\"qr\""),
        "{page}"
    );
    world.clock.advance(Duration::from_mins(15));
    let page = visitor.get("/security").await.body;
    assert!(
        !page.contains("class=\"qr\"") && !page.contains("otpauth:"),
        "{page}"
    );
}

#[tokio::test]
async fn outcome_has_focus_in_its_own_section() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let section = |page: &Page, name: &str| {
        let (_, rest) = page
            .body
            .split_once(&format!(r#"<section aria-labelledby="{name}""#))
            .unwrap();
        rest.split("</section>").next().unwrap().to_owned()
    };
    for (path, fields, name) in [
        (
            "/api/change_password",
            &[("current_password", "x")][..],
            "password",
        ),
        ("/api/finish_factor", &[("code", "")], "factor"),
        ("/api/delete_account", &[("name", "somebody")], "leave"),
        ("/api/stop_factor", &[], "factor"),
        (
            "/api/change_password",
            &[("current_password", BOB.password), ("new_password", NEW_PASSWORD)],
            "password",
        ),
    ] {
        let page = world.post(&mut visitor, path, fields).await;
        assert_eq!(
            page.body.matches(" autofocus").count(),
            1,
            "{path}: {}",
            page.body
        );
        let section = section(&page, name);
        assert!(section.contains(" autofocus"), "{path}: {section}");
    }
}

#[tokio::test]
async fn password_form_names_its_account_for_managers() {
    let world = TestApp::new().await;
    let page = world.sign_in(&BOB).await.get("/security").await;
    let name = format!(
        r#"<input type="text" autocomplete="username" value="{}" readonly hidden>"#,
        BOB.email
    );
    assert!(page.body.contains(&name), "{}", page.body);
}

#[tokio::test]
async fn failing_pool_changes_nothing_and_is_named() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    world.pool.misbehave(Misbehaviour::ServerError, Times::Always);
    for (path, fields) in FORMS {
        let shown = world.post(&mut visitor, path, fields).await;
        assert!(
            shown.body.contains("It isn't answering right now."),
            "{path}: {}",
            shown.body
        );
    }
    let page = visitor.get("/security").await;
    assert_eq!(page.status, 200, "the page does not need the pool");
    assert!(page.body.contains("We can't tell right now"), "{}", page.body);
    world.pool.behave();
    assert_eq!(visitor.get_json("/api/me").await.status, 200);
}

#[tokio::test]
async fn account_deletion_needs_the_typed_name() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let mut elsewhere = world.sign_in(&BOB).await;
    let mut alice = world.sign_in(&ALICE).await;
    for (typed, sentence) in [("", "Fill this in."), (ALICE.email, "That doesn't match.")] {
        let shown = world
            .post(&mut visitor, "/api/delete_account", &[("name", typed)])
            .await;
        assert!(shown.body.contains(sentence), "{typed}: {}", shown.body);
        let label = "type <bdi>bob@example.com</bdi>";
        assert!(shown.body.contains(label), "{typed}: {}", shown.body);
    }
    let token = world.csrf_token(&visitor);
    let session = visitor.cookie(SESSION).unwrap().to_owned();
    let fields = [("csrf", token.as_str()), ("name", " BOB@example.com ")];
    let left = visitor.post_form("/api/delete_account", &fields).await;
    assert_eq!(left.status, 303);
    assert!(
        left.location()
            .starts_with(&format!("{}logout?", world.pool.url())),
        "{}",
        left.location()
    );
    assert!(left.header("clear-site-data").is_some());
    assert_eq!(visitor.cookie(SESSION), None);
    for (time, title) in [
        ("at first", "Your account is deleted"),
        ("then", "You are signed out"),
    ] {
        let page = visitor.get("/logged_out").await.body;
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{time}: {page}");
    }
    visitor.set_cookie(SESSION, &session);
    for visitor in [&mut visitor, &mut elsewhere] {
        assert_eq!(visitor.get_json("/api/me").await.status, 401);
    }
    assert_eq!(alice.get_json("/api/me").await.status, 200, "others stay");
}

/// What to do is said before it happens, and to whom to turn where that is known.
#[tokio::test]
async fn lost_phone_has_a_way_out() {
    for (brand, contact) in [(None, false), (Some("../docs/guide/examples/acme.toml"), true)] {
        let world = brand
            .map_or(TestApp::builder(), |brand| TestApp::builder().brand(brand))
            .start()
            .await;
        let page = world.sign_in(&BOB).await.get("/security").await.body;
        let (_, advice) = page.split_once("If you lose your phone").unwrap();
        let advice = advice.split("</details>").next().unwrap();
        assert!(advice.contains("keep a copy of the key"), "{advice}");
        assert_eq!(
            advice.contains("href=\"mailto:help@acme.example\""),
            contact,
            "{advice}"
        );
    }
}

/// The page of a visitor leads to the sign-in and back.
#[tokio::test]
async fn the_page_needs_a_session() {
    let world = TestApp::new().await;
    let away = world.visitor().get("/security").await;
    assert_eq!(away.location(), "/login?return_to=%2Fsecurity");
}

#[tokio::test]
async fn trailing_blank_is_refused_at_current_password() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let typed = format!("{} ", BOB.password);
    let too_long = "x".repeat(257);
    for current in [typed.as_str(), "x", too_long.as_str()] {
        let fields = [("current_password", current), ("new_password", NEW_PASSWORD)];
        let shown = world.post(&mut visitor, "/api/change_password", &fields).await;
        let (_, after) = shown.body.split_once("id=\"current-password-error\"").unwrap();
        let said = after.split("</p>").next().unwrap();
        assert!(said.contains("That's not your current password."), "{said}");
    }
    let is_named =
        |request: &local_pool::RecordedRequest| request.operation.as_deref() == Some("ChangePassword");
    assert!(!world.pool.requests().iter().any(is_named));
    let fields = [("current_password", BOB.password), ("new_password", NEW_PASSWORD)];
    let shown = world.post(&mut visitor, "/api/change_password", &fields).await;
    assert!(shown.body.contains("Your password is changed."), "{}", shown.body);
}
