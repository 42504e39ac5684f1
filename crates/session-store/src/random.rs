//! Randomness is an input, like time.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::rand;

/// A source of random bytes.
pub trait Randomness: Send + Sync {
    /// Fills `bytes` with unpredictable values.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator, through aws-lc.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        rand::fill(bytes).expect("the system's random generator does not fail once it is seeded");
    }
}

/// Random bytes: 32 are enough for anything that must not be guessed.
pub fn draw<const N: usize>(random: &dyn Randomness) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// Pauses between tries that grow twofold, each drawn between nothing and its limit ("full jitter"), so that those
/// who failed together do not come back together.
pub struct Pauses {
    random: Arc<dyn Randomness>,
    limit: Duration,
    longest: Duration,
}

impl Pauses {
    /// The first pause is at most `first`, none is longer than `longest`.
    pub fn new(random: Arc<dyn Randomness>, first: Duration, longest: Duration) -> Self {
        Self {
            random,
            limit: first,
            longest,
        }
    }

    /// Draws the next pause.
    pub fn next(&mut self) -> Duration {
        let share = u32::from_be_bytes(draw(self.random.as_ref()));
        let pause = self.limit.mul_f64(f64::from(share) / f64::from(u32::MAX));
        self.limit = (self.limit * 2).min(self.longest);
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same byte again and again.
    struct Always(u8);

    impl Randomness for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    fn pauses(byte: u8) -> Vec<u128> {
        let mut pauses = Pauses::new(
            Arc::new(Always(byte)),
            Duration::from_millis(100),
            Duration::from_millis(350),
        );
        (0..4).map(|_| pauses.next().as_millis()).collect()
    }

    #[test]
    fn pauses_grow_up_to_a_limit_and_may_be_nothing() {
        assert_eq!(pauses(0xff), [100, 200, 350, 350]);
        assert_eq!(pauses(0), [0; 4]);
        assert_eq!(pauses(0x80)[0], 50);
    }
}
