//! Moments as dates.

use crate::clock::Moment;

/// `2026-02-28 13:05:09 UTC`
pub(crate) fn in_words(at: Moment) -> String {
    let (year, month, day) = civil(at.seconds().div_euclid(86_400));
    format!("{year}-{month:02}-{day:02} {} UTC", time_of_day(at))
}

/// `Sat, 28 Feb 2026 13:05:09 GMT` (RFC 9110, section 5.6.7)
pub(crate) fn http_date(at: Moment) -> String {
    const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let days = at.seconds().div_euclid(86_400);
    let (year, month, day) = civil(days);
    let weekday = index(days.rem_euclid(7)).map_or("Thu", |index| WEEKDAYS[index]);
    let month = index(month - 1).map_or("Jan", |index| MONTHS[index]);
    format!("{weekday}, {day:02} {month} {year:04} {} GMT", time_of_day(at))
}

fn index(number: i64) -> Option<usize> {
    usize::try_from(number).ok()
}

fn time_of_day(at: Moment) -> String {
    let time = at.seconds().rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", time / 3600, time / 60 % 60, time % 60)
}

/// Days since 1970 as a date of the Gregorian calendar, counted in years that start in March.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
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
            (
                253_402_300_799,
                "9999-12-31 23:59:59 UTC",
                "Fri, 31 Dec 9999 23:59:59 GMT",
            ),
        ] {
            let at = Moment::from_millis(seconds * 1000);
            assert_eq!((in_words(at).as_str(), http_date(at).as_str()), (words, header));
        }
    }
}
