//! Spans of time as people write them: `30m`, `24h`, `7d`.

use std::time::Duration;

const EXPECTS: &str = "must be a number and a unit: 90s, 30m, 24h or 7d";

/// Reads a span longer than nothing.
pub(super) fn parse_span(text: &str) -> Result<Duration, &'static str> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let seconds: u64 = match &text[digits.len()..] {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return Err(EXPECTS),
    };
    let number: u64 = digits.parse().map_err(|_| EXPECTS)?;
    let span = number.checked_mul(seconds).ok_or(EXPECTS)?;
    if span == 0 {
        Err(EXPECTS)
    } else {
        Ok(Duration::from_secs(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_a_number_and_a_unit() {
        for (text, seconds) in [("90s", 90), ("30m", 1_800), ("24h", 86_400), ("7d", 604_800)] {
            assert_eq!(parse_span(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "h",
            "24",
            "0m",
            "-1h",
            "1.5h",
            "1 h",
            "1w",
            "1hh",
            "99999999999999999999d",
            "18446744073709551615d",
        ] {
            assert_eq!(parse_span(text), Err(EXPECTS), "{text}");
        }
    }
}
