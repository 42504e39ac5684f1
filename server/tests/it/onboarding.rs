//! What is still to be asked keeps nobody from leaving, or from securing their account.

use serde_json::json;

use crate::test_app::{ALICE, BOB, Person, TestApp};

const NEW_PASSWORD: &str = "Alice-was-there-8";

/// Names and values of a form.
type Fields = &'static [(&'static str, &'static str)];

#[tokio::test]
async fn password_change_works_with_missing_details() {
    let world = TestApp::new().await;
    let mut alice = world.sign_in(&ALICE).await;
    assert_eq!(
        alice.get("/profile").await.location(),
        "/welcome?return_to=%2Fprofile"
    );
    assert_eq!(alice.get("/sessions").await.status, 200);
    let account = alice.get("/security").await;
    assert_eq!(account.status, 200, "{}", account.body);
    let fields = [
        ("current_password", ALICE.password),
        ("new_password", NEW_PASSWORD),
    ];
    let shown = world.post(&mut alice, "/api/change_password", &fields).await;
    assert!(shown.body.contains("Your password is changed."), "{}", shown.body);
    let begun = world.post(&mut alice, "/api/begin_factor", &[]).await;
    assert!(begun.body.contains("class=\"qr\""), "{}", begun.body);
}

#[tokio::test]
async fn address_change_works_with_missing_details() {
    let world = TestApp::new().await;
    let mut alice = world.sign_in(&ALICE).await;
    let fields = [("address", "Email"), ("value", "alicia@example.com")];
    let waiting = world.post(&mut alice, "/api/change_address", &fields).await;
    assert!(
        waiting.body.contains("Waiting for you to confirm"),
        "{}",
        waiting.body
    );
    let code = world.pool.outbox().pop().unwrap().code;
    let fields = [("address", "Email"), ("code", code.as_str())];
    let done = world.post(&mut alice, "/api/confirm_address", &fields).await;
    assert!(
        done.body.contains("Your contact details are confirmed."),
        "{}",
        done.body
    );
}

#[tokio::test]
async fn account_deletion_works_with_missing_details() {
    let world = TestApp::new().await;
    let mut alice = world.sign_in(&ALICE).await;
    let token = world.csrf_token(&alice);
    let fields = [("csrf", token.as_str()), ("name", ALICE.email)];
    let deleted = alice.post_form("/api/delete_account", &fields).await;
    assert!(deleted.location().contains("/logout?"), "{}", deleted.location());
    let page = alice.get("/logged_out").await.body;
    assert!(page.contains("Your account is deleted"), "{page}");
}

#[tokio::test]
async fn welcome_page_links_to_the_ways_out() {
    let world = TestApp::new().await;
    let mut alice = world.sign_in(&ALICE).await;
    let page = alice.get("/welcome").await.body;
    for path in ["/security", "/sessions", "/data", "/logout"] {
        assert!(page.contains(&format!("href=\"{path}\"")), "{path}: {page}");
        assert_eq!(alice.get(path).await.status, 200, "{path}");
    }
    assert!(
        !page.contains("href=\"/profile\""),
        "it would lead back here: {page}"
    );
}

#[tokio::test]
async fn blank_at_sign_up_counts_as_skipped() {
    const ADA: Person = Person {
        email: "ada@example.com",
        password: "Correct-horse-9",
    };
    let world = TestApp::new().await;
    let mut ada = world.visitor();
    ada.get("/signup").await;
    let token = world.open_form_token(&ada);
    let fields = [
        ("csrf", token.as_str()),
        ("username", ADA.email),
        ("password", ADA.password),
        ("values[name]", "Ada Example"),
        ("values[custom:job_title]", "Countess"),
        ("values[custom:department]", "design"),
        ("values[custom:about]", ""),
    ];
    ada.post_form("/api/sign_up", &fields).await;
    let code = world.pool.outbox().pop().unwrap().code;
    let fields = [("csrf", token.as_str()), ("code", code.as_str())];
    ada.post_form("/api/confirm_sign_up", &fields).await;
    let landing = world
        .sign_in_from(&mut ada, "/login?return_to=/profile", &ADA)
        .await;
    assert_eq!(landing.location(), "/profile");
    assert_eq!(ada.get("/profile").await.status, 200);
}

/// What the help desk does.
async fn reset_password(world: &TestApp, person: &Person) {
    let about = json!({ "UserPoolId": world.pool.pool_id(), "Username": person.email });
    world.operate("AdminResetUserPassword", &about).await;
}

#[tokio::test]
async fn help_desk_password_reset_offers_new_password() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    reset_password(&world, &BOB).await;
    let forms: [(&str, Fields, &str); 6] = [
        (
            "/api/save_profile",
            &[
                ("values[custom:job_title]", "Head"),
                ("original[custom:job_title]", "Gardener"),
            ],
            "/profile",
        ),
        (
            "/api/change_address",
            &[("address", "Email"), ("value", "robert@example.com")],
            "/security",
        ),
        (
            "/api/change_password",
            &[("current_password", BOB.password), ("new_password", NEW_PASSWORD)],
            "/security",
        ),
        ("/api/begin_factor", &[], "/security"),
        ("/api/stop_factor", &[], "/security"),
        ("/api/delete_account", &[("name", BOB.email)], "/data"),
    ];
    for (action, fields, page) in forms {
        let shown = world.post(&mut bob, action, fields).await;
        let link = format!(
            "/login?return_to={}&amp;forgot_password=true",
            page.replace('/', "%2F")
        );
        assert!(shown.body.contains(&link), "{action}: {}", shown.body);
        assert!(
            !shown.body.contains("If you contact us"),
            "{action}: {}",
            shown.body
        );
    }
}
