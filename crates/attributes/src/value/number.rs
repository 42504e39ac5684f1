//! Decimal numbers, kept as text so that no digit is lost.

use crate::Rule;

/// The greatest number in either direction, 2⁵³ − 1: whatever reads the value as a JSON number reads it exactly
/// (RFC 8259 section 6).
pub const MAX_NUMBER: i64 = 9_007_199_254_740_991;

/// The greatest number of digits after the decimal point that a list may allow.
pub const MAX_DECIMALS: u8 = 9;

/// How many of the smallest steps there are in 1.
const STEPS: i128 = 10_i128.pow(MAX_DECIMALS as u32);

/// A decimal number: an optional `-`, digits, and where allowed a point and more digits. The wire form has no
/// zeros that carry nothing: `-007.50` is `-7.5`.
pub(crate) fn check_number(
    raw: &str,
    min: Option<i64>,
    max: Option<i64>,
    decimals: u8,
) -> Result<String, Rule> {
    let (sign, digits) = raw.strip_prefix('-').map_or(("", raw), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    if !is_digits(whole) || !is_digits(fraction) {
        return Err(Rule::NotANumber);
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if fraction.len() > usize::from(decimals.min(MAX_DECIMALS)) {
        return Err(Rule::TooManyDecimals { max: decimals });
    }
    let steps = steps(whole, fraction);
    check_range(if sign.is_empty() { steps } else { -steps }, min, max)?;
    Ok(match (whole, fraction) {
        ("", "") => "0".to_owned(),
        ("", fraction) => format!("{sign}0.{fraction}"),
        (whole, "") => format!("{sign}{whole}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number in the smallest steps there are, so that numbers compare without rounding. What is too long to be
/// within any range is greater than all of them.
fn steps(whole: &str, fraction: &str) -> i128 {
    if whole.len() > 18 {
        return i128::MAX;
    }
    let number = |digits: &str| {
        digits
            .bytes()
            .fold(0, |sum, byte| sum * 10 + i128::from(byte - b'0'))
    };
    number(whole) * STEPS + number(&format!("{fraction:0<9}"))
}

fn check_range(steps: i128, min: Option<i64>, max: Option<i64>) -> Result<(), Rule> {
    let (min, max) = (min.unwrap_or(-MAX_NUMBER), max.unwrap_or(MAX_NUMBER));
    if steps < i128::from(min) * STEPS {
        Err(Rule::TooSmall { min })
    } else if steps > i128::from(max) * STEPS {
        Err(Rule::TooLarge { max })
    } else {
        Ok(())
    }
}
