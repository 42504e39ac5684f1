//! Randomness is an input, like time.

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

/// 256 random bits.
pub(crate) fn draw(random: &dyn Randomness) -> [u8; 32] {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    bytes
}
