//! What a value may look like. Every value is a string on the wire; the schema says what it must mean.

use super::{DataType, Rule};

/// The longest value of any attribute.
pub(crate) const LONGEST: usize = 2048;

/// What is wrong with `value`, if anything. Texts for range and length are picked, see the README.
pub(crate) fn problem(rule: &Rule, value: &str) -> Option<&'static str> {
    match &rule.kind {
        DataType::String { min, max } => string_problem(&rule.name, value, *min, *max),
        DataType::Number { min, max } => number_problem(value, min.as_deref(), max.as_deref()),
        DataType::Boolean
            if ["true", "false"]
                .iter()
                .any(|known| value.eq_ignore_ascii_case(known)) =>
        {
            None
        }
        DataType::Boolean => Some("Attribute value must be a boolean."),
        DataType::DateTime if is_date_time(value) => None,
        DataType::DateTime => Some("Attribute value must be a date and time."),
    }
}

fn string_problem(name: &str, value: &str, min: Option<u32>, max: Option<u32>) -> Option<&'static str> {
    let length = u32::try_from(value.chars().count()).unwrap_or(u32::MAX);
    if min.is_some_and(|min| length < min) {
        return Some("String must be longer than the minimum length.");
    }
    if max.is_some_and(|max| length > max) {
        return Some("String must be no longer than the maximum length.");
    }
    match name {
        "birthdate" if !is_calendar_date(value) => Some("Attribute value must be a date (YYYY-MM-DD)."),
        _ => None,
    }
}

fn number_problem(value: &str, min: Option<&str>, max: Option<&str>) -> Option<&'static str> {
    let Some(number) = parse_number(value) else {
        return Some("Attribute value must be a number.");
    };
    let below = min.and_then(parse_number).is_some_and(|min| number < min);
    let above = max.and_then(parse_number).is_some_and(|max| number > max);
    (below || above).then_some("Attribute value is out of range.")
}

/// A decimal number: digits with an optional sign and fraction. No exponent, no `NaN`.
pub(crate) fn parse_number(value: &str) -> Option<f64> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    value.parse().ok()
}

/// An ISO 8601 date, optionally with a time and an offset, or seconds since the epoch.
fn is_date_time(value: &str) -> bool {
    if !value.is_empty() && value.len() <= 13 && value.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    match value.split_once('T') {
        None => is_calendar_date(value),
        Some((date, time)) => is_calendar_date(date) && is_time(time),
    }
}

fn is_time(value: &str) -> bool {
    let clock = match value.find(['Z', '+', '-']) {
        None => value,
        Some(at) => {
            let (clock, offset) = value.split_at(at);
            let zone_ok = offset == "Z" || is_hours_minutes(&offset[1..]);
            if !zone_ok {
                return false;
            }
            clock
        }
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let fraction_ok = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|b| b.is_ascii_digit());
    let (hours_minutes, seconds) = clock.split_at_checked(5).unwrap_or((clock, ""));
    let seconds_ok = match seconds.strip_prefix(':') {
        None => seconds.is_empty(),
        Some(s) => two_digits(s).is_some_and(|s| s < 60),
    };
    is_hours_minutes(hours_minutes) && seconds_ok && fraction_ok
}

fn is_hours_minutes(value: &str) -> bool {
    value.split_once(':').is_some_and(|(hours, minutes)| {
        two_digits(hours).is_some_and(|h| h < 24) && two_digits(minutes).is_some_and(|m| m < 60)
    })
}

fn two_digits(value: &str) -> Option<u32> {
    (value.len() == 2 && value.bytes().all(|b| b.is_ascii_digit()))
        .then(|| value.parse().ok())
        .flatten()
}

/// `YYYY-MM-DD` that exists in the calendar.
pub(crate) fn is_calendar_date(value: &str) -> bool {
    let Some((year, month, day)) = split_date(value) else {
        return false;
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn split_date(value: &str) -> Option<(u32, u32, u32)> {
    let (year, rest) = value.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let year_ok = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    year_ok.then_some(())?;
    Some((year.parse().ok()?, two_digits(month)?, two_digits(day)?))
}

/// `+` and digits, at most 15 (E.164).
pub(crate) fn is_phone_number(value: &str) -> bool {
    value
        .strip_prefix('+')
        .is_some_and(|digits| (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// One `@` with something before it and a dotted name after it.
pub(crate) fn is_email(value: &str) -> bool {
    let no_blanks = !value.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = value.split_once('@').filter(|(local, domain)| {
        let dotted = domain.split('.').all(|label| !label.is_empty()) && domain.contains('.');
        !local.is_empty() && !domain.contains('@') && (dotted || *domain == "localhost")
    });
    no_blanks && parts.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_must_exist() {
        for good in [
            "2026-02-28",
            "2024-02-29",
            "2026-12-31T23:59",
            "2026-01-01T00:00:00.5Z",
            "1700000000",
        ] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in [
            "2026-02-30",
            "2026-2-3",
            "2026-13-01",
            "2026-01-01T24:00",
            "tomorrow",
            "",
            "2026-01-01Tx+é",
        ] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn numbers_are_plain_decimals() {
        for good in ["0", "-3", "12.50"] {
            assert!(parse_number(good).is_some(), "{good}");
        }
        for bad in ["NaN", "inf", "1e3", "", "-", ".5", "5.", "+1", "1 "] {
            assert!(parse_number(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn addresses_and_numbers_have_a_shape() {
        assert!(is_email("a@example.com") && is_email("a.b+c@x.y.z"));
        for bad in ["a", "a@", "@b.c", "a@b", "a b@c.d", "a@b@c.d", "a@.d"] {
            assert!(!is_email(bad), "{bad}");
        }
        assert!(is_phone_number("+441632960000") && !is_phone_number("0441632") && !is_phone_number("+"));
    }
}
