#![doc = include_str!("../README.md")]

use std::ops::{Add, Sub};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since the Unix epoch. Serialized as that number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment so many seconds after the Unix epoch, as JWT claims count (RFC 7519 section 2).
    #[must_use]
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// The moment so many milliseconds after the Unix epoch.
    #[must_use]
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Whole seconds since the Unix epoch, rounded down.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn unix_millis(self) -> i64 {
        self.0
    }

    /// This moment and `seconds` more.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// How long ago `earlier` was; zero when it is in the future.
    #[must_use]
    pub fn saturating_since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The time since the Unix epoch; zero before it.
    #[must_use]
    pub fn since_unix_epoch(self) -> Duration {
        self.saturating_since(Self(0))
    }

    /// Whether this moment is at most `span` after `start`, and not before it: a clock that was set back
    /// makes nothing last longer.
    #[must_use]
    pub fn is_within(self, start: Self, span: Duration) -> bool {
        start <= self && self < start + span
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(millis(span)))
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(millis(span)))
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// The last millisecond of the year 9999, which no [`ManualClock`] passes: calendars end there.
const END_OF_TIME: i64 = 253_402_300_799_999;

/// Where the time comes from: the machine, or a [`ManualClock`]. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Clock(Option<ManualClock>);

impl Clock {
    /// The time of this machine.
    #[must_use]
    pub const fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still at `start` until it is moved.
    #[must_use]
    pub fn fixed_at(start: Timestamp) -> ManualClock {
        ManualClock::new(Some(start.0))
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.as_ref().map_or_else(system_now, ManualClock::now)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the machine's clock"
)]
fn system_now() -> Timestamp {
    let since_epoch = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(millis(since_epoch))
}

/// A clock that its holder moves. Clones, and the [`Clock`]s it hands out, show the same time.
#[derive(Clone, Debug)]
pub struct ManualClock {
    /// Milliseconds since the Unix epoch; the machine's time if there is none.
    start: Option<i64>,
    moved: Arc<AtomicI64>,
}

impl ManualClock {
    /// The machine's clock, ahead of it by what [`ManualClock::advance`] has added.
    #[must_use]
    pub fn ahead_of_system() -> Self {
        Self::new(None)
    }

    fn new(start: Option<i64>) -> Self {
        Self {
            start,
            moved: Arc::new(AtomicI64::new(0)),
        }
    }

    /// The clock to hand to the code under test.
    #[must_use]
    pub fn clock(&self) -> Clock {
        Clock(Some(self.clone()))
    }

    /// The time it shows, the end of the year 9999 at most.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = self.start().saturating_add(self.moved.load(Ordering::SeqCst));
        Timestamp(now.min(END_OF_TIME))
    }

    /// Moves it forward.
    pub fn advance(&self, span: Duration) {
        // What is beyond the end is cut off here, too: else a second `advance` would overflow.
        let moved = |so_far: i64| Some(so_far.saturating_add(millis(span)).min(END_OF_TIME));
        // Never refused: the closure always has an answer.
        let _ = self.moved.fetch_update(Ordering::SeqCst, Ordering::SeqCst, moved);
    }

    /// Sets it, backwards too.
    pub fn set(&self, now: Timestamp) {
        self.moved
            .store(now.0.saturating_sub(self.start()), Ordering::SeqCst);
    }

    fn start(&self) -> i64 {
        self.start.unwrap_or_else(|| system_now().0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let manual = Clock::fixed_at(Timestamp::from_unix_seconds(1_700_000_000));
        let clock = manual.clock();
        assert_eq!(clock.now(), clock.now());
        manual.advance(Duration::from_millis(1500));
        assert_eq!(clock.now().unix_millis(), 1_700_000_001_500);
        assert_eq!(clock.now().unix_seconds(), 1_700_000_001);
        manual.set(Timestamp::from_unix_seconds(5));
        assert_eq!(clock.now(), manual.now());
    }

    #[test]
    fn clock_ahead_of_system_only_runs_ahead() {
        let clock = ManualClock::ahead_of_system();
        let other_holder = clock.clone();
        let before = Clock::system().now();
        clock.advance(Duration::from_hours(1));
        let ahead = other_holder.now().saturating_since(before);
        assert!((3600..3660).contains(&ahead.as_secs()), "{ahead:?}");
    }

    #[test]
    fn manual_clock_stops_at_the_year_9999() {
        let clock = Clock::fixed_at(Timestamp::from_unix_seconds(1_700_000_000));
        for _ in 0..3 {
            clock.advance(Duration::MAX);
            assert_eq!(clock.now().unix_millis(), END_OF_TIME);
        }
    }

    #[test]
    fn arithmetic_saturates() {
        let early = Timestamp::from_unix_seconds(10);
        let late = early + Duration::from_secs(5);
        assert_eq!(late.saturating_since(early), Duration::from_secs(5));
        assert_eq!(early.saturating_since(late), Duration::ZERO);
        assert_eq!(late - Duration::from_secs(5), early);
        assert_eq!(Timestamp(i64::MAX) + Duration::MAX, Timestamp(i64::MAX));
        assert_eq!(Timestamp::from_unix_seconds(i64::MAX), Timestamp(i64::MAX));
        assert_eq!(Timestamp(-1).unix_seconds(), -1);
    }

    #[test]
    fn clock_set_back_extends_nothing() {
        let start = Timestamp::from_unix_seconds(100);
        let span = Duration::from_secs(10);
        for (now, within) in [(99, false), (100, true), (109, true), (110, false)] {
            assert_eq!(
                Timestamp::from_unix_seconds(now).is_within(start, span),
                within,
                "{now}"
            );
        }
    }

    #[test]
    fn a_timestamp_is_stored_as_a_number() {
        let stored = serde_json::to_string(&Timestamp::from_unix_seconds(1)).unwrap();
        assert_eq!(stored, "1000");
        assert_eq!(
            serde_json::from_str::<Timestamp>("1000").unwrap(),
            Timestamp::from_unix_seconds(1)
        );
    }

    #[test]
    fn the_system_clock_is_past_2020() {
        assert!(Clock::system().now() > Timestamp::from_unix_seconds(1_577_836_800));
    }
}
