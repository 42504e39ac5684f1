//! Leases: of all requests, tabs and processes that want the same done for somebody, one does it and the others use
//! what came of it. Within the process a lock decides, between processes a lease in the store.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use clock::Clock;
use tokio::sync::OwnedMutexGuard;
use tokio::time::{Instant, sleep};

use crate::ids::hash;
use crate::random::{Randomness, draw};
use crate::records::Records;
use crate::store::{Id, Key, Lease, RecordKind, StoreError};

/// How long a lease lasts that is not extended. Longer than one call to another server may take; longer work extends
/// it. A process that dies holding one delays the others by no more than this.
pub const LEASE: Duration = Duration::from_secs(10);
/// Three heartbeats fit into a lease: one may fail.
const HEARTBEAT: Duration = Duration::from_secs(3);
/// A lease that was not free after its own length and some slack is extended by a holder who still works.
const LEASE_WAIT_TIMEOUT: Duration = Duration::from_secs(12);
/// Between two tries to acquire one.
const BACKOFF: ExponentialBuilder = ExponentialBuilder::new()
    .with_min_delay(Duration::from_millis(10))
    .with_max_delay(Duration::from_millis(200))
    .without_max_times()
    .with_jitter();

const _: () =
    assert!(HEARTBEAT.as_secs() * 3 < LEASE.as_secs() && LEASE.as_secs() < LEASE_WAIT_TIMEOUT.as_secs());

/// Something took longer than its deadline.
#[derive(Debug, thiserror::Error)]
#[error("no answer in time")]
pub struct DeadlineExceeded;

impl From<DeadlineExceeded> for StoreError {
    fn from(error: DeadlineExceeded) -> Self {
        Self::Database(error.into())
    }
}

/// One lock for each task that is under way in this process.
#[derive(Default)]
struct Locks(Mutex<HashMap<Id, Weak<tokio::sync::Mutex<()>>>>);

impl Locks {
    fn of(&self, task: Id) -> Arc<tokio::sync::Mutex<()>> {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = locks.get(&task).and_then(Weak::upgrade) {
            return lock;
        }
        locks.retain(|_, lock| lock.strong_count() > 0);
        let lock = Arc::default();
        locks.insert(task, Arc::downgrade(&lock));
        lock
    }
}

/// Hands out leases. Cheap to clone; clones share the locks of the process.
#[derive(Clone)]
pub struct Leases {
    records: Records,
    clock: Clock,
    random: Arc<dyn Randomness>,
    locks: Arc<Locks>,
}

impl Leases {
    /// Leases kept beside these records. `random` makes each holder unique and spreads who waits.
    #[must_use]
    pub fn new(records: Records, clock: Clock, random: Arc<dyn Randomness>) -> Self {
        Self {
            records,
            clock,
            random,
            locks: Arc::default(),
        }
    }

    /// Whether some process holds the lease for this task just now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_held(&self, owner: Id, task: &str) -> Result<bool, StoreError> {
        self.records.exists(lease_of(owner, task)).await
    }

    /// Waits for all others in this process that want the same task for the same `owner`. The lease itself is not
    /// held yet: see [`LeaseGuard`].
    pub async fn queue(&self, owner: Id, task: &str) -> LeaseGuard {
        let key = lease_of(owner, task);
        // First among ourselves: a hundred requests of one process must not poll the store for the same lease.
        let guard = self.locks.of(key.id).lock_owned().await;
        LeaseGuard {
            records: self.records.clone(),
            clock: self.clock.clone(),
            key,
            holder: draw(self.random.as_ref()),
            is_held: false,
            was_acquired: false,
            waiting_since: Instant::now(),
            delays: BACKOFF.build(),
            _in_this_process: guard,
        }
    }

    /// Whether the store can be reached and written: acquires a lease and releases it.
    ///
    /// # Errors
    /// When it cannot.
    pub async fn check_store(&self) -> Result<(), StoreError> {
        let lease = Lease {
            key: Key {
                kind: RecordKind::Lease,
                id: hash("lease", &[b"check"]),
            },
            holder: draw(self.random.as_ref()),
            until: self.clock.now() + LEASE,
        };
        // Another process may just be checking, too: that is as good.
        self.records.acquire_lease(&lease).await?;
        self.records.release_lease(&lease).await
    }
}

fn lease_of(owner: Id, task: &str) -> Key {
    Key {
        kind: RecordKind::Lease,
        id: hash("lease", &[&owner.0, task.as_bytes()]),
    }
}

/// A place in the queue for a task. First look whether the task is still to be done, then try to acquire the lease,
/// and look once more before working: another holder may have been faster in between.
pub struct LeaseGuard {
    records: Records,
    clock: Clock,
    key: Key,
    holder: [u8; 16],
    is_held: bool,
    was_acquired: bool,
    waiting_since: Instant,
    delays: ExponentialBackoff,
    _in_this_process: OwnedMutexGuard<()>,
}

impl LeaseGuard {
    /// Whether the lease is held.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.is_held
    }

    /// Acquires the lease, or waits a moment for its holder; see [`Self::is_held`] for which of the two.
    ///
    /// # Errors
    /// When the store fails; [`DeadlineExceeded`] when another holder goes on extending it.
    pub async fn acquire_or_wait<E: From<StoreError> + From<DeadlineExceeded>>(&mut self) -> Result<(), E> {
        self.is_held = self.extend().await?;
        self.was_acquired |= self.is_held;
        if !self.is_held {
            if self.waiting_since.elapsed() > LEASE_WAIT_TIMEOUT {
                return Err(DeadlineExceeded.into());
            }
            sleep(self.delays.next().unwrap_or_default()).await;
        }
        Ok(())
    }

    /// Another holder worked at the same time: the lease has to be acquired anew.
    pub fn abandon(&mut self) {
        self.is_held = false;
    }

    /// Acquires or extends the lease; answers whether it is held now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn extend(&self) -> Result<bool, StoreError> {
        self.records.acquire_lease(&self.lease()).await
    }

    /// Works, extending the lease as long as it takes.
    pub async fn run_with_heartbeat<T>(&self, work: impl Future<Output = T>) -> T {
        tokio::select! {
            done = work => done,
            () = self.heartbeat() => unreachable!("the heart beats until the work is done"),
        }
    }

    /// Lets the next one have the lease. If that fails it expires by itself.
    pub async fn release(self) {
        // An abandoned lease may still be ours in the store, and would keep others waiting until it expires.
        if !self.was_acquired {
            return;
        }
        if let Err(error) = self.records.release_lease(&self.lease()).await {
            tracing::warn!(
                event = "lease_not_released",
                error = &error as &dyn std::error::Error,
                "a lease could not be released"
            );
        }
    }

    async fn heartbeat(&self) {
        loop {
            sleep(HEARTBEAT).await;
            match self.extend().await {
                Ok(true) => {}
                // What is written at the end names the version that was read: nothing is overwritten.
                Ok(false) => {
                    tracing::warn!(
                        event = "lease_expired",
                        "a lease expired before the work was done"
                    );
                }
                Err(error) => {
                    tracing::warn!(
                        event = "lease_not_extended",
                        error = &error as &dyn std::error::Error,
                        "a lease could not be extended"
                    );
                }
            }
        }
    }

    fn lease(&self) -> Lease {
        Lease {
            key: self.key,
            holder: self.holder,
            until: self.clock.now() + LEASE,
        }
    }
}
