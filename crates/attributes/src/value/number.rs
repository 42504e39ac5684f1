//! Decimal numbers, kept as text so that no digit is lost.

use super::step::Step;
use crate::Rule;

/// The greatest number in either direction, 2⁵³ − 1: whatever reads the value as a JSON number reads it
/// exactly (RFC 8259 section 6).
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
    step: Option<Step>,
) -> Result<String, Rule> {
    let (sign, digits) = raw.strip_prefix('-').map_or(("", raw), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    if !is_digits(whole) || !is_digits(fraction) {
        return Err(Rule::NotANumber);
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let decimals = decimals.min(MAX_DECIMALS);
    if fraction.len() > usize::from(decimals) {
        return Err(Rule::TooManyDecimals { max: decimals });
    }
    let steps = steps(whole, fraction);
    check_range(if sign.is_empty() { steps } else { -steps }, min, max)?;
    if let Some(step) = step.filter(|step| !step.divides(whole, fraction)) {
        return Err(Rule::OffStep { step });
    }
    Ok(match (whole, fraction) {
        ("", "") => "0".to_owned(),
        ("", fraction) => format!("{sign}0.{fraction}"),
        (whole, "") => format!("{sign}{whole}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    })
}

/// A number as people write it, as `check_number` reads it; what has two meanings, or none, comes back as it is.
///
/// The last of two different signs is the decimal sign, and a sign that is there twice only groups digits by three, as
/// blanks do. A single comma is a decimal sign, unless exactly three digits follow: then it may be either. A single point
/// is always one, because the wire has it.
pub(crate) fn plain_number(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let digits = digits.trim_start();
    let is_separator = |c: char| matches!(c, ',' | '.');
    let Some(last) = digits.rfind(is_separator) else {
        return ungrouped(digits, ' ').map_or_else(|| text.to_owned(), |whole| format!("{sign}{whole}"));
    };
    let (whole, rest) = digits.split_at(last);
    let (separator, fraction) = rest.split_at(1);
    let plain = match whole.find(is_separator) {
        Some(_) if whole.contains(separator) => ungrouped(digits, if separator == "," { ',' } else { '.' }),
        Some(_) => ungrouped(whole, if separator == "," { '.' } else { ',' })
            .map(|whole| format!("{whole}.{fraction}")),
        None if separator == "," && fraction.len() == 3 && whole.len() <= 3 => None,
        None => ungrouped(whole, ' ').map(|whole| format!("{whole}.{fraction}")),
    };
    plain.map_or_else(|| text.to_owned(), |plain| format!("{sign}{plain}"))
}

/// The digits without what groups them by three; none if it does not.
fn ungrouped(text: &str, separator: char) -> Option<String> {
    let mut groups = text.split(separator);
    let first = groups.next()?;
    let is_grouped = groups.clone().all(|group| group.len() == 3 && is_digits(group));
    let is_first = is_digits(first) && (first.len() <= 3 || groups.next().is_none());
    (is_grouped && is_first).then(|| text.replace(separator, ""))
}

/// Point for comma and comma for point: from the spelling of languages with a decimal comma to the other one, and back.
pub(crate) fn swap_separators(number: &str) -> String {
    let swap = |c| match c {
        '.' => ',',
        ',' => '.',
        _ => c,
    };
    number.chars().map(swap).collect()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number in the smallest steps there are, so that numbers compare without rounding. What is too long to
/// be within any range is greater than all of them.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        for (raw, wire) in [
            ("0", "0"),
            ("-0", "0"),
            ("000", "0"),
            ("-0.000", "0"),
            ("7", "7"),
            ("007", "7"),
            ("-007", "-7"),
            ("100", "100"),
            ("2.5", "2.5"),
            ("2.50", "2.5"),
            ("-02.050", "-2.05"),
            ("0.1", "0.1"),
            ("-0.1", "-0.1"),
            ("9007199254740991", "9007199254740991"),
            ("-9007199254740991", "-9007199254740991"),
            ("9007199254740990.999999999", "9007199254740990.999999999"),
        ] {
            assert_eq!(
                check_number(raw, None, None, MAX_DECIMALS, None).as_deref(),
                Ok(wire),
                "{raw}"
            );
        }
    }

    #[test]
    fn grouped_numbers_and_decimal_commas_are_read() {
        for (typed, plain) in [
            ("37,5", "37.5"),
            ("-0,25", "-0.25"),
            ("1,2345", "1.2345"),
            ("37.5", "37.5"),
            ("1.234", "1.234"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("1 234 567", "1234567"),
            ("-1 234,50", "-1234.50"),
            ("- 7", "-7"),
            ("1.234.567,89", "1234567.89"),
        ] {
            assert_eq!(plain_number(typed), plain, "{typed}");
            assert_eq!(plain_number(plain), plain, "{typed}");
        }
        for typed in [
            "1,234",
            "-12,345",
            "1.23,4",
            "12,34,567",
            "1 23",
            "1,234 567",
            "1234.567.890",
            ",5",
            "5,,5",
            "1.2.3",
            "",
            "-",
            "1,234,56",
            "1.234,5,6",
        ] {
            let refused = check_number(&plain_number(typed), None, None, MAX_DECIMALS, None);
            assert_eq!(refused, Err(Rule::NotANumber), "{typed}");
        }
    }

    #[test]
    fn swapped_separators_come_back() {
        for text in ["37.5", "1,234", "1.234,5", "7", "a.b,c"] {
            assert_eq!(swap_separators(&swap_separators(text)), text);
        }
    }

    #[test]
    fn ambiguous_numbers_are_refused() {
        for raw in [
            "", "-", "--1", "+1", ".5", "5.", ".", "-.5", "1.2.3", "1,5", "1 000", "1_000", "1e3", "1E3",
            "0x10", "NaN", "nan", "inf", "-inf", "Infinity", "one", "१२", "４２", "−1", "1\0", "1-", "1.-5",
        ] {
            assert_eq!(
                check_number(raw, None, None, MAX_DECIMALS, None),
                Err(Rule::NotANumber),
                "{raw}"
            );
        }
    }

    #[test]
    fn decimals_are_limited_without_trailing_zeros() {
        for (raw, decimals, expected) in [
            ("2.5", 0, Err(Rule::TooManyDecimals { max: 0 })),
            ("2.0", 0, Ok("2")),
            ("2.25", 1, Err(Rule::TooManyDecimals { max: 1 })),
            ("2.25", 2, Ok("2.25")),
            ("2.2500", 2, Ok("2.25")),
            (
                "0.0000000001",
                MAX_DECIMALS,
                Err(Rule::TooManyDecimals { max: MAX_DECIMALS }),
            ),
            (
                "0.0000000001",
                u8::MAX,
                Err(Rule::TooManyDecimals { max: MAX_DECIMALS }),
            ),
        ] {
            assert_eq!(
                check_number(raw, None, None, decimals, None),
                expected.map(str::to_owned),
                "{raw}"
            );
        }
    }

    #[test]
    fn range_bounds_are_inclusive_without_rounding() {
        let desk = |raw| check_number(raw, Some(1), Some(500), MAX_DECIMALS, None).map(|_| ());
        for raw in ["1", "1.000000001", "42", "499.999999999", "500", "500.0"] {
            assert_eq!(desk(raw), Ok(()), "{raw}");
        }
        for raw in [
            "0",
            "-1",
            "0.999999999",
            "-9007199254740992",
            "-99999999999999999999999999999999999999999",
        ] {
            assert_eq!(desk(raw), Err(Rule::TooSmall { min: 1 }), "{raw}");
        }
        for raw in [
            "501",
            "500.000000001",
            "9007199254740992",
            "99999999999999999999999999999999999999999",
        ] {
            assert_eq!(desk(raw), Err(Rule::TooLarge { max: 500 }), "{raw}");
        }
    }

    #[test]
    fn unbounded_numbers_end_at_exact_json_integers() {
        for raw in [
            "9007199254740992",
            "9007199254740991.000000001",
            "123456789012345678901",
        ] {
            let rule = Rule::TooLarge { max: MAX_NUMBER };
            assert_eq!(
                check_number(raw, None, None, MAX_DECIMALS, None),
                Err(rule),
                "{raw}"
            );
            let rule = Rule::TooSmall { min: -MAX_NUMBER };
            assert_eq!(
                check_number(&format!("-{raw}"), None, None, MAX_DECIMALS, None),
                Err(rule),
                "-{raw}"
            );
        }
    }

    #[test]
    fn step_counts_from_zero_in_both_directions() {
        let step = Step::parse("0.5");
        for (raw, expected) in [
            ("0", Ok("0")),
            ("-1.50", Ok("-1.5")),
            ("2.5", Ok("2.5")),
            ("2.4", Err(())),
            ("-0.25", Err(())),
        ] {
            let checked = check_number(raw, None, None, MAX_DECIMALS, step);
            assert_eq!(checked.as_deref().map_err(|_| ()), expected, "{raw}");
        }
        let off = Rule::OffStep { step: step.unwrap() };
        assert_eq!(check_number("0.1", None, None, 1, step), Err(off));
    }
}
