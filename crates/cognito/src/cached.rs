//! A downloaded value that many share and one fetches.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use clock::{Clock, Timestamp};

use crate::Error;

/// How long an old value is used without another try after one failed. The one who tries has to wait.
const RETRY_AFTER: Duration = Duration::from_mins(1);

/// A value that is downloaded when first needed and again when it is old. However many ask, one downloads and
/// the others get what came of it. A failed download never takes an old value away.
pub(crate) struct Cached<T> {
    /// For the log.
    name: &'static str,
    clock: Clock,
    /// How long a value is fresh.
    life: Duration,
    /// The shortest time between the ends of two downloads.
    cool_down: Duration,
    state: Mutex<CacheState<T>>,
    /// Whose turn it is to download.
    turn: tokio::sync::Mutex<()>,
}

struct CacheState<T> {
    value: Option<(Arc<T>, Timestamp)>,
    downloads: u64,
    last: Option<Attempt>,
}

struct Attempt {
    ended: Timestamp,
    failure: Option<Arc<Error>>,
}

type FetchResult<T> = Result<Arc<T>, Arc<Error>>;

impl<T> Cached<T> {
    pub fn new(name: &'static str, clock: Clock, life: Duration, cool_down: Duration) -> Self {
        let state = Mutex::new(CacheState {
            value: None,
            downloads: 0,
            last: None,
        });
        Self {
            name,
            clock,
            life,
            cool_down,
            state,
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// How many downloads there were; to be asked before [`Cached::get`], and told to [`Cached::newer`].
    pub fn downloads(&self) -> u64 {
        self.lock().downloads
    }

    /// The value. While another caller replaces an expired one, the expired one; also when that fails.
    pub async fn get<F: Future<Output = Result<T, Error>>>(
        &self,
        download: impl FnOnce() -> F,
    ) -> FetchResult<T> {
        let seen = self.downloads();
        let Some((value, fetched)) = self.value() else {
            let _turn = self.turn.lock().await;
            return self.download(seen, download).await;
        };
        if self.clock.now().is_within(fetched, self.life) || self.has_just_failed() {
            return Ok(value);
        }
        match self.turn.try_lock() {
            Ok(_turn) => Ok(self.download(seen, download).await.unwrap_or(value)),
            Err(_) => Ok(value),
        }
    }

    /// A value that is not among the first `seen`, if the cool-down allows; otherwise the one there is.
    pub async fn newer<F: Future<Output = Result<T, Error>>>(
        &self,
        seen: u64,
        download: impl FnOnce() -> F,
    ) -> FetchResult<T> {
        let _turn = self.turn.lock().await;
        self.download(seen, download).await
    }

    /// Downloads, unless another caller did since `seen`, or within the cool-down. The caller has the turn.
    async fn download<F: Future<Output = Result<T, Error>>>(
        &self,
        seen: u64,
        download: impl FnOnce() -> F,
    ) -> FetchResult<T> {
        if let Some(outcome) = self.recent_outcome(seen) {
            return outcome;
        }
        let outcome = Box::pin(download()).await.map(Arc::new).map_err(Arc::new);
        if let Err(error) = &outcome {
            tracing::warn!(
                event = "download_failed",
                error = &**error as &dyn std::error::Error,
                "could not download the {}",
                self.name
            );
        }
        self.record(&outcome);
        outcome
    }

    fn has_just_failed(&self) -> bool {
        let state = self.lock();
        let failed = state.last.as_ref().filter(|last| last.failure.is_some());
        failed.is_some_and(|last| self.clock.now().is_within(last.ended, RETRY_AFTER))
    }

    fn recent_outcome(&self, seen: u64) -> Option<FetchResult<T>> {
        let state = self.lock();
        let last = state.last.as_ref()?;
        let is_cooling_down = self.clock.now().is_within(last.ended, self.cool_down);
        if state.downloads == seen && !is_cooling_down {
            return None;
        }
        match &last.failure {
            Some(failure) => Some(Err(Arc::clone(failure))),
            None => state.value.as_ref().map(|(value, _)| Ok(Arc::clone(value))),
        }
    }

    fn record(&self, outcome: &FetchResult<T>) {
        let ended = self.clock.now();
        let mut state = self.lock();
        state.downloads += 1;
        state.last = Some(Attempt {
            ended,
            failure: outcome.as_ref().err().cloned(),
        });
        if let Ok(value) = outcome {
            state.value = Some((Arc::clone(value), ended));
        }
    }

    fn value(&self) -> Option<(Arc<T>, Timestamp)> {
        self.lock().value.clone()
    }

    fn lock(&self) -> MutexGuard<'_, CacheState<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
