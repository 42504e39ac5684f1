//! A store in memory that fails when a test says so, and lets it step in between.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use clock::Timestamp;
use futures::future::BoxFuture;
use session_store::{
    Id, Key, Lease, MemoryStore, NewRecord, Record, RecordKind, Replacement, Store, StoreError,
};

/// What a test does in between. Gets the number of the call, counted from 1; may answer in the store's place.
type Hook = Box<dyn Fn(u32) -> BoxFuture<'static, Option<bool>> + Send + Sync>;

/// A store in memory: it can be unreachable or read-only, fail to write tokens or to remove, and run a test's code before a lease is
/// acquired or tokens are replaced.
#[derive(Default)]
pub struct FaultyStore {
    store: MemoryStore,
    acquisitions: Slot,
    replacements: Slot,
    /// How many replacements of tokens fail from now on.
    failures: AtomicU32,
    is_read_only: AtomicBool,
    is_unreachable: AtomicBool,
    keeps_everything: AtomicBool,
    round_trips: AtomicUsize,
}

#[derive(Default)]
struct Slot {
    calls: AtomicU32,
    hook: Mutex<Option<Arc<Hook>>>,
}

impl Slot {
    fn set(&self, hook: Hook) {
        self.calls.store(0, Ordering::SeqCst);
        *self.hook.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(hook));
    }

    async fn call(&self) -> Option<bool> {
        let hook = self.hook.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let number = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        hook(number).await
    }
}

impl FaultyStore {
    /// Runs before a lease is taken or renewed.
    pub fn on_acquire(&self, hook: impl Fn(u32) -> BoxFuture<'static, Option<bool>> + Send + Sync + 'static) {
        self.acquisitions.set(Box::new(hook));
    }

    /// Runs before tokens are replaced.
    pub fn on_replace(&self, hook: impl Fn(u32) -> BoxFuture<'static, Option<bool>> + Send + Sync + 'static) {
        self.replacements.set(Box::new(hook));
    }

    /// The next so many replacements of tokens fail.
    pub fn fail_token_writes(&self, times: u32) {
        self.failures.store(times, Ordering::SeqCst);
    }

    /// Every write fails, as on a full disk.
    pub fn set_read_only(&self, is_read_only: bool) {
        self.is_read_only.store(is_read_only, Ordering::SeqCst);
    }

    /// Nothing can be removed; everything else goes on.
    pub fn fail_removals(&self, fails: bool) {
        self.keeps_everything.store(fails, Ordering::SeqCst);
    }

    /// Everything fails, as when nothing answers.
    pub fn set_unreachable(&self, is_unreachable: bool) {
        self.is_unreachable.store(is_unreachable, Ordering::SeqCst);
    }

    /// How often it was asked since this was called last.
    pub fn take_round_trips(&self) -> usize {
        self.round_trips.swap(0, Ordering::SeqCst)
    }

    /// Each call asks this once, so it is also where round trips are counted.
    fn check_reachable(&self) -> Result<(), StoreError> {
        self.round_trips.fetch_add(1, Ordering::SeqCst);
        if self.is_unreachable.load(Ordering::SeqCst) {
            Err(StoreError::Database("connection refused".into()))
        } else {
            Ok(())
        }
    }

    fn check_writable(&self) -> Result<(), StoreError> {
        self.check_reachable()?;
        if self.is_read_only.load(Ordering::SeqCst) {
            Err(StoreError::Database(
                "attempt to write a readonly database".into(),
            ))
        } else {
            Ok(())
        }
    }
}

#[async_trait]
impl Store for FaultyStore {
    async fn insert(&self, records: &[NewRecord], now: Timestamp) -> Result<(), StoreError> {
        self.check_writable()?;
        self.store.insert(records, now).await
    }

    async fn upsert(&self, record: &NewRecord, now: Timestamp) -> Result<(), StoreError> {
        self.check_writable()?;
        self.store.upsert(record, now).await
    }

    async fn load_many(&self, keys: &[Key], now: Timestamp) -> Result<Vec<Option<Record>>, StoreError> {
        self.check_reachable()?;
        self.store.load_many(keys, now).await
    }

    async fn list(
        &self,
        kind: RecordKind,
        owner: Id,
        now: Timestamp,
    ) -> Result<Vec<(Id, Record)>, StoreError> {
        self.check_reachable()?;
        self.store.list(kind, owner, now).await
    }

    async fn replace(&self, new: &Replacement, now: Timestamp) -> Result<bool, StoreError> {
        self.check_writable()?;
        if new.key.kind != RecordKind::Tokens {
            return self.store.replace(new, now).await;
        }
        let one_less = |left: u32| left.checked_sub(1);
        if self
            .failures
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less)
            .is_ok()
        {
            return Err(StoreError::Database("the server is being restarted".into()));
        }
        match self.replacements.call().await {
            Some(answer) => Ok(answer),
            None => self.store.replace(new, now).await,
        }
    }

    async fn take(&self, key: Key, now: Timestamp) -> Result<Option<Record>, StoreError> {
        self.check_writable()?;
        self.store.take(key, now).await
    }

    async fn remove(&self, keys: &[Key]) -> Result<(), StoreError> {
        self.check_writable()?;
        if self.keeps_everything.load(Ordering::SeqCst) {
            return Err(StoreError::Database("the server is being restarted".into()));
        }
        self.store.remove(keys).await
    }

    async fn acquire_lease(&self, lease: &Lease, now: Timestamp) -> Result<bool, StoreError> {
        self.check_writable()?;
        match self.acquisitions.call().await {
            Some(answer) => Ok(answer),
            None => self.store.acquire_lease(lease, now).await,
        }
    }

    async fn release_lease(&self, lease: &Lease) -> Result<(), StoreError> {
        self.check_writable()?;
        self.store.release_lease(lease).await
    }

    async fn remove_expired(&self, now: Timestamp, at_most: u32) -> Result<u32, StoreError> {
        self.store.remove_expired(now, at_most).await
    }
}
