//! What is not a person's to write, as the pages show it: what their identity provider writes, what the pool refuses, and
//! what comes too fast.

use std::time::Duration;

use local_pool::{IdentitySeed, Seed};

use crate::test_app::{ALICE, BOB, TestApp};

const PROFILE: &str = "/api/save_profile";
const TOO_OFTEN: &str = "Try again in 15 minutes.";
const DEPARTMENT: &str = "name=\"values[custom:department]\"";

/// An application where Google writes departments, and Bob has an account there.
async fn with_google() -> TestApp {
    let mut seed = Seed::demo();
    let users = &mut seed.pools[0].users;
    let bob = users
        .iter_mut()
        .find(|user| user.attributes["email"] == BOB.email);
    bob.unwrap().identities.push(IdentitySeed {
        provider_name: "Google".to_owned(),
        provider_type: "Google".to_owned(),
        user_id: "112233445566778899000".to_owned(),
    });
    let name = "name = \"custom:department\"\n";
    TestApp::builder()
        .seed(seed)
        .list(|list| list.replace(name, &format!("{name}mapped_by = [\"Google\"]\n")))
        .start()
        .await
}

#[tokio::test]
async fn federated_users_cannot_change_mapped_attributes() {
    let world = with_google().await;
    let mut visitor = world.sign_in(&BOB).await;
    let page = visitor.get("/profile").await;
    for expected in [
        "Support",
        "It comes from the account you sign in with. Change it there.",
    ] {
        assert!(page.body.contains(expected), "{expected}: {}", page.body);
    }
    assert!(!page.body.contains(DEPARTMENT), "{}", page.body);

    let before = visitor.attributes().await;
    let fields = [
        ("values[custom:department]", "sales"),
        ("values[custom:job_title]", "Impostor"),
    ];
    let refused = world.call(&mut visitor, PROFILE, &fields).await;
    let expected = serde_json::json!([{ "name": "custom:department", "rule": { "Locked": "Mapped" } }]);
    assert_eq!(refused.json()["Invalid"], expected);
    assert_eq!(visitor.attributes().await, before, "nothing was written");
}

#[tokio::test]
async fn native_users_can_change_mapped_attributes() {
    let world = with_google().await;
    let mut visitor = world.visitor();
    let landing = world.sign_in_from(&mut visitor, "/login", &ALICE).await;
    let welcome = visitor.get(landing.location()).await;
    assert!(welcome.body.contains(DEPARTMENT), "{}", welcome.body);
    let answers = [
        ("values[custom:job_title]", "Explorer"),
        ("values[custom:department]", "design"),
    ];
    world.post(&mut visitor, "/api/save_welcome", &answers).await;
    let change = [("values[custom:department]", "sales")];
    let saved = world.post(&mut visitor, PROFILE, &change).await;
    assert!(saved.body.contains(DEPARTMENT), "{}", saved.body);
    assert_eq!(visitor.attributes().await["custom:department"], "sales");
}

#[tokio::test]
async fn pool_refusal_is_shown_at_field_with_input() {
    let mut seed = Seed::demo();
    let pool = &mut seed.pools[0];
    pool.custom_attributes[0].max = Some(8);
    let client = &mut pool.clients[0];
    client
        .write_attributes
        .as_mut()
        .unwrap()
        .retain(|name| name != "custom:about");
    let world = TestApp::builder().seed(seed).start().await;
    let mut visitor = world.sign_in(&BOB).await;
    let before = visitor.attributes().await;
    for (name, typed, expected) in [
        (
            "custom:job_title",
            "Head gardener",
            "The sign-in service doesn't accept this.",
        ),
        ("custom:about", "I water things.", "It's not your mistake"),
    ] {
        let field = format!("values[{name}]");
        let page = world.post(&mut visitor, PROFILE, &[(&field, typed)]).await;
        assert_eq!(page.status, 200);
        let said = page.sentence_at(name);
        assert!(said.contains(expected), "{said}");
        assert!(page.body.contains(typed), "{}", page.body);
        assert_eq!(visitor.attributes().await, before, "{name}");
    }
}

#[tokio::test]
async fn rate_limited_save_keeps_input_and_names_wait() {
    let world = TestApp::new().await;
    let (mut visitor, mut elsewhere) = (world.sign_in(&BOB).await, world.sign_in(&BOB).await);
    for _ in 0..60 {
        assert_eq!(world.call(&mut visitor, PROFILE, &[]).await.status, 200);
    }
    let title = [("values[custom:job_title]", "Gardener in a hurry")];
    for path in [PROFILE, "/api/save_welcome"] {
        let stopped = world.call(&mut elsewhere, path, &title).await;
        assert_eq!(stopped.status, 429, "{path}: {}", stopped.body);
        assert_eq!(stopped.header("retry-after"), Some("60"), "{path}");
        assert_eq!(stopped.json()["kind"], "WaitAMinute", "{path}");
    }
    for (path, fields) in [
        ("/api/skip_welcome", &[][..]),
        (
            "/api/change_address",
            &[("address", "Email"), ("value", "robert@example.com")],
        ),
        ("/api/resend_code", &[("address", "Email")]),
        ("/api/cancel_change", &[("address", "Email")]),
        (
            "/api/confirm_address",
            &[("address", "Email"), ("code", "123456")],
        ),
        (
            "/api/change_password",
            &[
                ("current_password", BOB.password),
                ("new_password", "Bob-was-there-8"),
            ],
        ),
        ("/api/begin_factor", &[]),
        ("/api/finish_factor", &[("code", "123456")]),
        ("/api/stop_factor", &[]),
        ("/api/renew_tokens", &[]),
    ] {
        let stopped = world.post(&mut elsewhere, path, fields).await;
        assert!(
            stopped.body.contains("Try again in a minute."),
            "{path}: {}",
            stopped.body
        );
    }
    let page = world.post(&mut visitor, PROFILE, &title).await;
    assert!(page.body.contains("Try again in a minute."), "{}", page.body);
    assert!(page.body.contains(title[0].1), "{}", page.body);
    let address = [("address", "Email"), ("value", "robert@example.com")];
    let page = world.post(&mut visitor, "/api/change_address", &address).await;
    assert!(page.body.contains("Try again in a minute."), "{}", page.body);
    assert!(
        page.body.contains("value=\"robert@example.com\""),
        "{}",
        page.body
    );
    let calls = world.pool.requests();
    let is_write = |name: Option<&str>| name.is_some_and(|name| name.ends_with("UserAttributes"));
    assert!(!calls.iter().any(|call| is_write(call.operation.as_deref())));

    let mut alice = world.sign_in(&ALICE).await;
    let answers = [
        ("values[custom:job_title]", "Explorer"),
        ("values[custom:department]", "design"),
    ];
    assert_eq!(
        world.call(&mut alice, "/api/save_welcome", &answers).await.status,
        200
    );
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(world.call(&mut visitor, PROFILE, &title).await.status, 200);
}

/// How often the pool was asked whether a guess is right.
fn guesses(world: &TestApp) -> usize {
    let guesses = ["VerifyUserAttribute", "VerifySoftwareToken", "ChangePassword"];
    let calls = world.pool.requests().into_iter();
    calls
        .filter(|call| {
            call.operation
                .as_deref()
                .is_some_and(|name| guesses.contains(&name))
        })
        .count()
}

#[tokio::test]
async fn guesses_are_rate_limited_across_a_persons_sessions() {
    let world = TestApp::new().await;
    let (mut visitor, mut elsewhere) = (world.sign_in(&BOB).await, world.sign_in(&BOB).await);
    let address = [("address", "Email"), ("value", "robert@example.com")];
    world.post(&mut visitor, "/api/change_address", &address).await;
    world.post(&mut visitor, "/api/begin_factor", &[]).await;
    for (path, fields) in [
        (
            "/api/confirm_address",
            &[("address", "Email"), ("code", "000000")][..],
        ),
        ("/api/finish_factor", &[("code", "000000")]),
        (
            "/api/change_password",
            &[
                ("current_password", "Wrong-password-1"),
                ("new_password", "Bob-was-there-8"),
            ],
        ),
    ] {
        for _ in 0..10 {
            let tried = world.post(&mut visitor, path, fields).await.body;
            assert!(!tried.contains(TOO_OFTEN), "{path}: {tried}");
        }
        let asked = guesses(&world);
        let stopped = world.post(&mut elsewhere, path, fields).await.body;
        assert!(stopped.contains(TOO_OFTEN), "{path}: {stopped}");
        assert_eq!(guesses(&world), asked, "{path}: the pool is not asked");
    }
}

#[tokio::test]
async fn one_users_rate_limit_spares_the_pool_quota() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    for _ in 0..60 {
        assert_eq!(visitor.get("/security").await.status, 200);
    }
    let asked = world.pool.requests().len();
    let page = visitor.get("/security").await;
    assert!(page.body.contains("We can't tell right now"), "{}", page.body);
    assert_eq!(visitor.get("/profile/sources").await.status, 429);
    assert_eq!(world.pool.requests().len(), asked);
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(visitor.get("/profile/sources").await.status, 200);
}
