//! `GET /api/me`.

use std::time::Duration;

use local_pool::{Misbehaviour, Seed, Times};

use crate::test_app::{ALICE, BOB, SESSION, TestApp};

/// Longer than a profile is kept.
const A_WHILE: Duration = Duration::from_mins(2);

#[tokio::test]
async fn a_signed_in_person_gets_what_they_are() {
    let world = TestApp::builder().seed(with_shoe_sizes()).start().await;
    let me = world.sign_in(&BOB).await.get_json("/api/me").await;
    assert_eq!(
        (me.status.as_u16(), me.header("content-type")),
        (200, Some("application/json"))
    );
    let me = me.json();
    assert_eq!(me["complete"], true);
    assert_eq!(me["attributes"]["email"], BOB.email);
    assert_eq!(me["attributes"]["custom:job_title"], "Gardener");
    assert_eq!(
        me["attributes"].get("custom:shoe_size"),
        None,
        "not on the operator's list"
    );
    assert_eq!(me["username"], me["sub"], "people of this pool sign in by e-mail");
    let members: Vec<_> = me.as_object().unwrap().keys().collect();
    assert_eq!(members, ["attributes", "complete", "sub", "username"]);
}

/// The pool lets the app read something that the operator's list does not have.
fn with_shoe_sizes() -> Seed {
    let mut seed = Seed::demo();
    let pool = &mut seed.pools[0];
    let mut shoe_size = pool.custom_attributes[0].clone();
    shoe_size.name = String::from("shoe_size");
    pool.custom_attributes.push(shoe_size);
    let name = "custom:shoe_size".to_owned();
    pool.clients[0]
        .read_attributes
        .get_or_insert_default()
        .push(name.clone());
    for user in &mut pool.users {
        user.attributes.insert(name.clone(), "42".to_owned());
    }
    seed
}

#[tokio::test]
async fn me_reports_an_incomplete_profile() {
    let world = TestApp::new().await;
    assert_eq!(
        world.sign_in(&ALICE).await.get_json("/api/me").await.json()["complete"],
        false
    );
}

#[tokio::test]
async fn me_reports_signed_out_without_a_session() {
    let world = TestApp::new().await;
    let answer = world.visitor().get_json("/api/me").await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.json()["error"], "signed_out");
}

#[tokio::test]
async fn a_session_the_pool_ended_is_over() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    world.pool.misbehave(Misbehaviour::RefreshRevoked, Times::Always);
    // The access token lives an hour; after that it needs the refresh that the pool refuses.
    world.clock.advance(Duration::from_hours(2));
    let answer = visitor.get_json("/api/me").await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["error"]),
        (401, &"signed_out".into())
    );
    assert_eq!(visitor.cookie(SESSION), None, "its cookie is of no use");
    world.pool.behave();
    assert_eq!(visitor.get_json("/api/me").await.status, 401, "and stays over");
}

#[tokio::test]
async fn a_pool_that_fails_ends_no_session() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    world.pool.misbehave(Misbehaviour::ServerError, Times::Always);
    world.clock.advance(A_WHILE);
    let answer = visitor.get_json("/api/me").await;
    assert_eq!(answer.status, 200, "what was read last serves: {}", answer.body);
    world.pool.behave();
    assert_eq!(visitor.get_json("/api/me").await.status, 200);
}

#[tokio::test]
async fn a_pool_that_is_gone_ends_no_session() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let TestApp { pool, clock, .. } = world;
    pool.shutdown().await;
    // Past the life of the access token.
    clock.advance(Duration::from_hours(2));
    assert_eq!(
        visitor.get_json("/api/me").await.status,
        200,
        "what was read last serves"
    );
    assert_eq!(visitor.get("/profile").await.status, 200);
}
