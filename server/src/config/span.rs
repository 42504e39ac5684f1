//! Spans of time as people write them: `30m`, `24h`, `7d`.

use std::time::Duration;

use jiff::{Span, SpanRelativeTo};

const EXPECTS: &str = "must be a number and a unit: 90s, 30m, 24h or 7d";

/// Reads a span longer than nothing. A day has 24 hours.
pub(super) fn parse_span(text: &str) -> Result<Duration, &'static str> {
    let span: Span = text.parse().map_err(|_| EXPECTS)?;
    span.to_duration(SpanRelativeTo::days_are_24_hours())
        .ok()
        .and_then(|span| Duration::try_from(span).ok())
        .filter(|span| !span.is_zero())
        .ok_or(EXPECTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_a_number_and_a_unit() {
        for (text, seconds) in [
            ("90s", 90),
            ("30m", 1_800),
            ("24h", 86_400),
            ("7d", 604_800),
            ("1w", 604_800),
            ("1h 30m", 5_400),
            ("1.5h", 5_400),
        ] {
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
            "1hh",
            "1mo",
            "1y",
            "99999999999999999999d",
            "18446744073709551615d",
        ] {
            assert_eq!(parse_span(text), Err(EXPECTS), "{text}");
        }
    }
}
