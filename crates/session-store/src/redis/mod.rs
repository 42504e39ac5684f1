//! Records in Redis or Valkey: for several machines. One primary (a replica may follow it); not a cluster, for
//! the scripts reach keys of several slots.

mod layout;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use backon::{ExponentialBuilder, Retryable as _};
use clock::Timestamp;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, Cmd, FromRedisValue, RedisError, Script, ScriptInvocation};

use crate::store::{Id, Key, Lease, NewRecord, Record, RecordKind, Replacement, Store, StoreError};
use layout::{decode, decode_id, encode, flag, head, index_pattern, record_key, ttl};

const CONNECT: Duration = Duration::from_secs(1);
/// A healthy server answers within a millisecond.
const ANSWER: Duration = Duration::from_secs(2);
/// A connection that broke is made anew. In all about a second and a half.
const BACKOFF: ExponentialBuilder = ExponentialBuilder::new()
    .with_min_delay(Duration::from_millis(20))
    .with_factor(4.0)
    .with_max_delay(Duration::from_secs(1))
    .with_max_times(4);

/// What `insert` answers.
const INSERTED: u8 = 1;
const FULL: u8 = 2;

/// Keeps records in Redis (6 or newer) or Valkey. Cheap to clone; clones share one connection.
#[derive(Clone)]
pub struct RedisStore {
    connection: ConnectionManager,
    script: Arc<Script>,
    /// Where sweeping the indexes goes on.
    cursor: Arc<AtomicU64>,
}

impl RedisStore {
    /// Connects to `redis://[user:password@]host:port/database`, `rediss://` for TLS.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(CONNECT))
            .set_response_timeout(Some(ANSWER))
            .set_number_of_retries(1)
            .set_min_delay(Duration::from_millis(20))
            .set_max_delay(Duration::from_millis(200));
        let connection = ConnectionManager::new_with_config(Client::open(url)?, config).await?;
        Ok(Self {
            connection,
            script: Arc::new(Script::new(include_str!("scripts.lua"))),
            cursor: Arc::default(),
        })
    }

    /// A command of the script. What must happen at once happens in there: Redis runs nothing else meanwhile.
    fn command(&self, name: &str) -> ScriptInvocation<'_> {
        let mut command = self.script.prepare_invoke();
        command.arg(name);
        command
    }

    /// Runs a command; again when the connection broke, for each of them does no harm when it is run twice.
    async fn run<T: FromRedisValue>(&self, command: &ScriptInvocation<'_>) -> Result<T, StoreError> {
        let attempt = || {
            let mut connection = self.connection.clone();
            async move { command.invoke_async(&mut connection).await }
        };
        Ok(attempt.retry(BACKOFF).when(is_broken).await?)
    }

    /// The same for a plain command that only reads.
    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, StoreError> {
        let attempt = || {
            let mut connection = self.connection.clone();
            async move { command.query_async(&mut connection).await }
        };
        Ok(attempt.retry(BACKOFF).when(is_broken).await?)
    }

    async fn get(&self, key: Key) -> Result<Option<Vec<u8>>, StoreError> {
        let mut get = redis::cmd("GET");
        get.arg(record_key(key));
        self.ask(&get).await
    }

    /// One step through all keys, on to `cursor`.
    async fn find_indexes(
        &self,
        kind: RecordKind,
        cursor: u64,
        at_most: u32,
    ) -> Result<(u64, Vec<Vec<u8>>), StoreError> {
        let mut scan = redis::cmd("SCAN");
        scan.arg(cursor)
            .arg("MATCH")
            .arg(index_pattern(kind))
            .arg("COUNT")
            .arg(at_most);
        self.ask(&scan).await
    }
}

/// Whether it is the connection that failed, or the server that has just been started. One that is there and
/// does not answer in time is not asked again.
fn is_broken(error: &RedisError) -> bool {
    let is_connection = error.is_io_error() || error.is_connection_dropped() || error.is_connection_refusal();
    (is_connection && !error.is_timeout()) || error.code() == Some("LOADING")
}

impl From<RedisError> for StoreError {
    fn from(error: RedisError) -> Self {
        Self::Database(error.into())
    }
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedisStore")
    }
}

fn read(bytes: Option<Vec<u8>>, now: Timestamp) -> Option<Record> {
    let record = decode(&bytes?)?;
    (record.expires_at > now).then_some(record)
}

#[async_trait]
impl Store for RedisStore {
    async fn insert(&self, records: &[NewRecord], now: Timestamp) -> Result<(), StoreError> {
        let mut command = self.command("insert");
        command.arg(now.unix_millis());
        for new in records {
            let Key { kind, id } = new.key;
            command
                .arg(kind.name())
                .arg(id.0.as_slice())
                .arg(flag(kind))
                .arg(encode(new))
                .arg(ttl(new.expires_at, now))
                .arg(new.at_most.unwrap_or_default());
        }
        let answer: u8 = self.run(&command).await?;
        match answer {
            INSERTED => Ok(()),
            FULL => Err(StoreError::Full),
            _ => Err(StoreError::Exists),
        }
    }

    async fn upsert(&self, record: &NewRecord, now: Timestamp) -> Result<(), StoreError> {
        let Key { kind, id } = record.key;
        let mut command = self.command("upsert");
        command
            .arg(kind.name())
            .arg(id.0.as_slice())
            .arg(flag(kind))
            .arg(record.expires_at.unix_millis().max(0))
            .arg([&record.owner.0[..], &record.value].concat())
            .arg(ttl(record.expires_at, now));
        self.run(&command).await
    }

    async fn load_many(&self, keys: &[Key], now: Timestamp) -> Result<Vec<Option<Record>>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut get = redis::cmd("MGET");
        for key in keys {
            get.arg(record_key(*key));
        }
        let found: Vec<Option<Vec<u8>>> = self.ask(&get).await?;
        Ok(found.into_iter().map(|bytes| read(bytes, now)).collect())
    }

    async fn list(
        &self,
        kind: RecordKind,
        owner: Id,
        now: Timestamp,
    ) -> Result<Vec<(Id, Record)>, StoreError> {
        if !kind.is_listed() {
            return Ok(Vec::new());
        }
        let mut command = self.command("list");
        command.arg(kind.name()).arg(owner.0.as_slice());
        let found: Vec<(Vec<u8>, Vec<u8>)> = self.run(&command).await?;
        let alive = found
            .into_iter()
            .filter_map(|(id, bytes)| Some((decode_id(&id)?, read(Some(bytes), now)?)));
        Ok(alive.collect())
    }

    async fn replace(&self, new: &Replacement, now: Timestamp) -> Result<bool, StoreError> {
        let Key { kind, id } = new.key;
        let mut command = self.command("replace");
        command
            .arg(kind.name())
            .arg(id.0.as_slice())
            .arg(flag(kind))
            .arg(now.unix_millis())
            .arg(new.version)
            .arg(head(new.version + 1, new.expires_at))
            .arg(&new.value)
            .arg(ttl(new.expires_at, now));
        self.run(&command).await
    }

    async fn take(&self, key: Key, now: Timestamp) -> Result<Option<Record>, StoreError> {
        // Reading does no harm when it has to be tried again; taking twice would lose the record.
        if self.get(key).await?.is_none() {
            return Ok(None);
        }
        let mut command = self.command("take");
        command
            .arg(key.kind.name())
            .arg(key.id.0.as_slice())
            .arg(flag(key.kind));
        let taken: Option<Vec<u8>> = command.invoke_async(&mut self.connection.clone()).await?;
        Ok(read(taken, now))
    }

    async fn remove(&self, keys: &[Key]) -> Result<(), StoreError> {
        let mut command = self.command("remove");
        for Key { kind, id } in keys {
            command.arg(kind.name()).arg(id.0.as_slice()).arg(flag(*kind));
        }
        self.run(&command).await
    }

    async fn acquire_lease(&self, lease: &Lease, now: Timestamp) -> Result<bool, StoreError> {
        let Key { kind, id } = lease.key;
        let mut command = self.command("acquire_lease");
        command
            .arg(kind.name())
            .arg(id.0.as_slice())
            .arg(now.unix_millis())
            .arg(head(1, lease.until))
            .arg(id.0.as_slice())
            .arg(lease.holder.as_slice())
            .arg(ttl(lease.until, now));
        self.run(&command).await
    }

    async fn release_lease(&self, lease: &Lease) -> Result<(), StoreError> {
        let mut command = self.command("release_lease");
        command
            .arg(lease.key.kind.name())
            .arg(lease.key.id.0.as_slice())
            .arg(lease.holder.as_slice());
        self.run(&command).await
    }

    /// Records go by themselves; their ids are removed from the indexes of their owners.
    async fn remove_expired(&self, _now: Timestamp, at_most: u32) -> Result<u32, StoreError> {
        // That of refreshes dies within minutes of the last of them.
        let kind = RecordKind::Session;
        let cursor = self.cursor.load(Ordering::Relaxed);
        let (next, indexes) = self.find_indexes(kind, cursor, at_most).await?;
        let mut removed = 0;
        for index in indexes {
            let mut command = self.command("sweep");
            command.arg(index).arg(kind.name()).arg(at_most - removed);
            removed += self.run::<u32>(&command).await?;
            if removed >= at_most {
                return Ok(removed);
            }
        }
        self.cursor.store(next, Ordering::Relaxed);
        Ok(removed)
    }
}
