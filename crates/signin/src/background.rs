//! Detached work: it outlives its request, and is finished before the process ends.

use std::panic::resume_unwind;

use session_store::DeadlineExceeded;
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;
use tracing::{Instrument as _, Span};

use crate::pool_calls::within_deadline;

/// The tasks of this process that must not be cancelled. Cheap to clone; clones share the tasks.
#[derive(Clone, Default)]
pub struct Background(TaskTracker);

impl Background {
    /// Runs `work` in a task of its own. What it logs names the request that began it.
    pub fn spawn<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
        // Boxed, because spawning hands a future through many frames, and some of these are large.
        self.0.spawn(Box::pin(work.instrument(Span::current())))
    }

    /// Runs `work` to its end even if the browser goes away or the pool is slow; who waits gives up after the
    /// deadline.
    ///
    /// It begins at once. What is to be awaited is small, however large `work` is: pages await it where their profile is not at hand.
    ///
    /// # Errors
    /// Those of `work`, and [`DeadlineExceeded`].
    pub fn run_detached<T, E, W>(&self, work: W) -> impl Future<Output = Result<T, E>> + Send + use<T, E, W>
    where
        T: Send + 'static,
        E: From<DeadlineExceeded> + Send + 'static,
        W: Future<Output = Result<T, E>> + Send + 'static,
    {
        within_deadline(outcome(self.spawn(work)))
    }

    /// Waits until nothing goes on in the background: for a process that is about to end. With a pool that rotates
    /// refresh tokens, a refresh that is broken off may cost a session.
    pub async fn finish(&self) {
        self.0.close();
        self.0.wait().await;
    }

    /// How much goes on in the background.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// Returns the task's result; propagates its panic.
pub async fn outcome<T>(task: JoinHandle<T>) -> T {
    task.await
        .unwrap_or_else(|failed| resume_unwind(failed.into_panic()))
}
