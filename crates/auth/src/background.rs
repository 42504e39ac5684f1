//! Work that goes on though nobody waits for it any more, and is brought to its end before the process is.

use std::panic::resume_unwind;

use session_store::DeadlineExceeded;
use tokio::task::JoinHandle;
use tracing::{Instrument as _, Span};

use crate::Auth;
use crate::deadline::within_deadline;

impl Auth {
    /// Runs `work` in a task of its own. What it logs names the request that began it.
    pub(crate) fn in_background<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> JoinHandle<T> {
        // Boxed, because spawning hands a future through many frames, and some of these are large.
        self.inner
            .background
            .spawn(Box::pin(work.instrument(Span::current())))
    }

    /// Runs `work` to its end even if the browser goes away or the pool is slow; who waits gives up after the
    /// deadline.
    pub(crate) async fn run_detached<T, E>(
        &self,
        work: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DeadlineExceeded> + Send + 'static,
    {
        within_deadline(outcome(self.in_background(work))).await
    }

    /// Waits until nothing goes on in the background: for a process that is about to end. With a pool that rotates
    /// refresh tokens, a refresh that is broken off may cost a session.
    pub async fn finish_background_work(&self) {
        self.inner.background.close();
        self.inner.background.wait().await;
    }

    /// How much goes on in the background.
    #[must_use]
    pub fn count_background_work(&self) -> usize {
        self.inner.background.len()
    }
}

/// What a task came to; its panic is ours.
pub(crate) async fn outcome<T>(task: JoinHandle<T>) -> T {
    task.await
        .unwrap_or_else(|failed| resume_unwind(failed.into_panic()))
}
