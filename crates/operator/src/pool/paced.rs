//! The pool behind rate limits, with retries.

use std::time::Duration;

use attributes::Changes;
use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use tokio::time::{Instant, sleep};

use super::{Page, Pool, PoolError, User};
use crate::adaptive_rate::AdaptiveRate;

/// Calls per second, of each of Cognito's categories that are used here.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// `UserUpdate`, whose quota is 25 for the whole account and region and cannot be raised.
    pub writes: f64,
    /// `UserRead`: 120.
    pub reads: f64,
    /// `UserList`: 30.
    pub lists: f64,
}

impl Rates {
    /// For so many writes: the app's own visitors need their part of every quota.
    pub fn for_writes(writes: f64) -> Self {
        Self {
            writes,
            reads: writes * 3.0,
            lists: writes,
        }
    }
}

/// Twice as long each time, up to ten seconds, and as much again by chance, so that calls that were refused together do
/// not come back together.
const BACKOFF: ExponentialBuilder = ExponentialBuilder::new()
    .with_min_delay(Duration::from_millis(50))
    .with_max_delay(Duration::from_secs(10))
    .with_jitter()
    .without_max_times();

/// A pool that is asked patiently.
pub struct PacedPool {
    pool: Pool,
    writes: AdaptiveRate,
    reads: AdaptiveRate,
    lists: AdaptiveRate,
    patience: Duration,
}

impl PacedPool {
    /// `patience` is how long one call is tried while the pool is busy or does not answer.
    pub fn new(pool: Pool, rates: Rates, patience: Duration) -> Self {
        Self {
            pool,
            writes: AdaptiveRate::new(rates.writes),
            reads: AdaptiveRate::new(rates.reads),
            lists: AdaptiveRate::new(rates.lists),
            patience,
        }
    }

    pub fn id(&self) -> &str {
        self.pool.id()
    }

    /// A user, however often it takes.
    pub async fn user(&self, username: &str) -> Result<User, PoolError> {
        let is_passing =
            |error: &PoolError| matches!(error, PoolError::Busy(_) | PoolError::OutcomeUnknown(_));
        self.insist(&self.reads, is_passing, || self.pool.user(username))
            .await
    }

    /// Writes. It is tried again only when it surely had no effect; after [`PoolError::OutcomeUnknown`] look first.
    pub async fn update(&self, username: &str, changes: &Changes) -> Result<(), PoolError> {
        let is_passing = |error: &PoolError| matches!(error, PoolError::Busy(_));
        self.insist(&self.writes, is_passing, || self.pool.update(username, changes))
            .await
    }

    /// The users after `after`, or the first ones.
    pub async fn page(&self, after: Option<&str>) -> Result<Page, PoolError> {
        let is_passing =
            |error: &PoolError| matches!(error, PoolError::Busy(_) | PoolError::OutcomeUnknown(_));
        let call = || self.pool.page(after.map(ToOwned::to_owned));
        self.insist(&self.lists, is_passing, call).await
    }

    async fn insist<T, C: Future<Output = Result<T, PoolError>>>(
        &self,
        rate: &AdaptiveRate,
        is_passing: impl Fn(&PoolError) -> bool,
        call: impl Fn() -> C,
    ) -> Result<T, PoolError> {
        let mut attempts = self.attempts();
        loop {
            // A retry waits for the rate, too: back-off alone would let many tasks come back together.
            rate.acquire().await;
            let error = match call().await {
                Ok(answer) => {
                    rate.succeeded();
                    return Ok(answer);
                }
                Err(error) if is_passing(&error) => error,
                Err(error) => return Err(error),
            };
            if matches!(error, PoolError::Busy(_)) {
                rate.throttled();
            }
            attempts.wait_after(error).await?;
        }
    }

    /// The first of several attempts at the same thing.
    pub fn attempts(&self) -> Attempts {
        Attempts {
            give_up: Instant::now() + self.patience,
            delays: BACKOFF.build(),
        }
    }
}

/// Several attempts at one thing.
pub struct Attempts {
    give_up: Instant,
    delays: ExponentialBackoff,
}

impl Attempts {
    /// Waits before the next attempt, or says that it is enough.
    pub async fn wait_after(&mut self, error: PoolError) -> Result<(), PoolError> {
        let delay = self.delays.next().unwrap_or_default();
        if Instant::now() + delay > self.give_up {
            return Err(PoolError::Fatal(format!("given up: {error}")));
        }
        tracing::debug!(event = "retrying", %error, ?delay, "trying again");
        sleep(delay).await;
        Ok(())
    }
}
