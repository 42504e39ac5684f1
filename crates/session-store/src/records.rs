//! Typed, sealed records on top of a [`Store`].

use std::error::Error;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};
use clock::{Clock, Timestamp};
use serde::{Serialize, de::DeserializeOwned};
use tokio::time::Instant;

use crate::random::Randomness;
use crate::seal::KeyRing;
use crate::store::{Id, Key, Lease, NewRecord, Record, RecordKind, Replacement, Store, StoreError};

/// A store that is started anew is back within this.
pub const WRITE_RETRY_WINDOW: Duration = Duration::from_secs(20);
const BACKOFF: ExponentialBuilder = ExponentialBuilder::new()
    .with_min_delay(Duration::from_millis(25))
    .with_max_delay(Duration::from_millis(500))
    .without_max_times()
    .with_jitter();

/// Typed values over a store, each sealed with the newest key and bound to its place. Cheap to clone; clones share the
/// store and the keys. Every method fails with what the store says, and only then.
#[derive(Clone)]
pub struct Records {
    store: Arc<dyn Store>,
    keys: Arc<RwLock<Arc<KeyRing>>>,
    clock: Clock,
    random: Arc<dyn Randomness>,
}

/// A value with the version and the expiry of the record it was read from.
#[derive(Clone)]
pub struct Versioned<T> {
    /// What was sealed in it.
    pub value: T,
    /// To be named by a write that replaces it.
    pub version: u64,
    /// From then on it is as if it were not there.
    pub expires_at: Timestamp,
}

impl Records {
    /// Does no I/O.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, keys: KeyRing, clock: Clock, random: Arc<dyn Randomness>) -> Self {
        Self {
            store,
            keys: Arc::new(RwLock::new(Arc::new(keys))),
            clock,
            random,
        }
    }

    /// The keys of the moment.
    #[must_use]
    pub fn keys(&self) -> Arc<KeyRing> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Seals with other keys from now on.
    pub fn replace_keys(&self, keys: KeyRing) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }

    /// A record to be inserted, sealed.
    #[must_use]
    pub fn sealed<T: Serialize>(&self, key: Key, owner: Id, value: &T, expires_at: Timestamp) -> NewRecord {
        NewRecord {
            key,
            owner,
            value: self.seal(key, value),
            expires_at,
            at_most: None,
        }
    }

    /// Inserts all of them or none.
    pub async fn insert(&self, records: &[NewRecord]) -> Result<(), StoreError> {
        self.store.insert(records, self.clock.now()).await
    }

    /// Inserts one; answers whether there was none.
    pub async fn insert_if_absent(&self, record: NewRecord) -> Result<bool, StoreError> {
        match self.store.insert(&[record], self.clock.now()).await {
            Err(StoreError::Exists) => Ok(false),
            outcome => outcome.map(|()| true),
        }
    }

    /// Reads one, if it is there and opens.
    pub async fn load<T: DeserializeOwned>(&self, key: Key) -> Result<Option<Versioned<T>>, StoreError> {
        let record = self.store.load(key, self.clock.now()).await?;
        Ok(record.and_then(|record| self.open(key, &record)))
    }

    /// Reads several in one round trip, in the order of the keys; [`Self::read`] says what is in them.
    pub async fn load_many<const N: usize>(&self, keys: [Key; N]) -> Result<[Option<Record>; N], StoreError> {
        let found = self.store.load_many(&keys, self.clock.now()).await?;
        // A store answers once for each key.
        let mut found = found.into_iter();
        Ok(keys.map(|_| found.next().flatten()))
    }

    /// What is in a record of [`Self::load_many`].
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self, key: Key, record: Option<Record>) -> Option<Versioned<T>> {
        self.open(key, &record?)
    }

    /// Whether there is one, whatever is in it.
    pub async fn exists(&self, key: Key) -> Result<bool, StoreError> {
        Ok(self.store.load(key, self.clock.now()).await?.is_some())
    }

    /// Removes one and answers what it was: only one of many callers gets it.
    pub async fn take<T: DeserializeOwned>(&self, key: Key) -> Result<Option<T>, StoreError> {
        let record = self.store.take(key, self.clock.now()).await?;
        Ok(record
            .and_then(|record| self.open(key, &record))
            .map(|loaded| loaded.value))
    }

    /// Compare-and-swap: writes if the record still has `version`; answers whether it did.
    pub async fn replace<T: Serialize>(
        &self,
        key: Key,
        version: u64,
        value: &T,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let new = self.replacement(key, version, value, expires_at);
        self.store.replace(&new, self.clock.now()).await
    }

    /// Writes whatever was there before: for values that are whole in themselves.
    pub async fn upsert(&self, record: NewRecord) -> Result<(), StoreError> {
        self.store.upsert(&record, self.clock.now()).await
    }

    /// [`Self::insert`], again and again for a while if the store fails: for what would be lost otherwise.
    pub async fn insert_with_retry(&self, records: &[NewRecord]) -> Result<(), StoreError> {
        self.retry_write(|| self.insert(records)).await
    }

    /// [`Self::replace`], in the same way.
    pub async fn replace_with_retry<T: Serialize>(
        &self,
        key: Key,
        version: u64,
        value: &T,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let new = self.replacement(key, version, value, expires_at);
        self.retry_write(|| self.store.replace(&new, self.clock.now()))
            .await
    }

    fn replacement<T: Serialize>(
        &self,
        key: Key,
        version: u64,
        value: &T,
        expires_at: Timestamp,
    ) -> Replacement {
        Replacement {
            key,
            version,
            value: self.seal(key, value),
            expires_at,
        }
    }

    /// `write` again and again for a while if the store fails. What is sealed in it is the same bytes each time, so that
    /// a store can tell its own first try.
    pub async fn retry_write<T, F>(&self, write: impl Fn() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        let started = Instant::now();
        write
            .retry(BACKOFF)
            .when(|failure| failure.is_temporary() && started.elapsed() < WRITE_RETRY_WINDOW)
            .notify(|failure, _| {
                tracing::warn!(event = "retrying", error = failure as &dyn Error, "trying again");
            })
            .await
    }

    /// Takes or renews a lease; answers whether it is held now.
    pub async fn acquire_lease(&self, lease: &Lease) -> Result<bool, StoreError> {
        self.store.acquire_lease(lease, self.clock.now()).await
    }

    /// Gives a lease back.
    pub async fn release_lease(&self, lease: &Lease) -> Result<(), StoreError> {
        self.store.release_lease(lease).await
    }

    /// All records of a kind and owner that open, oldest first.
    pub async fn list<T: DeserializeOwned>(
        &self,
        kind: RecordKind,
        owner: Id,
    ) -> Result<Vec<(Id, T)>, StoreError> {
        let found = self.store.list(kind, owner, self.clock.now()).await?;
        let open = |(id, record): (Id, Record)| Some((id, self.open(Key { kind, id }, &record)?.value));
        Ok(found.into_iter().filter_map(open).collect())
    }

    /// The ids of all records of a kind and owner, oldest first.
    pub async fn ids(&self, kind: RecordKind, owner: Id) -> Result<Vec<Id>, StoreError> {
        let found = self.store.list(kind, owner, self.clock.now()).await?;
        Ok(found.into_iter().map(|(id, _)| id).collect())
    }

    /// Removes all of them; those that are not there are passed over.
    pub async fn remove(&self, keys: &[Key]) -> Result<(), StoreError> {
        self.store.remove(keys).await
    }

    /// Removes at most `at_most` records that have expired and answers how many went.
    pub async fn remove_expired(&self, at_most: u32) -> Result<u32, StoreError> {
        self.store.remove_expired(self.clock.now(), at_most).await
    }

    fn seal<T: Serialize>(&self, key: Key, value: &T) -> Vec<u8> {
        let plain = serde_json::to_vec(value).expect("records are plain structs with string keys");
        self.keys().seal(self.random.as_ref(), &context(key), &plain)
    }

    /// A record that does not open (its key was taken out of `SESSION_KEY`) counts as absent.
    fn open<T: DeserializeOwned>(&self, key: Key, record: &Record) -> Option<Versioned<T>> {
        let plain = self.keys().open(&context(key), &record.value);
        let value = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        if value.is_none() {
            tracing::warn!(
                event = "record_unreadable",
                kind = key.kind.name(),
                id = ?key.id,
                "a stored record cannot be opened"
            );
        }
        Some(Versioned {
            value: value?,
            version: record.version,
            expires_at: record.expires_at,
        })
    }
}

/// Binds the sealed bytes to their place, so that one record cannot be passed off as another.
fn context(key: Key) -> Vec<u8> {
    [key.kind.name().as_bytes(), b":", &key.id.0].concat()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::MemoryStore;
    use crate::SystemRandomness;

    const KEY: Key = Key {
        kind: RecordKind::Profile,
        id: Id([7; 32]),
    };

    fn records() -> (Records, clock::ManualClock) {
        let clock = Clock::fixed_at(Timestamp::from_unix_seconds(1_800_000_000));
        let random: Arc<dyn Randomness> = Arc::new(SystemRandomness);
        let keys = KeyRing::parse(&KeyRing::generate(random.as_ref())).unwrap();
        let records = Records::new(Arc::new(MemoryStore::default()), keys, clock.clock(), random);
        (records, clock)
    }

    async fn put(records: &Records, value: &str, expires_at: Timestamp) {
        let record = records.sealed(KEY, KEY.id, &value, expires_at);
        records.upsert(record).await.unwrap();
    }

    #[tokio::test]
    async fn upsert_makes_older_versions_lose() {
        let (records, clock) = records();
        let until = clock.now() + Duration::from_mins(5);
        put(&records, "first", until).await;
        let read: Versioned<String> = records.load(KEY).await.unwrap().unwrap();
        put(&records, "second", until).await;
        assert!(!records.replace(KEY, read.version, &"stale", until).await.unwrap());
        let now: Versioned<String> = records.load(KEY).await.unwrap().unwrap();
        assert_eq!(now.value, "second");
    }

    #[tokio::test]
    async fn upsert_replaces_an_expired_record() {
        let (records, clock) = records();
        put(&records, "old", clock.now() + Duration::from_secs(1)).await;
        clock.advance(Duration::from_secs(2));
        put(&records, "new", clock.now() + Duration::from_secs(1)).await;
        let read: Versioned<String> = records.load(KEY).await.unwrap().unwrap();
        assert_eq!(read.value, "new");
    }

    #[tokio::test]
    async fn record_moved_to_another_key_stays_sealed() {
        let (records, clock) = records();
        let until = clock.now() + Duration::from_mins(5);
        let other = Key {
            id: Id([8; 32]),
            ..KEY
        };
        let moved = NewRecord {
            key: other,
            ..records.sealed(KEY, KEY.id, &"value", until)
        };
        records.insert(&[moved]).await.unwrap();
        assert!(records.load::<String>(other).await.unwrap().is_none());
    }
}
