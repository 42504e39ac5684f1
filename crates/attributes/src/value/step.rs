//! Steps of numbers.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::number::MAX_DECIMALS;

/// How many of the smallest steps there are in 1.
const IN_ONE: u64 = 10_u64.pow(MAX_DECIMALS as u32);
/// The greatest step.
const MAX_STEP: u64 = 1_000_000_000;

/// What numbers must be a multiple of, such as `5` or `0.25`: more than 0, at most 1,000,000,000, with at most
/// [`MAX_DECIMALS`] digits after the point. In JSON it is the whole number of billionths.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Step(u64);

impl Step {
    /// Reads a decimal number without sign or exponent.
    #[must_use]
    pub fn parse(text: &str) -> Option<Step> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let fraction = fraction.trim_end_matches('0');
        let is_decimal = is_digits(whole)
            && (fraction.is_empty() || is_digits(fraction))
            && fraction.len() <= MAX_DECIMALS.into();
        if !is_decimal {
            return None;
        }
        let whole: u64 = whole.parse().ok().filter(|whole| *whole <= MAX_STEP)?;
        let fraction: u64 = format!("{fraction:0<9}").parse().ok()?;
        let step = whole * IN_ONE + fraction;
        (step > 0 && step <= MAX_STEP * IN_ONE).then_some(Step(step))
    }

    /// How many digits after the point it has.
    #[must_use]
    pub fn decimals(self) -> u8 {
        let zeros = (0..MAX_DECIMALS)
            .take_while(|zeros| self.0.is_multiple_of(10_u64.pow(u32::from(*zeros) + 1)))
            .count();
        MAX_DECIMALS - u8::try_from(zeros).unwrap_or(MAX_DECIMALS)
    }

    /// Whether it goes into a number, given by its digits before and after the point. The remainder is carried from
    /// digit to digit, as on paper: it stays below the step, so that ten times as much fits.
    pub(super) fn divides(self, whole: &str, fraction: &str) -> bool {
        let digits = whole.bytes().chain(format!("{fraction:0<9}").into_bytes());
        digits.fold(0, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % self.0) == 0
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / IN_ONE, self.0 % IN_ONE);
        if fraction == 0 {
            return write!(f, "{whole}");
        }
        let fraction = format!("{fraction:09}");
        write!(f, "{whole}.{}", fraction.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_decimal_numbers_above_zero() {
        for (text, shown, decimals) in [
            ("5", "5", 0),
            ("0.25", "0.25", 2),
            ("0.250", "0.25", 2),
            ("10.0", "10", 0),
            ("0.000000001", "0.000000001", 9),
            ("1000000000", "1000000000", 0),
        ] {
            let step = Step::parse(text).unwrap();
            assert_eq!((step.to_string().as_str(), step.decimals()), (shown, decimals));
        }
        for text in [
            "0",
            "0.0",
            "-1",
            "",
            ".",
            ".5",
            "1e3",
            "1000000000.1",
            "0.0000000001",
            "99999999999999999999",
        ] {
            assert_eq!(Step::parse(text), None, "{text}");
        }
    }

    #[test]
    fn multiples_are_told_without_rounding() {
        for (step, whole, fraction, expected) in [
            ("5", "15", "", true),
            ("5", "16", "", false),
            ("0.25", "0", "75", true),
            ("0.1", "0", "3", true),
            ("0.1", "9007199254740990", "7", true),
            ("0.1", "9007199254740990", "75", false),
            ("1000000000", "9007199000000000", "", true),
            ("7", "0", "", true),
        ] {
            assert_eq!(
                Step::parse(step).unwrap().divides(whole, fraction),
                expected,
                "{step} {whole}.{fraction}"
            );
        }
    }
}
