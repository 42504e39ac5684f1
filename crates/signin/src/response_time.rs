//! How long an answer takes must not tell what it was about.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// The answer of `work`, after one pause, or if it takes longer after two, or three: never in between.
pub async fn constant_time_response<T>(pause: Duration, work: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let done = work.await;
    if !pause.is_zero() {
        let pauses = begun.elapsed().as_nanos() / pause.as_nanos() + 1;
        let pauses = u32::try_from(pauses).unwrap_or(u32::MAX);
        sleep_until(begun + pause.saturating_mul(pauses)).await;
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn answers_come_after_whole_pauses() {
        let pause = Duration::from_millis(800);
        for (work, expected) in [
            (0, 800),
            (20, 800),
            (450, 800),
            (799, 800),
            (900, 1600),
            (1100, 1600),
        ] {
            let begun = Instant::now();
            constant_time_response(pause, tokio::time::sleep(Duration::from_millis(work))).await;
            let took = begun.elapsed();
            let expected = Duration::from_millis(expected);
            assert!(
                took >= expected && took < expected + Duration::from_millis(5),
                "{work}: {took:?}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_pause_is_none() {
        let begun = Instant::now();
        constant_time_response(Duration::ZERO, async {}).await;
        assert!(begun.elapsed() < Duration::from_millis(5));
    }
}
