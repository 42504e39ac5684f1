//! A store that lets a test step in between: before a lease is taken, or before tokens are written.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use clock::Timestamp;
use futures::future::BoxFuture;
use session_store::{Id, Key, Kind, Lease, MemoryStore, NewRecord, Record, Replacement, Store, StoreError};

/// What a test does in between. Gets the number of the call, counted from 1; may answer in the store's place.
type Hook = Box<dyn Fn(u32) -> BoxFuture<'static, Option<bool>> + Send + Sync>;

/// A store in memory with hooks.
#[derive(Default)]
pub struct Hooked {
    store: MemoryStore,
    holds: Slot,
    replacements: Slot,
    /// How many writes fail from now on.
    broken: AtomicU32,
    is_read_only: AtomicBool,
    is_gone: AtomicBool,
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

impl Hooked {
    /// Runs before a lease is taken or renewed.
    pub fn on_hold(&self, hook: impl Fn(u32) -> BoxFuture<'static, Option<bool>> + Send + Sync + 'static) {
        self.holds.set(Box::new(hook));
    }

    /// Runs before tokens are replaced.
    pub fn on_replace(&self, hook: impl Fn(u32) -> BoxFuture<'static, Option<bool>> + Send + Sync + 'static) {
        self.replacements.set(Box::new(hook));
    }

    /// The next so many replacements of tokens fail.
    pub fn fail(&self, times: u32) {
        self.broken.store(times, Ordering::SeqCst);
    }

    /// Every write fails, as on a full disk.
    pub fn make_read_only(&self, is_read_only: bool) {
        self.is_read_only.store(is_read_only, Ordering::SeqCst);
    }

    /// Everything fails, as when nothing answers.
    pub fn be_gone(&self, is_gone: bool) {
        self.is_gone.store(is_gone, Ordering::SeqCst);
    }

    fn check_there(&self) -> Result<(), StoreError> {
        if self.is_gone.load(Ordering::SeqCst) {
            Err(StoreError::Database("connection refused".into()))
        } else {
            Ok(())
        }
    }

    fn check_writable(&self) -> Result<(), StoreError> {
        self.check_there()?;
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
impl Store for Hooked {
    async fn insert(&self, records: &[NewRecord], now: Timestamp) -> Result<(), StoreError> {
        self.check_writable()?;
        self.store.insert(records, now).await
    }

    async fn upsert(&self, record: &NewRecord, now: Timestamp) -> Result<(), StoreError> {
        self.check_writable()?;
        self.store.upsert(record, now).await
    }

    async fn load_many(&self, keys: &[Key], now: Timestamp) -> Result<Vec<Option<Record>>, StoreError> {
        self.check_there()?;
        self.store.load_many(keys, now).await
    }

    async fn list(&self, kind: Kind, owner: Id, now: Timestamp) -> Result<Vec<(Id, Record)>, StoreError> {
        self.check_there()?;
        self.store.list(kind, owner, now).await
    }

    async fn replace(&self, new: &Replacement, now: Timestamp) -> Result<bool, StoreError> {
        self.check_writable()?;
        if new.key.kind != Kind::Tokens {
            return self.store.replace(new, now).await;
        }
        let one_less = |left: u32| left.checked_sub(1);
        if self
            .broken
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
        self.store.remove(keys).await
    }

    async fn acquire_lease(&self, lease: &Lease, now: Timestamp) -> Result<bool, StoreError> {
        self.check_writable()?;
        match self.holds.call().await {
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
