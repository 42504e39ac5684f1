//! One suite for every store: what the flows rely on.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use clock::Timestamp;
use session_store::{
    Id, Key, Lease, MemoryStore, NewRecord, Record, RecordKind, RedisStore, Replacement, SqliteStore, Store,
    StoreError,
};

use test_support::RedisServer;

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
        kind: RecordKind::Session,
        id: id(name),
    }
}

fn record(name: &str, owner: &str, value: &[u8]) -> NewRecord {
    NewRecord {
        key: key(name),
        owner: id(owner),
        value: value.to_vec(),
        expires_at: later(60),
        at_most: None,
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
    let server = RedisServer::start();
    check(Arc::new(RedisStore::open(&server.url()).await.unwrap())).await;
}

fn replacement(name: &str, version: u64, value: &[u8]) -> Replacement {
    Replacement {
        key: key(name),
        version,
        value: value.to_vec(),
        expires_at: later(90),
    }
}

fn lease(holder: u8, until: u64) -> Lease {
    Lease {
        key: Key {
            kind: RecordKind::Lease,
            id: id("a"),
        },
        holder: [holder; 16],
        until: later(until),
    }
}

#[tokio::test]
async fn a_record_is_read_as_it_was_written() {
    on_each_store(async |store| {
        store.insert(&[record("a", "me", b"value")], NOW).await.unwrap();
        let read = store.load(key("a"), NOW).await.unwrap().unwrap();
        assert_eq!(
            (read.value.as_slice(), read.version, read.expires_at),
            (b"value".as_slice(), 1, later(60))
        );
        let other_kind = Key {
            kind: RecordKind::Tokens,
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
        store.insert(&[record("a", "me", b"value")], NOW).await.unwrap();
        assert!(store.load(key("a"), later(59)).await.unwrap().is_some());
        assert!(store.load(key("a"), later(60)).await.unwrap().is_none());
        assert!(
            store
                .list(RecordKind::Session, id("me"), later(60))
                .await
                .unwrap()
                .is_empty()
        );
        assert!(store.take(key("a"), later(60)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn many_records_are_read_in_order() {
    on_each_store(async |store| {
        let records = [record("a", "me", b"1"), record("b", "you", b"2")];
        store.insert(&records, NOW).await.unwrap();
        let other_kind = Key {
            kind: RecordKind::Tokens,
            id: id("a"),
        };
        let keys = [key("b"), key("none"), other_kind, key("a"), key("b")];
        let values = |records: Vec<Option<Record>>| -> Vec<Option<Vec<u8>>> {
            records.into_iter().map(|read| Some(read?.value)).collect()
        };
        let (one, two) = (Some(b"1".to_vec()), Some(b"2".to_vec()));
        let read = values(store.load_many(&keys, NOW).await.unwrap());
        assert_eq!(read, [two.clone(), None, None, one, two]);
        let read = values(store.load_many(&keys, later(60)).await.unwrap());
        assert_eq!(read, [None, None, None, None, None], "expired");
        assert!(store.load_many(&[], NOW).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn several_records_are_inserted_all_or_none() {
    on_each_store(async |store| {
        store.insert(&[record("b", "me", b"1")], NOW).await.unwrap();
        let refused = store
            .insert(&[record("a", "me", b"2"), record("b", "me", b"2")], NOW)
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
        store.insert(&[record("a", "me", b"1")], NOW).await.unwrap();
        assert!(store.replace(&replacement("a", 1, b"2"), NOW).await.unwrap());
        assert!(!store.replace(&replacement("a", 1, b"lost"), NOW).await.unwrap());
        assert!(
            !store
                .replace(&replacement("none", 1, b"lost"), NOW)
                .await
                .unwrap()
        );
        let read = store.load(key("a"), later(80)).await.unwrap().unwrap();
        assert_eq!(
            (read.value.as_slice(), read.version, read.expires_at),
            (b"2".as_slice(), 2, later(90))
        );
    })
    .await;
}

#[tokio::test]
async fn concurrent_takers_share_one_record() {
    on_each_store(async |store| {
        store.insert(&[record("a", "me", b"1")], NOW).await.unwrap();
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
async fn concurrent_replacements_have_one_winner() {
    on_each_store(async |store| {
        store.insert(&[record("a", "me", b"1")], NOW).await.unwrap();
        let writers: Vec<_> = (0..20)
            .map(|number: u8| {
                let store = Arc::clone(&store);
                let new = replacement("a", 1, &[number]);
                tokio::spawn(async move { store.replace(&new, NOW).await.unwrap() })
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
            .insert(
                &[
                    record("z", "me", b"1"),
                    record("a", "me", b"2"),
                    record("x", "you", b"3"),
                ],
                NOW,
            )
            .await
            .unwrap();
        store.insert(&[record("m", "me", b"4")], NOW).await.unwrap();
        let mine = store.list(RecordKind::Session, id("me"), NOW).await.unwrap();
        let ids: Vec<Id> = mine.into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, [id("z"), id("a"), id("m")]);
        assert!(
            store
                .list(RecordKind::Tokens, id("me"), NOW)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn removing_takes_exactly_what_was_named() {
    on_each_store(async |store| {
        store
            .insert(&[record("a", "me", b"1"), record("b", "me", b"2")], NOW)
            .await
            .unwrap();
        store.remove(&[key("a"), key("none")]).await.unwrap();
        assert!(store.load(key("a"), NOW).await.unwrap().is_none());
        assert!(store.load(key("b"), NOW).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn fifty_inserts_at_once_respect_the_limit() {
    on_each_store(async |store| {
        store
            .insert(&[record("of another", "you", b"1")], NOW)
            .await
            .unwrap();
        let all = (0..50).map(|number| {
            let (store, name) = (Arc::clone(&store), format!("at once {number}"));
            tokio::spawn(async move {
                let limited = record(&name, "me", b"1").with_at_most(10);
                store
                    .insert(&[limited, record(&format!("{name}b"), "us", b"1")], NOW)
                    .await
            })
        });
        let outcomes = futures::future::join_all(all).await;
        let is_full = |outcome: &Result<_, _>| matches!(outcome, Err(StoreError::Full));
        let refused = outcomes
            .iter()
            .flatten()
            .filter(|outcome| is_full(outcome))
            .count();
        assert_eq!(refused, 40);
        for owner in ["me", "us"] {
            let left = store.list(RecordKind::Session, id(owner), NOW).await.unwrap();
            assert_eq!(left.len(), 10, "{owner}: all of an insert or nothing");
        }
        let next = record("next", "me", b"1").with_at_most(10);
        store
            .insert(&[next], later(60))
            .await
            .expect("expired ones do not count");
    })
    .await;
}

#[tokio::test]
async fn expired_record_is_inserted_not_replaced() {
    on_each_store(async |store| {
        store.insert(&[record("a", "me", b"old")], NOW).await.unwrap();
        assert!(
            !store
                .replace(&replacement("a", 1, b"late"), later(60))
                .await
                .unwrap()
        );
        let anew = NewRecord {
            expires_at: later(120),
            ..record("a", "me", b"new")
        };
        let too_early = store.insert(std::slice::from_ref(&anew), later(59)).await;
        assert!(matches!(too_early, Err(StoreError::Exists)));
        store.insert(&[anew], later(60)).await.unwrap();
        let read = store.load(key("a"), later(61)).await.unwrap().unwrap();
        assert_eq!((read.value.as_slice(), read.version), (b"new".as_slice(), 1));
        assert_eq!(
            store
                .list(RecordKind::Session, id("me"), later(61))
                .await
                .unwrap()
                .len(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn put_overwrites_and_invalidates_earlier_reads() {
    on_each_store(async |store| {
        store.upsert(&record("a", "me", b"1"), NOW).await.unwrap();
        assert_eq!(store.load(key("a"), NOW).await.unwrap().unwrap().version, 1);
        store.upsert(&record("a", "me", b"2"), NOW).await.unwrap();
        assert!(!store.replace(&replacement("a", 1, b"lost"), NOW).await.unwrap());
        let read = store.load(key("a"), NOW).await.unwrap().unwrap();
        assert_eq!((read.value.as_slice(), read.version), (b"2".as_slice(), 2));
        assert_eq!(
            store
                .list(RecordKind::Session, id("me"), NOW)
                .await
                .unwrap()
                .len(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn replaced_record_takes_the_new_expiry() {
    on_each_store(async |store| {
        store.insert(&[record("a", "me", b"1")], NOW).await.unwrap();
        assert!(store.replace(&replacement("a", 1, b"2"), NOW).await.unwrap());
        assert!(store.load(key("a"), later(89)).await.unwrap().is_some());
        assert_eq!(
            store
                .list(RecordKind::Session, id("me"), later(89))
                .await
                .unwrap()
                .len(),
            1
        );
        assert!(store.load(key("a"), later(90)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn lease_has_one_holder_until_its_end() {
    on_each_store(async |store| {
        assert!(store.acquire_lease(&lease(1, 10), NOW).await.unwrap());
        assert!(!store.acquire_lease(&lease(2, 20), later(9)).await.unwrap());
        assert!(
            store.acquire_lease(&lease(1, 15), later(9)).await.unwrap(),
            "renewed"
        );
        assert!(!store.acquire_lease(&lease(2, 20), later(14)).await.unwrap());
        assert!(
            store.acquire_lease(&lease(2, 25), later(15)).await.unwrap(),
            "it ran out"
        );
        assert!(
            !store.acquire_lease(&lease(1, 25), later(16)).await.unwrap(),
            "somebody else's by now"
        );
        store.release_lease(&lease(1, 25)).await.unwrap();
        assert!(
            !store.acquire_lease(&lease(3, 25), later(16)).await.unwrap(),
            "only the holder gives it back"
        );
        store.release_lease(&lease(2, 25)).await.unwrap();
        assert!(store.acquire_lease(&lease(3, 25), later(16)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn one_of_many_acquires_the_lease() {
    on_each_store(async |store| {
        let takers: Vec<_> = (0..20)
            .map(|holder| {
                let store = Arc::clone(&store);
                tokio::spawn(async move { store.acquire_lease(&lease(holder, 10), NOW).await.unwrap() })
            })
            .collect();
        let mut held = 0;
        for taker in takers {
            held += usize::from(taker.await.unwrap());
        }
        assert_eq!(held, 1);
    })
    .await;
}

#[tokio::test]
async fn expired_records_go_in_bounded_batches() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = SqliteStore::open(&folder.path().join("sessions.db"))
        .await
        .unwrap();
    let stores: [Arc<dyn Store>; 2] = [Arc::new(MemoryStore::default()), Arc::new(sqlite)];
    for store in stores {
        for number in 0..5 {
            let old = record(&format!("old{number}"), "me", b"1");
            store.insert(&[old], NOW).await.unwrap();
        }
        let fresh = NewRecord {
            expires_at: later(120),
            ..record("fresh", "me", b"1")
        };
        store.insert(&[fresh], NOW).await.unwrap();
        let mut batches = Vec::new();
        for _ in 0..4 {
            batches.push(store.remove_expired(later(60), 2).await.unwrap());
        }
        assert_eq!(batches, [2, 2, 1, 0]);
        assert!(store.load(key("fresh"), later(60)).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn sqlite_store_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sessions.db");
    let before = SqliteStore::open(&file).await.unwrap();
    before.insert(&[record("a", "me", b"value")], NOW).await.unwrap();
    drop(before);
    let after = SqliteStore::open(&file).await.unwrap();
    assert_eq!(after.load(key("a"), NOW).await.unwrap().unwrap().value, b"value");
}

#[cfg(unix)]
#[tokio::test]
async fn sqlite_file_is_readable_by_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sessions.db");
    let mode = |name: &str| {
        let file = folder.path().join(name);
        std::fs::metadata(file).unwrap().permissions().mode() & 0o777
    };
    let store = SqliteStore::open(&file).await.unwrap();
    assert_eq!(mode("sessions.db"), 0o600);
    // As a backup that was restored, or another umask, leaves them.
    let files = ["sessions.db", "sessions.db-wal", "sessions.db-shm"];
    for name in files {
        let wide = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(folder.path().join(name), wide).unwrap();
    }
    let again = SqliteStore::open(&file).await.unwrap();
    assert_eq!(files.map(mode), [0o600; 3]);
    drop((store, again));
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
            tokio::spawn(async move {
                store
                    .insert(&[record(&format!("r{number}"), "me", b"1")], NOW)
                    .await
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    assert_eq!(
        stores[0]
            .list(RecordKind::Session, id("me"), NOW)
            .await
            .unwrap()
            .len(),
        40
    );
}
