//! A rate limit that adapts: calls evenly spaced, half as many a second after the pool has throttled one.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rate_limit::{Rate, RateLimiter};
use tokio::time::{Instant, sleep};

/// The lowest rate, in calls per second.
const SLOWEST: f64 = 1.0;

/// A rate limit shared by all tasks.
pub struct AdaptiveRate {
    fastest: f64,
    rate: Mutex<f64>,
    limiter: RateLimiter<()>,
    /// The origin of the limiter's time.
    origin: Instant,
}

impl AdaptiveRate {
    /// At most so many calls per second. There is no credit for idle time: a burst is what quotas punish.
    pub fn new(per_second: f64) -> Self {
        Self {
            fastest: per_second,
            rate: Mutex::new(per_second),
            limiter: RateLimiter::new(1),
            origin: Instant::now(),
        }
    }

    /// Waits until the next call may be made.
    pub async fn acquire(&self) {
        let rate = Rate::per_second(*self.rate(), 0.0);
        sleep(self.limiter.acquire_after((), rate, self.origin.elapsed())).await;
    }

    /// Halves the rate: other clients use the quota, too.
    pub fn throttled(&self) {
        let mut rate = self.rate();
        *rate = (*rate / 2.0).max(SLOWEST.min(self.fastest));
    }

    /// Comes back to the full rate within about a hundred calls.
    pub fn succeeded(&self) {
        let mut rate = self.rate();
        *rate = (*rate + self.fastest / 100.0).min(self.fastest);
    }

    fn rate(&self) -> MutexGuard<'_, f64> {
        self.rate.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    async fn seconds_for(rate: &AdaptiveRate, turns: u32) -> f64 {
        let start = Instant::now();
        for _ in 0..turns {
            rate.acquire().await;
        }
        start.elapsed().as_secs_f64()
    }

    #[tokio::test(start_paused = true)]
    async fn calls_are_evenly_spaced() {
        let rate = AdaptiveRate::new(20.0);
        let seconds = seconds_for(&rate, 101).await;
        assert!((4.9..5.2).contains(&seconds), "{seconds}");
    }

    #[tokio::test(start_paused = true)]
    async fn idle_time_gives_no_credit() {
        let rate = AdaptiveRate::new(10.0);
        tokio::time::advance(Duration::from_mins(1)).await;
        let seconds = seconds_for(&rate, 11).await;
        assert!((0.9..1.2).contains(&seconds), "{seconds}");
    }

    #[tokio::test(start_paused = true)]
    async fn throttling_halves_the_rate_until_calls_succeed() {
        let rate = AdaptiveRate::new(20.0);
        rate.acquire().await;
        rate.throttled();
        rate.acquire().await;
        let slow = seconds_for(&rate, 10).await;
        assert!((0.9..1.2).contains(&slow), "{slow}");
        (0..100).for_each(|_| rate.succeeded());
        rate.acquire().await;
        let fast = seconds_for(&rate, 20).await;
        assert!((0.9..1.2).contains(&fast), "{fast}");
        (0..100).for_each(|_| rate.throttled());
        assert!((*rate.rate() - SLOWEST).abs() < f64::EPSILON);
    }
}
