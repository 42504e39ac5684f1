//! Telephone numbers in the international form (ITU-T E.164).

use super::coded;
use crate::Rule;

/// The greatest number of digits (E.164 section 6).
const MAX_DIGITS: usize = 15;
/// Shorter than any number with its country's code.
const MIN_DIGITS: usize = 7;
/// Italy and San Marino.
const KEEP_THE_ZERO: [&str; 2] = ["+39", "+378"];

/// `+`, the country's code and the number. Blanks, hyphens, points, slashes and brackets are for the eye; the wire form
/// has none. `00`, which many countries dial where `+` is written (ITU-T E.123 section 5), means the same.
pub(crate) fn check_telephone(raw: &str) -> Result<String, Rule> {
    let coded = coded(raw);
    let text = match coded.strip_prefix("00") {
        Some(number) => without_trunk_zero(&format!("+{number}")),
        None => without_trunk_zero(&coded),
    };
    let wire: String = text.chars().filter(|c| !is_for_the_eye(*c)).collect();
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

/// `+49 (0)30`: the zero in brackets is dialled within the country only (ITU-T E.123 section 7), except where it is part
/// of the number.
fn without_trunk_zero(text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != ' ').collect();
    let Some(at) = text.as_bytes().windows(3).position(|part| part == b"(0)") else {
        return text;
    };
    let (code, rest) = (&text[..at], &text[at + 3..]);
    let country: String = code.chars().filter(|c| !is_for_the_eye(*c)).collect();
    if KEEP_THE_ZERO.contains(&country.as_str()) || !(2..=4).contains(&country.len()) {
        return text;
    }
    country + rest
}

fn is_for_the_eye(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '\u{b7}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phone_numbers_lose_separators_for_the_eye() {
        for (raw, wire) in [
            ("+14155550132", "+14155550132"),
            ("+1 (415) 555-0132", "+14155550132"),
            ("+49 30/1234.567", "+49301234567"),
            ("+972\u{a0}2\u{2011}555\u{202f}0199", "+97225550199"),
            ("+123456789012345", "+123456789012345"),
            ("+49 (0)30 123456", "+4930123456"),
            ("+49\u{a0}( 0 ) 30/12\u{2013}34-56", "+4930123456"),
            ("+39 (0)6 1234567", "+39061234567"),
            ("\u{2068}+972 2-555-0199\u{2069}", "+97225550199"),
            (
                "\u{202a}+972\u{2009}2\u{2013}555\u{2212}0199\u{202c}",
                "+97225550199",
            ),
            ("\u{200e}+1\u{200b} 415·555·0132\u{feff}", "+14155550132"),
            ("＋４９ ３０ １２３４５６", "+4930123456"),
            ("+١٤١٥٥٥٥٠١٣٢", "+14155550132"),
            ("0049 30 1234567", "+49301234567"),
            ("00972-(0)2-555-0199", "+97225550199"),
        ] {
            assert_eq!(check_telephone(raw).as_deref(), Ok(wire), "{raw}");
        }
    }

    #[test]
    fn national_phone_numbers_are_refused() {
        for raw in [
            "030 1234567",
            "00030 1234567",
            "0 049 30 1234567",
            "+0049301234567",
            "14155550132",
            "+0301234567",
            "+123456",
            "+1234567890123456",
            "+1 415 CALL NOW",
            "++14155550132",
            "+1415555+0132",
            "(0)30 1234567",
            "+(0)30 1234567",
            "+",
            "()",
        ] {
            assert_eq!(check_telephone(raw), Err(Rule::NotATelephone), "{raw}");
        }
    }
}
