//! So many calls per second, evenly spaced, and fewer after a complaint.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rate_limit::{Rate, RateLimiter};
use tokio::time::{Instant, sleep};

/// The slowest that a complaint makes it.
const SLOWEST: f64 = 1.0;

/// A rate that is shared by all who take turns.
pub struct Pace {
    fastest: f64,
    rate: Mutex<f64>,
    limiter: RateLimiter<()>,
    /// The origin of the limiter's time.
    origin: Instant,
}

impl Pace {
    /// At most so many turns per second. There is no credit for idle time: a burst is what quotas punish.
    pub fn new(per_second: f64) -> Self {
        Self {
            fastest: per_second,
            rate: Mutex::new(per_second),
            limiter: RateLimiter::new(1),
            origin: Instant::now(),
        }
    }

    /// Waits for one's turn.
    pub async fn turn(&self) {
        let rate = Rate::per_second(*self.rate(), 0.0);
        sleep(self.limiter.acquire_after((), rate, self.origin.elapsed())).await;
    }

    /// Halves the rate: somebody else is using the quota, too.
    pub fn was_too_fast(&self) {
        let mut rate = self.rate();
        *rate = (*rate / 2.0).max(SLOWEST.min(self.fastest));
    }

    /// Comes back to the full rate within about a hundred turns.
    pub fn went_well(&self) {
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

    async fn seconds_for(pace: &Pace, turns: u32) -> f64 {
        let start = Instant::now();
        for _ in 0..turns {
            pace.turn().await;
        }
        start.elapsed().as_secs_f64()
    }

    #[tokio::test(start_paused = true)]
    async fn turns_are_evenly_spaced() {
        let pace = Pace::new(20.0);
        let seconds = seconds_for(&pace, 101).await;
        assert!((4.9..5.2).contains(&seconds), "{seconds}");
    }

    #[tokio::test(start_paused = true)]
    async fn idle_time_gives_no_credit() {
        let pace = Pace::new(10.0);
        tokio::time::advance(Duration::from_mins(1)).await;
        let seconds = seconds_for(&pace, 11).await;
        assert!((0.9..1.2).contains(&seconds), "{seconds}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_complaint_halves_the_rate_until_it_goes_well_again() {
        let pace = Pace::new(20.0);
        pace.turn().await;
        pace.was_too_fast();
        pace.turn().await;
        let slow = seconds_for(&pace, 10).await;
        assert!((0.9..1.2).contains(&slow), "{slow}");
        (0..100).for_each(|_| pace.went_well());
        pace.turn().await;
        let fast = seconds_for(&pace, 20).await;
        assert!((0.9..1.2).contains(&fast), "{fast}");
        (0..100).for_each(|_| pace.was_too_fast());
        assert!((*pace.rate() - SLOWEST).abs() < f64::EPSILON);
    }
}
