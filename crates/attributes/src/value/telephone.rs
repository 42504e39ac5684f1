//! Telephone numbers in the international form (ITU-T E.164).

use crate::Rule;

/// The greatest number of digits (E.164 section 6).
const MAX_DIGITS: usize = 15;
/// Shorter than any number with its country's code.
const MIN_DIGITS: usize = 7;

/// `+`, the country's code and the number. Blanks, hyphens, points, slashes and brackets are for the eye; the wire form
/// has none.
pub(crate) fn check_telephone(raw: &str) -> Result<String, Rule> {
    let wire: String = raw.chars().filter(|c| !is_for_the_eye(*c)).collect();
    let digits = wire.strip_prefix('+').unwrap_or_default();
    let is_number = (MIN_DIGITS..=MAX_DIGITS).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    if is_number {
        Ok(wire)
    } else {
        Err(Rule::NotATelephone)
    }
}

fn is_for_the_eye(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{202f}' | '-' | '\u{2010}' | '\u{2011}' | '.' | '/' | '(' | ')'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_without_what_is_for_the_eye() {
        for (raw, wire) in [
            ("+14155550132", "+14155550132"),
            ("+1 (415) 555-0132", "+14155550132"),
            ("+49 30/1234.567", "+49301234567"),
            ("+972\u{a0}2\u{2011}555\u{202f}0199", "+97225550199"),
            ("+123456789012345", "+123456789012345"),
        ] {
            assert_eq!(check_telephone(raw).as_deref(), Ok(wire), "{raw}");
        }
    }

    #[test]
    fn what_is_not_international_is_refused() {
        for raw in [
            "030 1234567",
            "0049301234567",
            "14155550132",
            "+0301234567",
            "+123456",
            "+1234567890123456",
            "+1 415 CALL NOW",
            "++14155550132",
            "+1415555+0132",
            "+١٤١٥٥٥٥٠١٣٢",
            "+",
            "()",
        ] {
            assert_eq!(check_telephone(raw), Err(Rule::NotATelephone), "{raw}");
        }
    }
}
