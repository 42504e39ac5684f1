//! Days and moments, in the proleptic Gregorian calendar.

use crate::Rule;

/// A day of the calendar as `YYYY-MM-DD`, years 0001 to 9999.
pub(crate) fn check_date(raw: &str) -> Result<String, Rule> {
    if is_date(raw) {
        Ok(raw.to_owned())
    } else {
        Err(Rule::NotADate)
    }
}

/// So many seconds after 1970 began, in UTC: `2026-03-01T09:30:00Z`.
pub(crate) fn format_moment(unix_seconds: i64) -> String {
    const DAY: i64 = 24 * 60 * 60;
    let second = unix_seconds.rem_euclid(DAY);
    let (year, month, day) = civil_day(unix_seconds.div_euclid(DAY));
    let (hours, minutes, seconds) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}Z")
}

/// Year, month and day, so many days after 1970 began.
fn civil_day(days: i64) -> (i64, u16, u16) {
    const FOUR_CENTURIES: i64 = 146_097;
    let mut year = 1970 + 400 * days.div_euclid(FOUR_CENTURIES);
    let mut left = days.rem_euclid(FOUR_CENTURIES);
    loop {
        for month in 1..=12 {
            // Leap years repeat after four centuries.
            let length = days_in(u16::try_from(year.rem_euclid(400)).unwrap_or_default(), month);
            if left < i64::from(length) {
                return (year, month, u16::try_from(left).unwrap_or_default() + 1);
            }
            left -= i64::from(length);
        }
        year += 1;
    }
}

/// A moment as in RFC 3339 section 5.6, without leap seconds: `2026-03-01T09:30:00+01:00`. The wire form has
/// a capital `T` and `Z`. A blank may stand for the `T`, and seconds may be missing.
pub(crate) fn check_timestamp(raw: &str) -> Result<String, Rule> {
    let value = raw.to_ascii_uppercase();
    let (date, time) = value.split_once(['T', ' ']).ok_or(Rule::NotATimestamp)?;
    let time = with_seconds(time.trim_start());
    if is_date(date) && is_time(&time) {
        Ok(format!("{date}T{time}"))
    } else {
        Err(Rule::NotATimestamp)
    }
}

fn with_seconds(time: &str) -> String {
    match time.split_at_checked(5) {
        Some((clock, rest)) if !rest.starts_with(':') => format!("{clock}:00{}", rest.trim_start()),
        _ => time.to_owned(),
    }
}

/// A moment as an input for date and time takes it, to the second, and the zone beside it. The zone is blank if there is
/// none yet; nothing comes of what such an input cannot show.
#[must_use]
pub fn split_moment(moment: &str) -> Option<(String, String)> {
    if moment.is_empty() {
        return Some(Default::default());
    }
    let whole = check_timestamp(moment).or_else(|_| check_timestamp(&format!("{moment}Z")));
    let whole = whole.ok()?;
    let has_zone = check_timestamp(moment).is_ok();
    // Behind `YYYY-MM-DDThh:mm:ss`.
    let (local, zone) = whole.split_at_checked(19)?;
    let is_shown = zone == "Z" || zone.starts_with(['+', '-']);
    let zone = if has_zone { zone } else { "" };
    let local = local
        .strip_suffix(":00")
        .filter(|local| local.len() == 16)
        .unwrap_or(local);
    is_shown.then(|| (local.to_owned(), zone.to_owned()))
}

/// What stands in the two inputs for a moment, as one value.
#[must_use]
pub fn join_moment(local: &str, zone: &str) -> String {
    if local.is_empty() {
        String::new()
    } else {
        format!("{local}{zone}")
    }
}

fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut next = |width| parts.next().and_then(|part| number(part, width));
    let (Some(year), Some(month), Some(day)) = (next(4), next(2), next(2)) else {
        return false;
    };
    year > 0 && (1..=days_in(year, month)).contains(&day)
}

/// `hh:mm:ss`, an optional fraction of up to nine digits, and `Z` or an offset.
fn is_time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else {
        return false;
    };
    let Some((minutes, seconds)) = clock.split_at_checked(5) else {
        return false;
    };
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let fraction = rest.len() - offset.len();
    is_hours_and_minutes(minutes)
        && seconds
            .strip_prefix(':')
            .and_then(|seconds| number(seconds, 2))
            .is_some_and(|seconds| seconds < 60)
        && (fraction == 0 || (2..=10).contains(&fraction))
        && (offset == "Z" || offset.strip_prefix(['+', '-']).is_some_and(is_hours_and_minutes))
}

fn is_hours_and_minutes(text: &str) -> bool {
    let Some((hours, minutes)) = text.split_once(':') else {
        return false;
    };
    number(hours, 2).is_some_and(|hours| hours < 24) && number(minutes, 2).is_some_and(|minutes| minutes < 60)
}

/// Exactly `width` decimal digits.
fn number(text: &str, width: usize) -> Option<u16> {
    let is_number = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// 0 for a month that does not exist.
fn days_in(year: u16, month: u16) -> u16 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_utc() {
        for (seconds, written) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (1_800_000_000, "2027-01-15T08:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(format_moment(seconds), written);
            assert_eq!(check_timestamp(written).as_deref(), Ok(written));
        }
    }

    #[test]
    fn days_of_the_calendar_are_dates() {
        for raw in [
            "2026-03-01",
            "2026-12-31",
            "2000-02-29",
            "2024-02-29",
            "0001-01-01",
            "9999-12-31",
        ] {
            assert_eq!(check_date(raw).as_deref(), Ok(raw));
        }
    }

    #[test]
    fn other_days_and_other_spellings_are_refused() {
        for raw in [
            "2026-02-30",
            "1900-02-29",
            "2100-02-29",
            "2026-02-29",
            "2026-04-31",
            "2026-00-10",
            "2026-13-01",
            "2026-01-00",
            "2026-01-32",
            "0000-01-01",
            "2026-1-1",
            "26-01-01",
            "02026-01-01",
            "-2026-01-01",
            "+026-01-01",
            "2026/01/01",
            "01-02-2026",
            "20260101",
            "2026-01",
            "2026-01-01-",
            "2026-01-01T00:00:00Z",
            "2026-01-01 ",
            "２０２６-01-01",
            "2026-W01-1",
            "today",
        ] {
            assert_eq!(check_date(raw), Err(Rule::NotADate), "{raw}");
        }
    }

    #[test]
    fn leap_days_follow_the_gregorian_rule() {
        let leap_days = |years: std::ops::RangeInclusive<u16>| {
            years
                .filter(|year| check_date(&format!("{year:04}-02-29")).is_ok())
                .count()
        };
        assert_eq!(leap_days(1..=9999), 2424);
        assert_eq!(leap_days(1601..=1999), 96);
        assert_eq!(leap_days(2000..=2000), 1);
    }

    #[test]
    fn moments_have_date_time_and_offset() {
        for (raw, wire) in [
            ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z"),
            ("2026-03-01t09:30:00z", "2026-03-01T09:30:00Z"),
            ("2026-03-01T23:59:59.999999999Z", "2026-03-01T23:59:59.999999999Z"),
            ("2000-02-29T00:00:00.5+01:00", "2000-02-29T00:00:00.5+01:00"),
            ("2026-03-01T09:30:00-23:59", "2026-03-01T09:30:00-23:59"),
            ("2026-03-01T09:30Z", "2026-03-01T09:30:00Z"),
            ("2026-03-01 09:30+01:00", "2026-03-01T09:30:00+01:00"),
            ("2026-03-01 09:30:00Z", "2026-03-01T09:30:00Z"),
        ] {
            assert_eq!(check_timestamp(raw).as_deref(), Ok(wire), "{raw}");
        }
    }

    #[test]
    fn moments_are_split_for_inputs_and_joined_again() {
        for (moment, local, zone) in [
            ("", "", ""),
            ("2026-03-01T09:30:00Z", "2026-03-01T09:30", "Z"),
            ("2026-03-01T09:30:07+05:45", "2026-03-01T09:30:07", "+05:45"),
            ("2026-03-01T00:00:00-03:30", "2026-03-01T00:00", "-03:30"),
            ("2026-03-01T09:30", "2026-03-01T09:30", ""),
        ] {
            let parts = split_moment(moment);
            assert_eq!(parts, Some((local.to_owned(), zone.to_owned())), "{moment}");
            let joined = join_moment(local, zone);
            assert_eq!(check_timestamp(&joined), check_timestamp(moment), "{moment}");
        }
        for moment in [
            "2026-03-01T09:30:00.5Z",
            "2026-02-30T09:30:00Z",
            "tomorrow",
            "2026-03-01",
        ] {
            assert_eq!(split_moment(moment), None, "{moment}");
        }
    }

    #[test]
    fn other_moments_and_other_spellings_are_refused() {
        for raw in [
            "2026-03-01",
            "2026-03-01T09:30:00",
            "2026-02-30T09:30:00Z",
            "2026-03-01T24:00:00Z",
            "2026-03-01T09:60:00Z",
            "2026-06-30T23:59:60Z",
            "2026-03-01T09:30:00.Z",
            "2026-03-01T09:30:00.1234567890Z",
            "2026-03-01T09:30:00,5Z",
            "2026-03-01T09:30:00+0100",
            "2026-03-01T09:30:00+24:00",
            "2026-03-01T09:30:00Z+01:00",
            "2026-03-01T09:30:00é",
            "T",
            "TT",
            "2026-03-01T",
            "2026-03-01T9:30:00Z",
            "2026-03-01T09:30:0éZ",
            "1767225600",
        ] {
            assert_eq!(check_timestamp(raw), Err(Rule::NotATimestamp), "{raw}");
        }
    }
}
