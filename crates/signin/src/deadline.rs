//! Nobody waits longer than this for a page, whatever the pool does.

use std::time::Duration;

use session_store::DeadlineExceeded;

/// For all that one page needs of the pool, further tries and waiting for other processes included.
pub const DEADLINE: Duration = Duration::from_secs(9);

/// Runs `work`, giving up after the deadline.
pub async fn within_deadline<T, E: From<DeadlineExceeded>>(
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    tokio::time::timeout(DEADLINE, work)
        .await
        .unwrap_or_else(|_| Err(DeadlineExceeded.into()))
}
