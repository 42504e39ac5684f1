//! One suite for every store: what the flows rely on.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use auth::store::{Id, Key, Kind, MemoryStore, NewRecord, SqliteStore, Store, StoreError};
use cognito::Timestamp;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);

fn later(seconds: u64) -> Timestamp {
    NOW + Duration::from_secs(seconds)
}

fn id(name: &str) -> Id {
    let mut bytes = [0; 32];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    Id(bytes)
}

fn key(name: &str) -> Key {
    Key {
        kind: Kind::Session,
        id: id(name),
    }
}

fn record(name: &str, owner: &str, value: &[u8]) -> NewRecord {
    NewRecord {
        key: key(name),
        owner: id(owner),
        value: value.to_vec(),
        expires_at: later(60),
    }
}

/// Runs a check on a fresh store of each kind.
async fn on_each_store<F: Future<Output = ()>>(check: impl Fn(Arc<dyn Store>) -> F) {
    check(Arc::new(MemoryStore::default())).await;
    let folder = tempfile::tempdir().unwrap();
    check(Arc::new(
        SqliteStore::open(&folder.path().join("new/sessions.db"))
            .await
            .unwrap(),
    ))
    .await;
}

#[tokio::test]
async fn a_record_is_read_as_it_was_written() {
    on_each_store(async |store| {
        store.insert(&[record("a", "me", b"value")]).await.unwrap();
        let read = store.load(key("a"), NOW).await.unwrap().unwrap();
        assert_eq!(
            (read.value.as_slice(), read.version, read.expires_at),
            (b"value".as_slice(), 1, later(60))
        );
        let other_kind = Key {
            kind: Kind::Tokens,
            id: id("a"),
        };
        assert!(store.load(other_kind, NOW).await.unwrap().is_none());
        assert!(store.load(key("b"), NOW).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn an_expired_record_is_not_there() {
    on_each_store(async |store| {
        store.insert(&[record("a", "me", b"value")]).await.unwrap();
        assert!(store.load(key("a"), later(59)).await.unwrap().is_some());
        assert!(store.load(key("a"), later(60)).await.unwrap().is_none());
        assert!(
            store
                .list(Kind::Session, id("me"), later(60))
                .await
                .unwrap()
                .is_empty()
        );
        assert!(store.take(key("a"), later(60)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn several_records_are_inserted_all_or_none() {
    on_each_store(async |store| {
        store.insert(&[record("b", "me", b"1")]).await.unwrap();
        let refused = store
            .insert(&[record("a", "me", b"2"), record("b", "me", b"2")])
            .await;
        assert!(matches!(refused, Err(StoreError::Exists)));
        assert!(store.load(key("a"), NOW).await.unwrap().is_none());
        assert_eq!(store.load(key("b"), NOW).await.unwrap().unwrap().value, b"1");
    })
    .await;
}

#[tokio::test]
async fn a_write_that_read_an_older_version_loses() {
    on_each_store(async |store| {
        store.insert(&[record("a", "me", b"1")]).await.unwrap();
        assert!(store.replace(key("a"), 1, b"2", later(90)).await.unwrap());
        assert!(!store.replace(key("a"), 1, b"lost", later(90)).await.unwrap());
        assert!(!store.replace(key("none"), 1, b"lost", later(90)).await.unwrap());
        let read = store.load(key("a"), later(80)).await.unwrap().unwrap();
        assert_eq!(
            (read.value.as_slice(), read.version, read.expires_at),
            (b"2".as_slice(), 2, later(90))
        );
    })
    .await;
}

#[tokio::test]
async fn of_many_takers_one_gets_the_record() {
    on_each_store(async |store| {
        store.insert(&[record("a", "me", b"1")]).await.unwrap();
        let takers: Vec<_> = (0..20)
            .map(|_| {
                let store = Arc::clone(&store);
                tokio::spawn(async move { store.take(key("a"), NOW).await.unwrap() })
            })
            .collect();
        let mut taken = 0;
        for taker in takers {
            taken += usize::from(taker.await.unwrap().is_some());
        }
        assert_eq!(taken, 1);
    })
    .await;
}

#[tokio::test]
async fn of_many_replacements_of_one_version_one_wins() {
    on_each_store(async |store| {
        store.insert(&[record("a", "me", b"1")]).await.unwrap();
        let writers: Vec<_> = (0..20)
            .map(|_| {
                let store = Arc::clone(&store);
                tokio::spawn(async move { store.replace(key("a"), 1, b"2", later(60)).await.unwrap() })
            })
            .collect();
        let mut won = 0;
        for writer in writers {
            won += usize::from(writer.await.unwrap());
        }
        assert_eq!(won, 1);
    })
    .await;
}

#[tokio::test]
async fn an_owners_records_are_listed_oldest_first() {
    on_each_store(async |store| {
        store
            .insert(&[
                record("z", "me", b"1"),
                record("a", "me", b"2"),
                record("x", "you", b"3"),
            ])
            .await
            .unwrap();
        store.insert(&[record("m", "me", b"4")]).await.unwrap();
        let mine = store.list(Kind::Session, id("me"), NOW).await.unwrap();
        let ids: Vec<Id> = mine.into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, [id("z"), id("a"), id("m")]);
        assert!(store.list(Kind::Tokens, id("me"), NOW).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn removing_takes_exactly_what_was_named() {
    on_each_store(async |store| {
        store
            .insert(&[record("a", "me", b"1"), record("b", "me", b"2")])
            .await
            .unwrap();
        store.remove(&[key("a"), key("none")]).await.unwrap();
        assert!(store.load(key("a"), NOW).await.unwrap().is_none());
        assert!(store.load(key("b"), NOW).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn expired_records_go_in_bounded_batches() {
    on_each_store(async |store| {
        for number in 0..5 {
            store
                .insert(&[record(&format!("old{number}"), "me", b"1")])
                .await
                .unwrap();
        }
        let fresh = NewRecord {
            expires_at: later(120),
            ..record("fresh", "me", b"1")
        };
        store.insert(&[fresh]).await.unwrap();
        let mut batches = Vec::new();
        for _ in 0..4 {
            batches.push(store.remove_expired(later(60), 2).await.unwrap());
        }
        assert_eq!(batches, [2, 2, 1, 0]);
        assert!(store.load(key("fresh"), later(60)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_sqlite_store_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sessions.db");
    let before = SqliteStore::open(&file).await.unwrap();
    before.insert(&[record("a", "me", b"value")]).await.unwrap();
    drop(before);
    let after = SqliteStore::open(&file).await.unwrap();
    assert_eq!(after.load(key("a"), NOW).await.unwrap().unwrap().value, b"value");
}

#[cfg(unix)]
#[tokio::test]
async fn a_sqlite_store_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sessions.db");
    SqliteStore::open(&file).await.unwrap();
    assert_eq!(
        std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[tokio::test]
async fn two_processes_may_write_to_one_sqlite_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sessions.db");
    let stores = [
        SqliteStore::open(&file).await.unwrap(),
        SqliteStore::open(&file).await.unwrap(),
    ];
    let writers: Vec<_> = (0..40)
        .map(|number: usize| {
            let store = stores[number % 2].clone();
            tokio::spawn(async move { store.insert(&[record(&format!("r{number}"), "me", b"1")]).await })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    assert_eq!(
        stores[0].list(Kind::Session, id("me"), NOW).await.unwrap().len(),
        40
    );
}
