//! Time as an input: one settable clock per pool, so that nothing has to wait for an hour to pass.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// The moment `millis` milliseconds after the Unix epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Whole seconds since the Unix epoch, as in JWT's `iat` and `exp` (RFC 7519, `NumericDate`).
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Seconds with a fraction, as the JSON API writes timestamps.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit into 53 bits until the year 287396"
    )]
    pub fn epoch_seconds(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// This moment and `seconds` more.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }
}

/// The last millisecond of the year 9999: no clock goes further.
const END_OF_TIME: i64 = 253_402_300_799_999;

/// A clock that can be moved. Clones share the same hands.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Hands>);

#[derive(Debug)]
struct Hands {
    frozen_at: Option<i64>,
    offset: AtomicI64,
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl Clock {
    /// The system's clock, ahead of it by what [`Clock::advance`] added.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Hands {
            frozen_at: None,
            offset: AtomicI64::new(0),
        }))
    }

    /// A clock that stands still at `epoch_seconds` and moves by [`Clock::advance`] only.
    #[must_use]
    pub fn frozen_at(epoch_seconds: i64) -> Self {
        let frozen_at = Some(epoch_seconds.saturating_mul(1000));
        Self(Arc::new(Hands {
            frozen_at,
            offset: AtomicI64::new(0),
        }))
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> Moment {
        let base = self.0.frozen_at.unwrap_or_else(system_millis);
        let moved = base.saturating_add(self.0.offset.load(Ordering::Relaxed));
        Moment(moved.min(END_OF_TIME))
    }

    /// Moves the clock forward, to the end of the year 9999 at most.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(END_OF_TIME);
        let moved = |offset: i64| Some(offset.saturating_add(by).min(END_OF_TIME));
        // Never refused: the closure always has an answer.
        let _ = self
            .0
            .offset
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, moved);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the system's clock"
)]
fn system_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let clock = Clock::frozen_at(1_700_000_000);
        let seen_by_others = clock.clone();
        assert_eq!(seen_by_others.now().seconds(), 1_700_000_000);
        clock.advance(Duration::from_millis(1500));
        assert_eq!(seen_by_others.now().millis(), 1_700_000_001_500);
    }

    #[test]
    fn no_clock_goes_past_the_end_of_time() {
        let clock = Clock::frozen_at(1_700_000_000);
        for _ in 0..3 {
            clock.advance(Duration::MAX);
            assert_eq!(clock.now().millis(), END_OF_TIME);
        }
    }
}
