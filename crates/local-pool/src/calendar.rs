//! Timestamps as dates and as the JSON API's numbers.

use clock::Timestamp;

/// Seconds since the Unix epoch with a fraction, as the JSON API writes timestamps.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 fit into 53 bits until the year 287396"
)]
pub(crate) fn epoch_seconds(at: Timestamp) -> f64 {
    at.unix_millis() as f64 / 1000.0
}

/// `2026-02-28 13:05:09 UTC`
pub(crate) fn in_words(at: Timestamp) -> String {
    written(at, "%Y-%m-%d %H:%M:%S UTC")
}

/// `Sat, 28 Feb 2026 13:05:09 GMT` (RFC 9110, section 5.6.7)
pub(crate) fn http_date(at: Timestamp) -> String {
    written(at, "%a, %d %b %Y %H:%M:%S GMT")
}

/// A clock that was set beyond the calendar stands still at its end.
fn written(at: Timestamp, format: &str) -> String {
    let at = jiff::Timestamp::from_second(at.unix_seconds()).unwrap_or(jiff::Timestamp::MAX);
    at.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_as_dates() {
        for (seconds, words, header) in [
            (0, "1970-01-01 00:00:00 UTC", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (
                784_111_777,
                "1994-11-06 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 GMT",
            ),
            (
                1_709_210_709,
                "2024-02-29 12:45:09 UTC",
                "Thu, 29 Feb 2024 12:45:09 GMT",
            ),
            // Beyond the end.
            (
                253_402_300_799,
                "9999-12-30 22:00:00 UTC",
                "Thu, 30 Dec 9999 22:00:00 GMT",
            ),
        ] {
            let at = Timestamp::from_unix_millis(seconds * 1000);
            assert_eq!((in_words(at).as_str(), http_date(at).as_str()), (words, header));
        }
    }
}
