//! How often a page asks the store: on another machine each question is a wait.

use std::sync::Arc;

use test_support::{Browser, FaultyStore};

use crate::test_app::{ALICE, BOB, TestApp};

/// The round trips of one view of this page.
async fn of_view(store: &FaultyStore, visitor: &mut Browser, page: &str) -> usize {
    store.take_round_trips();
    let shown = visitor.get(page).await;
    assert_eq!(shown.status, 200, "{page}: {}", shown.body);
    store.take_round_trips()
}

#[tokio::test]
async fn pages_wait_for_the_store_twice_at_most() {
    let store = Arc::new(FaultyStore::default());
    let world = TestApp::builder().store(store.clone()).start().await;
    let mut bob = world.sign_in(&BOB).await;
    let mut alice = world.sign_in(&ALICE).await;
    for (page, expected) in [
        ("/", 2),
        ("/profile", 2),
        ("/profile/sources", 2),
        ("/security", 2),
        ("/data", 2),
        // The session; then the list of all of them, and beside it whom the header names.
        ("/sessions", 3),
        ("/logout", 2),
        ("/logged_out", 1),
    ] {
        assert_eq!(of_view(&store, &mut bob, page).await, expected, "{page}");
    }
    assert_eq!(of_view(&store, &mut alice, "/welcome").await, 2);
}

#[tokio::test]
async fn message_is_taken_only_where_one_waits() {
    let store = Arc::new(FaultyStore::default());
    let world = TestApp::builder().store(store.clone()).start().await;
    let mut bob = world.sign_in(&BOB).await;
    let token = world.csrf_token(&bob);
    let fields = [("csrf", token.as_str()), ("values[custom:newsletter]", "maybe")];
    let posted = bob.post_form("/api/save_profile", &fields).await;
    assert_eq!(posted.location(), "/profile");
    assert_eq!(
        of_view(&store, &mut bob, "/profile").await,
        3,
        "the message is taken"
    );
    assert_eq!(of_view(&store, &mut bob, "/profile").await, 2, "it is gone");
}
