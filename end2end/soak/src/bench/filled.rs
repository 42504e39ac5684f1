//! A store with many sessions in it, and a way to check one of them at random.
//!
//! A record is sealed for its own place, so a million real ones would need a million sign-ins. Instead, all are copies
//! of one real session's records under names of their own; a check reads one of them at random from the store and then
//! opens the real one. That is all the work of a check, and the read is as far from any cache as it would be.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use clock::Timestamp;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use session_store::{
    Id, Key, Lease, MemoryStore, NewRecord, Record, RecordKind, Replacement, Store, StoreError,
};

use super::sample::Sample;
use super::{Place, many_rows};
use crate::Fallible;
use crate::writer::open;

/// Sessions per insert, and inserts at a time.
const BATCH: u32 = 250;
/// SQLite has one writer: others would wait for it in vain.
const AT_A_TIME: usize = 1;
const AT_A_TIME_IN_REDIS: usize = 8;
/// What is left of the values that no check reads.
const SHORT: usize = 64;

/// A store with sessions in it.
pub(super) struct Filled {
    pub place: Place,
    pub store: Arc<dyn Store>,
    pub sessions: u32,
}

impl Filled {
    /// Fills it; `in_short` keeps tokens and profiles small, so that a million fit where tests run.
    pub async fn new(place: Place, sample: &Sample, sessions: u32, in_short: bool) -> Fallible<Self> {
        let store: Arc<dyn Store> = match &place.url {
            Some(url) => open(url).await?,
            None => Arc::new(MemoryStore::default()),
        };
        match (&place.url, &place.redis) {
            (Some(url), None) if in_short => {
                many_rows::fill(Path::new(url.trim_start_matches("sqlite://")), sample, sessions)?;
            }
            (_, redis) => {
                let at_a_time = redis.as_ref().map_or(AT_A_TIME, |_| AT_A_TIME_IN_REDIS);
                insert(store.as_ref(), sample, sessions, in_short, at_a_time).await?;
            }
        }
        Ok(Self {
            place,
            store,
            sessions,
        })
    }

    /// The address of the store, if it has one.
    pub fn url(&self) -> Option<&str> {
        self.place.url.as_deref()
    }
}

async fn insert(
    store: &dyn Store,
    sample: &Sample,
    sessions: u32,
    in_short: bool,
    at_a_time: usize,
) -> Fallible<()> {
    let batch = |first: u32| {
        let numbers = first..sessions.min(first + BATCH);
        let copies = numbers.flat_map(|number| {
            let records = sample.records.iter();
            records.map(move |record| copy(record, number, in_short))
        });
        let records: Vec<NewRecord> = copies.collect();
        async move { store.insert(&records, sample.now()).await }
    };
    let batches = stream::iter((0..sessions).step_by(BATCH as usize).map(batch));
    Ok(batches.buffer_unordered(at_a_time).try_collect::<()>().await?)
}

/// A record of the sample as the `number`th session has it.
pub(super) fn copy(record: &NewRecord, number: u32, in_short: bool) -> NewRecord {
    let mut copy = record.clone();
    copy.key.id = id(number);
    // The user of the session, or the session of the others.
    copy.owner = if record.key.kind == RecordKind::Session {
        id(!number)
    } else {
        id(number)
    };
    if in_short && record.key.kind != RecordKind::Session {
        copy.value.truncate(SHORT);
    }
    copy
}

/// As spread as a hash, and the same each time.
pub(super) fn id(number: u32) -> Id {
    let mut id = [0; 32];
    fastrand::Rng::with_seed(u64::from(number)).fill(&mut id);
    Id(id)
}

/// A store in which a check finds the sample's session, after reading another one at random.
pub(super) struct AtRandom {
    store: Arc<dyn Store>,
    sessions: u32,
    session: Record,
}

impl AtRandom {
    pub fn new(filled: &Filled, sample: &Sample) -> Fallible<Self> {
        let record = sample.record(RecordKind::Session)?;
        Ok(Self {
            store: Arc::clone(&filled.store),
            sessions: filled.sessions,
            session: Record {
                value: record.value.clone(),
                version: 1,
                expires_at: record.expires_at,
            },
        })
    }
}

/// What a check has no use for.
fn unused<T>() -> Result<T, StoreError> {
    Err(StoreError::Database("a check only reads".into()))
}

#[async_trait]
impl Store for AtRandom {
    async fn load_many(&self, keys: &[Key], now: Timestamp) -> Result<Vec<Option<Record>>, StoreError> {
        let one = id(fastrand::u32(..self.sessions));
        let others: Vec<Key> = keys.iter().map(|key| Key { id: one, ..*key }).collect();
        let found = self.store.load_many(&others, now).await?;
        let session = |record: Option<Record>| record.map(|_| self.session.clone());
        Ok(found.into_iter().map(session).collect())
    }

    async fn insert(&self, _records: &[NewRecord], _now: Timestamp) -> Result<(), StoreError> {
        unused()
    }

    async fn upsert(&self, _record: &NewRecord, _now: Timestamp) -> Result<(), StoreError> {
        unused()
    }

    async fn list(
        &self,
        _kind: RecordKind,
        _owner: Id,
        _now: Timestamp,
    ) -> Result<Vec<(Id, Record)>, StoreError> {
        unused()
    }

    async fn replace(&self, _new: &Replacement, _now: Timestamp) -> Result<bool, StoreError> {
        unused()
    }

    async fn take(&self, _key: Key, _now: Timestamp) -> Result<Option<Record>, StoreError> {
        unused()
    }

    async fn remove(&self, _keys: &[Key]) -> Result<(), StoreError> {
        unused()
    }

    async fn acquire_lease(&self, _lease: &Lease, _now: Timestamp) -> Result<bool, StoreError> {
        unused()
    }

    async fn release_lease(&self, _lease: &Lease) -> Result<(), StoreError> {
        unused()
    }

    async fn remove_expired(&self, _now: Timestamp, _at_most: u32) -> Result<u32, StoreError> {
        unused()
    }
}
