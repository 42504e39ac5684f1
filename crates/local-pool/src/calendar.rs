//! Moments as dates.

use jiff::Timestamp;

use crate::clock::Moment;

/// `2026-02-28 13:05:09 UTC`
pub(crate) fn in_words(at: Moment) -> String {
    written(at, "%Y-%m-%d %H:%M:%S UTC")
}

/// `Sat, 28 Feb 2026 13:05:09 GMT` (RFC 9110, section 5.6.7)
pub(crate) fn http_date(at: Moment) -> String {
    written(at, "%a, %d %b %Y %H:%M:%S GMT")
}

/// A clock that was set beyond the calendar stands still at its end.
fn written(at: Moment, format: &str) -> String {
    let at = Timestamp::from_second(at.seconds()).unwrap_or(Timestamp::MAX);
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
            let at = Moment::from_millis(seconds * 1000);
            assert_eq!((in_words(at).as_str(), http_date(at).as_str()), (words, header));
        }
    }
}
