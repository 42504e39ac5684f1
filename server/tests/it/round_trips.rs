//! How often a page asks the store: on another machine each question is a wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use clock::Timestamp;
use session_store::{Id, Key, Kind, Lease, MemoryStore, NewRecord, Record, Replacement, Store, StoreError};
use test_support::Browser;

use crate::world::{ALICE, BOB, World};

/// A store in memory that counts what it is asked.
#[derive(Default)]
struct CountingStore {
    store: MemoryStore,
    round_trips: AtomicUsize,
}

impl CountingStore {
    fn count(&self) -> &MemoryStore {
        self.round_trips.fetch_add(1, Ordering::SeqCst);
        &self.store
    }

    /// The round trips of one view of this page.
    async fn of_view(&self, visitor: &mut Browser, page: &str) -> usize {
        self.round_trips.store(0, Ordering::SeqCst);
        let shown = visitor.get(page).await;
        assert_eq!(shown.status, 200, "{page}: {}", shown.body);
        self.round_trips.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Store for CountingStore {
    async fn insert(&self, records: &[NewRecord], now: Timestamp) -> Result<(), StoreError> {
        self.count().insert(records, now).await
    }

    async fn upsert(&self, record: &NewRecord, now: Timestamp) -> Result<(), StoreError> {
        self.count().upsert(record, now).await
    }

    async fn load_many(&self, keys: &[Key], now: Timestamp) -> Result<Vec<Option<Record>>, StoreError> {
        self.count().load_many(keys, now).await
    }

    async fn list(&self, kind: Kind, owner: Id, now: Timestamp) -> Result<Vec<(Id, Record)>, StoreError> {
        self.count().list(kind, owner, now).await
    }

    async fn replace(&self, new: &Replacement, now: Timestamp) -> Result<bool, StoreError> {
        self.count().replace(new, now).await
    }

    async fn take(&self, key: Key, now: Timestamp) -> Result<Option<Record>, StoreError> {
        self.count().take(key, now).await
    }

    async fn remove(&self, keys: &[Key]) -> Result<(), StoreError> {
        self.count().remove(keys).await
    }

    async fn acquire_lease(&self, lease: &Lease, now: Timestamp) -> Result<bool, StoreError> {
        self.count().acquire_lease(lease, now).await
    }

    async fn release_lease(&self, lease: &Lease) -> Result<(), StoreError> {
        self.count().release_lease(lease).await
    }

    async fn remove_expired(&self, now: Timestamp, at_most: u32) -> Result<u32, StoreError> {
        self.count().remove_expired(now, at_most).await
    }
}

#[tokio::test]
async fn pages_ask_the_store_twice_at_most() {
    let store = Arc::new(CountingStore::default());
    let world = World::on(Arc::clone(&store) as Arc<dyn Store>).await;
    let mut bob = world.sign_in(&BOB).await;
    let mut alice = world.sign_in(&ALICE).await;
    // `/sessions` reads the session, and the list of all of them.
    for (page, expected) in [
        ("/", 2),
        ("/profile", 2),
        ("/sessions", 2),
        ("/logout", 1),
        ("/logged_out", 1),
    ] {
        assert_eq!(store.of_view(&mut bob, page).await, expected, "{page}");
    }
    assert_eq!(store.of_view(&mut alice, "/welcome").await, 2);
}

/// Tokens are read only where the pool is asked, once for each call; `/account` also reads whether a set-up was begun.
#[tokio::test]
async fn pages_that_ask_the_pool_read_the_tokens_besides() {
    let store = Arc::new(CountingStore::default());
    let world = World::on(Arc::clone(&store) as Arc<dyn Store>).await;
    let mut bob = world.sign_in(&BOB).await;
    for (page, expected) in [("/account", 4), ("/profile/sources", 5)] {
        assert_eq!(store.of_view(&mut bob, page).await, expected, "{page}");
    }
}

#[tokio::test]
async fn message_is_taken_only_where_one_waits() {
    let store = Arc::new(CountingStore::default());
    let world = World::on(Arc::clone(&store) as Arc<dyn Store>).await;
    let mut bob = world.sign_in(&BOB).await;
    let token = world.csrf_token(&bob);
    let fields = [("csrf", token.as_str()), ("values[custom:newsletter]", "maybe")];
    let posted = bob.post_form("/api/save_profile", &fields).await;
    assert_eq!(posted.location(), "/profile");
    assert_eq!(
        store.of_view(&mut bob, "/profile").await,
        3,
        "the message is taken"
    );
    assert_eq!(store.of_view(&mut bob, "/profile").await, 2, "it is gone");
}
