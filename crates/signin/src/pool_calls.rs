//! Calls to the pool, kept within its quotas: a budget for each category of operations, and a few more tries for
//! what failed for the moment. Quotas are per account and region, so one loop gone wrong would lock all users out.
//!
//! Source of the numbers: Amazon Cognito developer guide, "Quotas in Amazon Cognito".

use std::sync::Arc;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};
use cognito::{Cognito, Error as PoolError, ServiceErrorCode};
use futures::FutureExt as _;
use rate_limit::{Rate, RateLimiter};
use session_store::DeadlineExceeded;
use tokio::time::Instant;

/// Two more tries, the first within a tenth of a second. The jitter keeps calls that failed together from coming back
/// together.
const BACKOFF: ExponentialBuilder = ExponentialBuilder::new()
    .with_min_delay(Duration::from_millis(50))
    .with_max_delay(Duration::from_millis(500))
    .with_max_times(2)
    .with_jitter();
/// A user waits: what took this long already is not retried.
pub const RETRY_TIMEOUT: Duration = Duration::from_secs(2);
/// For all that one page needs of the pool, further tries and waiting for other processes included.
pub const DEADLINE: Duration = Duration::from_secs(9);
/// A budget saves up for a burst of so many seconds.
const BURST_SECONDS: f64 = 2.0;

/// Runs `work`, giving up after [`DEADLINE`]: no page takes longer, whatever the pool does.
///
/// No `async fn`: that would keep room for `work` twice, as what it is given and as what it awaits.
pub fn within_deadline<T, E: From<DeadlineExceeded>, W: Future<Output = Result<T, E>>>(
    work: W,
) -> impl Future<Output = Result<T, E>> + use<T, E, W> {
    tokio::time::timeout(DEADLINE, work).map(|done| done.unwrap_or_else(|_| Err(DeadlineExceeded.into())))
}

/// Cognito's categories of operations, each with a quota of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuotaCategory {
    /// Redeeming a code.
    SignIn,
    /// `UserAuthentication`: refreshing tokens, signing in by the API.
    Authentication,
    /// `UserCreation`: signing up and confirming it.
    Creation,
    /// `UserAccountRecovery`: changing a password, and having forgotten it.
    Recovery,
    /// `UserRead`: reading attributes.
    Read,
    /// `UserUpdate`: writing attributes, deleting an account, signing out everywhere.
    Update,
    /// `UserToken`: revoking tokens.
    Token,
    /// `UserResourceRead`: asking for codes.
    ResourceRead,
    /// `UserResourceUpdate`: second factors.
    ResourceUpdate,
}

impl QuotaCategory {
    const COUNT: usize = 9;

    /// Calls per second that Cognito allows by default.
    fn quota(self) -> u32 {
        match self {
            Self::SignIn | Self::Authentication | Self::Read | Self::Token => 120,
            Self::Creation | Self::ResourceRead => 50,
            Self::Recovery => 30,
            Self::Update | Self::ResourceUpdate => 25,
        }
    }
}

/// Whether a call may be made again that failed for the moment. Without an answer it is unknown whether it was
/// carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// Carrying it out twice is the same as once.
    Idempotent,
    /// It must be made once at most: redeeming a code, whatever sends a message.
    NonIdempotent,
}

/// Why a call came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// What the pool said, or that it said nothing.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// Not made: the budget for its category is used up for the moment.
    #[error("the budget for calls to the user pool is used up ({0:?})")]
    QuotaExceeded(QuotaCategory),
}

impl CallError {
    /// Whether nothing was done: the pool said no, or was not asked. Without an answer that can be read it is unknown.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::QuotaExceeded(_) => true,
            Self::Pool(error) => error.service_code().is_some() || error.oauth_code().is_some(),
        }
    }

    /// The code of a refusal by the pool's JSON API.
    #[must_use]
    pub fn service_code(&self) -> Option<&ServiceErrorCode> {
        match self {
            Self::Pool(error) => error.service_code(),
            Self::QuotaExceeded(_) => None,
        }
    }
}

/// What is left of each budget.
struct Budgets {
    limiter: RateLimiter<QuotaCategory>,
    /// The origin of the limiter's time: a system clock that is set does not move it.
    origin: Instant,
    percent: u8,
}

impl Budgets {
    /// `percent` of the quotas is for this process.
    fn new(percent: u8) -> Self {
        Self {
            limiter: RateLimiter::new(QuotaCategory::COUNT),
            origin: Instant::now(),
            percent,
        }
    }

    /// Takes one call out of the budget. Further tries leave half of it to first ones.
    fn spend(&self, category: QuotaCategory, is_first: bool, now: Instant) -> bool {
        let per_second = f64::from(category.quota() * u32::from(self.percent)) / 100.0;
        let rate = Rate::per_second(per_second, BURST_SECONDS);
        let reserve = if is_first { 0 } else { rate.burst.div_ceil(2) };
        let now = now.saturating_duration_since(self.origin);
        self.limiter
            .try_acquire_above(category, rate, reserve, now)
            .is_ok()
    }
}

/// The client of the pool, held to its quotas. Cheap to clone; clones share the budgets.
#[derive(Clone)]
pub struct PoolCalls {
    cognito: Cognito,
    budgets: Arc<Budgets>,
}

impl PoolCalls {
    /// `percent` of the pool's quotas is for this process.
    #[must_use]
    pub fn new(cognito: Cognito, percent: u8) -> Self {
        Self {
            cognito,
            budgets: Arc::new(Budgets::new(percent)),
        }
    }

    /// The client itself, to make the calls with.
    #[must_use]
    pub fn cognito(&self) -> &Cognito {
        &self.cognito
    }

    /// Makes a call within its budget, once.
    ///
    /// # Errors
    /// What the pool said, or [`CallError::QuotaExceeded`].
    pub async fn call_once<T, F>(&self, category: QuotaCategory, call: impl Fn() -> F) -> Result<T, CallError>
    where
        F: Future<Output = Result<T, PoolError>>,
    {
        self.call(category, Idempotency::NonIdempotent, call).await
    }

    /// Makes a call within its budget, and again where that is harmless.
    ///
    /// # Errors
    /// What the pool said last, or [`CallError::QuotaExceeded`].
    pub async fn call<T, F>(
        &self,
        category: QuotaCategory,
        idempotency: Idempotency,
        call: impl Fn() -> F,
    ) -> Result<T, CallError>
    where
        F: Future<Output = Result<T, PoolError>>,
    {
        let budgets = &self.budgets;
        let started = Instant::now();
        if !budgets.spend(category, true, started) {
            return Err(CallError::QuotaExceeded(category));
        }
        call.retry(BACKOFF)
            .when(|error| {
                idempotency == Idempotency::Idempotent
                    && error.is_temporary()
                    && started.elapsed() < RETRY_TIMEOUT
            })
            // Last, and only if there is another try: it spends from the budget.
            .adjust(|_, delay| delay.filter(|_| budgets.spend(category, false, Instant::now())))
            .notify(|error, delay| {
                tracing::info!(
                    event = "retrying",
                    ?category,
                    ?delay,
                    %error,
                    "trying again"
                );
            })
            .await
            .map_err(CallError::from)
    }
}

impl CallError {
    /// Whether the same call may succeed later.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Pool(error) => error.is_temporary(),
            Self::QuotaExceeded(_) => true,
        }
    }

    /// What the pool said, if it was asked.
    #[must_use]
    pub fn pool(&self) -> Option<&PoolError> {
        match self {
            Self::Pool(error) => Some(error),
            Self::QuotaExceeded(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn burst_is_served_then_the_rate() {
        let (budgets, now) = (Budgets::new(100), Instant::now());
        let spend = |now| budgets.spend(QuotaCategory::Update, true, now);
        assert_eq!((0..100).filter(|_| spend(now)).count(), 50);
        let later = now + Duration::from_secs(1);
        assert_eq!((0..100).filter(|_| spend(later)).count(), 25);
        let much_later = now + Duration::from_hours(1);
        assert_eq!((0..100).filter(|_| spend(much_later)).count(), 50);
    }

    #[test]
    fn further_tries_leave_half_to_first_ones() {
        let (budgets, now) = (Budgets::new(100), Instant::now());
        let spend = |is_first| budgets.spend(QuotaCategory::Update, is_first, now);
        assert_eq!((0..100).filter(|_| spend(false)).count(), 25);
        assert_eq!((0..100).filter(|_| spend(true)).count(), 25);
    }

    #[test]
    fn quota_categories_are_separate_and_percentage_counts() {
        let (budgets, now) = (Budgets::new(10), Instant::now());
        assert_eq!(
            (0..100)
                .filter(|_| budgets.spend(QuotaCategory::Read, true, now))
                .count(),
            24
        );
        assert_eq!(
            (0..100)
                .filter(|_| budgets.spend(QuotaCategory::Update, true, now))
                .count(),
            5
        );
        let none = Budgets::new(1);
        assert!(
            none.spend(QuotaCategory::Update, true, now),
            "a single call is always possible after a while"
        );
    }
}
