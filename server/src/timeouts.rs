//! How long this process waits for what, outermost last. Those of the flows and of the client stand in their crates; how
//! they must relate to each other and to ours is checked here, when this is compiled.

use std::time::Duration;

use cognito::Timeouts;
use signin::timeouts::{DEADLINE, LEASE, POOL_RETRY_GRACE, RETRY_TIMEOUT, WRITE_RETRY_WINDOW};

/// The start does not wait longer for the pool's clock and keys.
pub(crate) const POOL_CHECK_TIMEOUT: Duration = Duration::from_secs(3);
/// The start does not wait longer to know where the pool's pages are.
pub(crate) const METADATA_TIMEOUT: Duration = Duration::from_secs(3);
/// From the first byte of a request, or the beginning of the connection, to the end of the headers.
pub(crate) const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// For a body to arrive. Less than a request has in all, so that a slow client is told so.
pub(crate) const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// Between two requests on a connection. Longer than proxies keep one, nginx and AWS load balancers 60 seconds: they are
/// to be the ones that close it.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_secs(75);
/// For a request, from its head to the first byte of the answer.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);
/// What a probe of readiness waits for, the store and the pool each; load balancers wait five seconds for all of it.
pub(crate) const READINESS_TIMEOUT: Duration = Duration::from_secs(3);
/// Between two looks for refreshes that were interrupted.
pub(crate) const RECOVERY_INTERVAL: Duration = Duration::from_secs(5);
/// From the signal to the end of the process, whatever still goes on.
pub(crate) const SHUTDOWN_GRACE: Duration = Duration::from_secs(25);
/// What service managers and orchestrators leave a process before they kill it.
const USUAL_KILL: Duration = Duration::from_secs(30);

const fn is_less(shorter: Duration, longer: Duration) -> bool {
    shorter.as_millis() < longer.as_millis()
}

// A person is told that the pool is slow before their request is cut off, and after one call has had its time.
const _: () = assert!(is_less(Timeouts::DEFAULT.connect, Timeouts::DEFAULT.total));
const _: () = assert!(is_less(Timeouts::DEFAULT.total, DEADLINE));
const _: () = assert!(is_less(RETRY_TIMEOUT, DEADLINE));
const _: () = assert!(is_less(DEADLINE, REQUEST_TIMEOUT));
const _: () = assert!(is_less(BODY_TIMEOUT, REQUEST_TIMEOUT));
// No lease expires while its holder makes one call.
const _: () = assert!(is_less(Timeouts::DEFAULT.total, LEASE));
// A refresh is given up by its lease and tried again, more than once, while the pool still takes the old token.
const _: () = assert!(is_less(
    LEASE.saturating_add(RECOVERY_INTERVAL.saturating_mul(3)),
    POOL_RETRY_GRACE
));
// A process that stops finishes its requests and what must be written, and is not killed meanwhile.
const _: () = assert!(is_less(REQUEST_TIMEOUT, SHUTDOWN_GRACE));
const _: () = assert!(is_less(WRITE_RETRY_WINDOW, SHUTDOWN_GRACE));
const _: () = assert!(is_less(SHUTDOWN_GRACE, USUAL_KILL));
