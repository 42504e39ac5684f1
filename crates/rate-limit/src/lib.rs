#![doc = include_str!("../README.md")]

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// So many at once, then one more each time `period` has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many may come at once, after a quiet time.
    pub burst: u32,
    /// The time between two in the long run.
    pub period: Duration,
}

impl Rate {
    /// So many a second, and what `burst_seconds` save up at once: one at least.
    ///
    /// # Panics
    ///
    /// If `per_second` is not a positive number.
    #[must_use]
    pub fn per_second(per_second: f64, burst_seconds: f64) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float is cut off at the limits of the integer"
        )]
        let burst = (per_second * burst_seconds).max(1.0) as u32;
        Self {
            burst,
            period: Duration::from_secs_f64(1.0 / per_second),
        }
    }
}

/// Counters by key, shared by all who hold a reference to it.
#[derive(Debug)]
pub struct RateLimiter<K> {
    /// When each bucket will be empty again, as time since the caller's origin.
    empty_at: Mutex<HashMap<K, Duration>>,
    capacity: usize,
}

impl<K: Eq + Hash> RateLimiter<K> {
    /// Remembers so many keys at most.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            empty_at: Mutex::default(),
            capacity,
        }
    }

    /// Counts one for `key`, or says how long to wait for the next; `now` is the time since any fixed origin.
    ///
    /// # Errors
    ///
    /// The rate is used up for this long; nothing was counted.
    pub fn try_acquire(&self, key: K, rate: Rate, now: Duration) -> Result<(), Duration> {
        self.try_acquire_above(key, rate, 0, now)
    }

    /// The same, but leaves `reserve` of the burst to others.
    ///
    /// # Errors
    ///
    /// The rate is used up for this long, but for the reserve; nothing was counted.
    pub fn try_acquire_above(&self, key: K, rate: Rate, reserve: u32, now: Duration) -> Result<(), Duration> {
        let mut counters = self.lock();
        let full = rate.period * rate.burst;
        if let Some(empty_at) = counters.get_mut(&key) {
            // More than full is a bucket only if the clock was set back.
            *empty_at = (*empty_at).min(now + full);
        }
        let used = used(&counters, &key, now) + rate.period;
        let wait = used.saturating_sub(full.saturating_sub(rate.period * reserve));
        if !wait.is_zero() {
            return Err(wait);
        }
        self.put(&mut counters, key, now + used, now);
        Ok(())
    }

    /// Counts one for `key` in any case, and says how long to wait before it is within the rate: callers that wait
    /// are evenly spaced, in the order of their calls.
    #[must_use]
    pub fn acquire_after(&self, key: K, rate: Rate, now: Duration) -> Duration {
        let mut counters = self.lock();
        let used = used(&counters, &key, now) + rate.period;
        self.put(&mut counters, key, now + used, now);
        used.saturating_sub(rate.period * rate.burst)
    }

    fn put(&self, counters: &mut HashMap<K, Duration>, key: K, empty_at: Duration, now: Duration) {
        if counters.len() >= self.capacity && !counters.contains_key(&key) {
            self.make_room(counters, now);
        }
        counters.insert(key, empty_at);
    }

    /// Drops what counts no longer; if that is not enough, the emptier half.
    fn make_room(&self, counters: &mut HashMap<K, Duration>, now: Duration) {
        counters.retain(|_, empty_at| *empty_at > now);
        if counters.len() < self.capacity {
            return;
        }
        let mut times: Vec<Duration> = counters.values().copied().collect();
        let middle = times.len() / 2;
        let (_, median, _) = times.select_nth_unstable(middle);
        let median = *median;
        counters.retain(|_, empty_at| *empty_at > median);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Duration>> {
        self.empty_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long until the bucket is empty.
fn used<K: Eq + Hash>(counters: &HashMap<K, Duration>, key: &K, now: Duration) -> Duration {
    counters
        .get(key)
        .map_or(Duration::ZERO, |empty_at| empty_at.saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_hours(500_000);
    const CAPACITY: usize = 50_000;
    const THREE_A_MINUTE: Rate = Rate {
        burst: 3,
        period: Duration::from_secs(20),
    };

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn burst_is_spent_and_returns_bit_by_bit() {
        let limiter = RateLimiter::new(CAPACITY);
        let acquire = |after| limiter.try_acquire("key", THREE_A_MINUTE, NOW + seconds(after));
        for _ in 0..3 {
            assert_eq!(acquire(0), Ok(()));
        }
        assert_eq!(acquire(0), Err(seconds(20)));
        assert_eq!(acquire(15), Err(seconds(5)));
        assert_eq!(acquire(20), Ok(()));
        assert_eq!(acquire(20), Err(seconds(20)));
        for _ in 0..3 {
            assert_eq!(acquire(600), Ok(()));
        }
        assert!(acquire(600).is_err());
    }

    #[test]
    fn keys_do_not_share_a_burst() {
        let limiter = RateLimiter::new(CAPACITY);
        while limiter.try_acquire(1, THREE_A_MINUTE, NOW).is_ok() {}
        assert_eq!(limiter.try_acquire(2, THREE_A_MINUTE, NOW), Ok(()));
    }

    #[test]
    fn reserve_is_left_to_others() {
        let limiter = RateLimiter::new(CAPACITY);
        let count = |reserve| {
            (0..100)
                .filter(|_| {
                    limiter
                        .try_acquire_above("key", THREE_A_MINUTE, reserve, NOW)
                        .is_ok()
                })
                .count()
        };
        assert_eq!((count(2), count(2), count(0)), (1, 0, 2));
    }

    #[test]
    fn clock_set_back_delays_by_one_period() {
        let limiter = RateLimiter::new(CAPACITY);
        while limiter.try_acquire("key", THREE_A_MINUTE, NOW).is_ok() {}
        let earlier = NOW.saturating_sub(seconds(3600));
        let acquire = |after| limiter.try_acquire("key", THREE_A_MINUTE, earlier + seconds(after));
        assert_eq!(acquire(0), Err(seconds(20)));
        assert_eq!(acquire(20), Ok(()));
    }

    #[test]
    fn memory_is_bounded_and_busiest_keys_stay() {
        let limiter = RateLimiter::new(CAPACITY);
        let busy = u32::MAX;
        while limiter.try_acquire(busy, THREE_A_MINUTE, NOW).is_ok() {}
        for key in 0..150_000 {
            limiter.try_acquire(key, THREE_A_MINUTE, NOW).unwrap();
            if key % 10_000 == 0 {
                assert!(limiter.try_acquire(busy, THREE_A_MINUTE, NOW).is_err(), "{key}");
            }
        }
        assert!(limiter.lock().len() <= CAPACITY);
    }

    #[test]
    fn rate_per_second_has_one_at_least() {
        let rate = Rate::per_second(0.25, 2.0);
        assert_eq!((rate.burst, rate.period), (1, seconds(4)));
        let rate = Rate::per_second(25.0, 2.0);
        assert_eq!((rate.burst, rate.period), (50, Duration::from_millis(40)));
    }

    #[test]
    fn waiting_callers_are_evenly_spaced() {
        let limiter = RateLimiter::new(CAPACITY);
        let rate = Rate::per_second(10.0, 0.0);
        let wait = |now| limiter.acquire_after("key", rate, now).as_millis();
        assert_eq!([wait(NOW), wait(NOW), wait(NOW)], [0, 100, 200]);
        // Idle time gives no more than the burst.
        assert_eq!([wait(NOW * 2), wait(NOW * 2)], [0, 100]);
    }
}
