//! Taking turns: of all requests, tabs and processes that want the same done for somebody, one does it and the
//! others use what came of it. Within the process a lock decides, between processes a lease in the store.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::{Instant, sleep};

use crate::Auth;
use crate::error::{DeadlineExceeded, Failure};
use crate::ids::hash;
use crate::random::{Pauses, draw};
use crate::store::{Id, Key, Kind, Lease};

/// Longer than one call to the pool may take; longer work renews it. A process that dies holding one delays the
/// others by no more than this.
pub const LEASE: Duration = Duration::from_secs(10);
const HEARTBEAT: Duration = Duration::from_secs(3);
/// Whoever waits longer than a lease waits in vain.
const LEASE_WAIT_TIMEOUT: Duration = Duration::from_secs(12);
const SHORTEST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(400);

/// What only one may do at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeasedTask {
    /// Exchanging a session's refresh token.
    Refresh,
    /// Reading a person's attributes.
    ReadProfile,
    /// Doing what a plain form asks for.
    PostForm,
}

impl LeasedTask {
    fn name(self) -> &'static str {
        match self {
            Self::Refresh => "refresh",
            Self::ReadProfile => "read profile",
            Self::PostForm => "post form",
        }
    }
}

/// One lock for each task that is under way in this process.
#[derive(Default)]
pub(crate) struct Locks(Mutex<HashMap<Id, Weak<tokio::sync::Mutex<()>>>>);

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

/// A place in the line for a task. First look whether the task is still to be done, then try to take the lease,
/// and look once more before working: somebody may have been faster in between.
pub(crate) struct LeaseGuard {
    auth: Auth,
    key: Key,
    holder: [u8; 16],
    is_held: bool,
    waiting_since: Instant,
    pauses: Pauses,
    _in_this_process: OwnedMutexGuard<()>,
}

impl Auth {
    /// Whether some process is at it just now.
    pub(crate) async fn is_leased(&self, whose: Id, task: LeasedTask) -> Result<bool, Failure> {
        self.inner.records.exists(lease_of(whose, task)).await
    }

    /// Waits for all others in this process that want the same task for the same `whose`.
    pub(crate) async fn queue_for_lease(&self, whose: Id, task: LeasedTask) -> LeaseGuard {
        let key = lease_of(whose, task);
        let lock = self.inner.locks.of(key.id);
        let guard = lock.lock_owned().await;
        let random = &self.inner.random;
        LeaseGuard {
            auth: self.clone(),
            key,
            holder: draw(random.as_ref()),
            is_held: false,
            waiting_since: Instant::now(),
            pauses: Pauses::new(Arc::clone(random), SHORTEST_PAUSE, LONGEST_PAUSE),
            _in_this_process: guard,
        }
    }
}

fn lease_of(whose: Id, task: LeasedTask) -> Key {
    Key {
        kind: Kind::Lease,
        id: hash("lease", &[&whose.0, task.name().as_bytes()]),
    }
}

impl LeaseGuard {
    /// Whether the lease is held.
    pub fn is_held(&self) -> bool {
        self.is_held
    }

    /// Takes the lease, or waits a moment for whoever has it.
    pub async fn acquire_or_wait<E: From<Failure> + From<DeadlineExceeded>>(&mut self) -> Result<(), E> {
        self.is_held = self.extend().await?;
        if !self.is_held {
            if self.waiting_since.elapsed() > LEASE_WAIT_TIMEOUT {
                return Err(DeadlineExceeded.into());
            }
            sleep(self.pauses.next()).await;
        }
        Ok(())
    }

    /// Somebody else was at it, too: the lease has to be taken anew.
    pub fn abandon(&mut self) {
        self.is_held = false;
    }

    /// Takes or renews the lease; answers whether it is held now.
    pub async fn extend(&self) -> Result<bool, Failure> {
        self.auth.inner.records.acquire_lease(&self.lease()).await
    }

    /// Works, renewing the lease as long as it takes.
    pub async fn run_with_heartbeat<T>(&self, work: impl Future<Output = T>) -> T {
        tokio::select! {
            done = work => done,
            () = self.heartbeat() => unreachable!("it renews until the work is done"),
        }
    }

    /// Lets the next one have the lease. If that fails it runs out by itself.
    pub async fn release(self) {
        if !self.is_held {
            return;
        }
        if let Err(error) = self.auth.inner.records.release_lease(&self.lease()).await {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(error, "a lease could not be released");
        }
    }

    async fn heartbeat(&self) {
        loop {
            sleep(HEARTBEAT).await;
            match self.extend().await {
                Ok(true) => {}
                // What is written at the end names the version that was read: nothing is overwritten.
                Ok(false) => tracing::warn!("a lease expired before the work was done"),
                Err(error) => {
                    let error: &dyn std::error::Error = &error;
                    tracing::warn!(error, "a lease could not be extended");
                }
            }
        }
    }

    fn lease(&self) -> Lease {
        Lease {
            key: self.key,
            holder: self.holder,
            until: self.auth.inner.clock.now() + LEASE,
        }
    }
}
