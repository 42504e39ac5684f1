//! Expired records go as fast as they come, in a process that runs.

use std::sync::Arc;
use std::time::Duration;

use clock::Timestamp;
use session_store::{Id, Key, MemoryStore, NewRecord, RecordKind, SqliteStore, Store};

use crate::installation::{Installation, Running};
use crate::test_app::TestApp;

/// More than a fixed number per round would leave.
const FLOOD: u32 = 11_000;
const LONG_AGO: Timestamp = Timestamp::from_unix_millis(1_000);

async fn flood(store: &dyn Store) {
    let record = |number: u32| {
        let mut id = [0; 32];
        id[..4].copy_from_slice(&number.to_be_bytes());
        NewRecord {
            key: Key {
                kind: RecordKind::UsedSignIn,
                id: Id(id),
            },
            owner: Id(id),
            value: b"sealed".to_vec(),
            expires_at: Timestamp::from_unix_millis(2_000),
            at_most: None,
        }
    };
    let records: Vec<_> = (0..FLOOD).map(record).collect();
    store.insert(&records, LONG_AGO).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn one_round_removes_everything_expired() {
    let store = Arc::new(MemoryStore::default());
    let world = TestApp::builder().store(store.clone()).start().await;
    flood(&*store).await;
    let cleaner = server::remove_expired_for_ever(world.state.account.clone());
    // Less than a second round needs.
    let ended = tokio::time::timeout(Duration::from_secs(30), cleaner).await;
    assert!(ended.is_err(), "the cleaner gave up");
    let left = world
        .state
        .account
        .signin
        .records
        .remove_expired(FLOOD)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_removes_what_expired_in_its_store() {
    let installation = Installation::new();
    let store = SqliteStore::open(&installation.file("var/sessions.db"))
        .await
        .unwrap();
    flood(&store).await;
    let command = installation.command(&[("RUST_LOG", "info,server=debug")]);
    let mut running = Running::start(command);
    let gone = "expired records are gone";
    if !running.has_logged(gone) {
        running.until_logged(gone);
    }
    let left = store
        .remove_expired(Timestamp::from_unix_millis(3_000), FLOOD)
        .await
        .unwrap();
    assert_eq!(left, 0);
    let (code, _, log) = running.stop();
    assert_eq!(code, Some(0), "{log}");
}
