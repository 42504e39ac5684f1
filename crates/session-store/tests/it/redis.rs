//! What is special about the store that several machines share.

use std::time::Duration;

use clock::Timestamp;
use session_store::{Id, Key, NewRecord, RecordKind, RedisStore, Replacement, Store as _};

use test_support::RedisServer;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);
const OWNER: Id = Id([9; 32]);

fn record(kind: RecordKind, number: u8, seconds: u64) -> NewRecord {
    NewRecord {
        key: Key {
            kind,
            id: Id([number; 32]),
        },
        owner: OWNER,
        value: vec![number],
        expires_at: NOW + Duration::from_secs(seconds),
        at_most: None,
    }
}

/// A client beside the store, to look what it does.
fn look(server: &RedisServer) -> redis::Connection {
    redis::Client::open(server.url())
        .unwrap()
        .get_connection()
        .unwrap()
}

/// All keys and for how many seconds they will still be there.
fn keys(server: &RedisServer) -> Vec<(Vec<u8>, i64)> {
    let mut redis = look(server);
    let keys: Vec<Vec<u8>> = redis::cmd("KEYS").arg("*").query(&mut redis).unwrap();
    keys.into_iter()
        .map(|key| {
            let life: i64 = redis::cmd("TTL").arg(&key).query(&mut redis).unwrap();
            (key, life)
        })
        .filter(|(key, _)| key != b"lc:number")
        .collect()
}

#[tokio::test]
async fn everything_goes_by_itself_soon_after_it_expired() {
    let server = RedisServer::start();
    let store = RedisStore::open(&server.url()).await.unwrap();
    let records = [
        record(RecordKind::Session, 1, 600),
        record(RecordKind::Session, 2, 60),
        record(RecordKind::Tokens, 1, 600),
    ];
    store.insert(&records, NOW).await.unwrap();
    let replacement = Replacement {
        key: records[1].key,
        version: 1,
        value: vec![3],
        expires_at: NOW + Duration::from_mins(20),
    };
    assert!(store.replace(&replacement, NOW).await.unwrap());
    let mut lives: Vec<_> = keys(&server)
        .into_iter()
        .map(|(_, life)| (life + 30) / 60)
        .collect();
    lives.sort_unstable();
    // In minutes, one more than was asked for: two records, then the session that was replaced and the index.
    assert_eq!(lives, [11, 11, 21, 21]);
}

#[tokio::test]
async fn expired_ids_leave_the_index_in_batches() {
    let server = RedisServer::start();
    let store = RedisStore::open(&server.url()).await.unwrap();
    for number in 1..=6 {
        store
            .insert(&[record(RecordKind::Session, number, 60)], NOW)
            .await
            .unwrap();
    }
    let mut redis = look(&server);
    for number in 1..=5_u8 {
        // As Redis does when their time has come.
        let key = [b"lc:session:".as_slice(), &[number; 32]].concat();
        let gone: i64 = redis::cmd("DEL").arg(key).query(&mut redis).unwrap();
        assert_eq!(gone, 1);
    }
    let mut batches = Vec::new();
    for _ in 0..4 {
        batches.push(store.remove_expired(NOW, 2).await.unwrap());
    }
    assert_eq!(batches.iter().sum::<u32>(), 5, "{batches:?}");
    assert!(batches.iter().all(|removed| *removed <= 2), "{batches:?}");
    assert_eq!(
        store.list(RecordKind::Session, OWNER, NOW).await.unwrap().len(),
        1
    );
}

#[tokio::test]
async fn index_read_removes_ids_of_gone_records() {
    let server = RedisServer::start();
    let store = RedisStore::open(&server.url()).await.unwrap();
    store
        .insert(
            &[
                record(RecordKind::Session, 1, 60),
                record(RecordKind::Session, 2, 60),
            ],
            NOW,
        )
        .await
        .unwrap();
    let mut redis = look(&server);
    let key = [b"lc:session:".as_slice(), &[1; 32]].concat();
    redis::cmd("DEL").arg(key).exec(&mut redis).unwrap();
    assert_eq!(
        store.list(RecordKind::Session, OWNER, NOW).await.unwrap().len(),
        1
    );
    let index = [b"lc:session-of:".as_slice(), &OWNER.0].concat();
    let left: i64 = redis::cmd("ZCARD").arg(index).query(&mut redis).unwrap();
    assert_eq!(left, 1);
}

#[tokio::test]
async fn removed_and_taken_records_leave_nothing() {
    let server = RedisServer::start();
    let store = RedisStore::open(&server.url()).await.unwrap();
    let records = [
        record(RecordKind::Session, 1, 60),
        record(RecordKind::Tokens, 1, 60),
    ];
    store.insert(&records, NOW).await.unwrap();
    store.remove(&records.map(|record| record.key)).await.unwrap();
    store
        .insert(&[record(RecordKind::PendingSignUp, 2, 60)], NOW)
        .await
        .unwrap();
    let pending = Key {
        kind: RecordKind::PendingSignUp,
        id: Id([2; 32]),
    };
    assert!(store.take(pending, NOW).await.unwrap().is_some());
    assert_eq!(keys(&server), []);
}

#[tokio::test]
async fn a_server_that_was_restarted_is_found_again() {
    let mut server = RedisServer::start();
    let store = RedisStore::open(&server.url()).await.unwrap();
    let session = record(RecordKind::Session, 1, 60);
    store.insert(std::slice::from_ref(&session), NOW).await.unwrap();
    server.restart();
    assert_eq!(
        store.load(session.key, NOW).await.unwrap(),
        None,
        "it keeps nothing on disk"
    );
    server.restart();
    store.insert(std::slice::from_ref(&session), NOW).await.unwrap();
    server.restart();
    assert_eq!(store.take(session.key, NOW).await.unwrap(), None);
}

#[tokio::test]
async fn absent_redis_fails_soon() {
    let mut server = RedisServer::start();
    let store = RedisStore::open(&server.url()).await.unwrap();
    server.stop();
    assert!(
        store
            .load(record(RecordKind::Session, 1, 60).key, NOW)
            .await
            .is_err()
    );
    assert!(RedisStore::open(&server.url()).await.is_err());
}
