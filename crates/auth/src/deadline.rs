//! Nobody waits longer than this for a page, whatever the pool does.

use std::panic::resume_unwind;
use std::time::Duration;

use crate::error::TooSlow;

const DEADLINE: Duration = Duration::from_secs(9);

/// Runs `work`, giving up after the deadline.
pub(crate) async fn within_deadline<T, E: From<TooSlow>>(
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    tokio::time::timeout(DEADLINE, work)
        .await
        .unwrap_or_else(|_| Err(TooSlow.into()))
}

/// Runs `work` to its end even if the browser goes away or the pool is slow; who waits gives up after the deadline.
pub(crate) async fn to_the_end<T, E>(
    work: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<TooSlow> + Send + 'static,
{
    // Boxed, because spawning hands a future through many frames, and some of these are large.
    let working = tokio::spawn(Box::pin(work));
    within_deadline(async {
        working
            .await
            .unwrap_or_else(|failed| resume_unwind(failed.into_panic()))
    })
    .await
}
