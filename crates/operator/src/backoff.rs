//! How long to wait before the next attempt.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(20);

/// Exponential back-off with full jitter: any time up to a bound that doubles with each attempt. Callers that were
/// refused together do not come back together.
///
/// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>
pub struct Backoff {
    bound: Duration,
    random: fastrand::Rng,
}

impl Backoff {
    pub fn new() -> Self {
        Self::with(fastrand::Rng::new())
    }

    fn with(random: fastrand::Rng) -> Self {
        Self { bound: FIRST, random }
    }

    pub fn next_delay(&mut self) -> Duration {
        let delay = self.bound.mul_f64(self.random.f64());
        self.bound = (self.bound * 2).min(LONGEST);
        delay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_are_spread_below_a_bound_that_doubles_and_ends() {
        let mut bound = FIRST;
        let mut backoffs: Vec<_> = (0..200)
            .map(|seed| Backoff::with(fastrand::Rng::with_seed(seed)))
            .collect();
        for _ in 0..12 {
            let delays: Vec<_> = backoffs.iter_mut().map(Backoff::next_delay).collect();
            assert!(delays.iter().all(|delay| *delay <= bound));
            assert!(delays.iter().any(|delay| *delay < bound / 4));
            assert!(delays.iter().any(|delay| *delay > bound / 4 * 3));
            bound = (bound * 2).min(LONGEST);
        }
        assert_eq!(bound, LONGEST);
    }
}
