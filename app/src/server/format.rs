//! Days, moments and numbers as people of a language write them, where they are only shown. What cannot be read as one
//! stays as it is.

use attributes::{Attribute, AttributeType, Schema, Values};
use jiff::Timestamp;

use crate::pages::sessions::view::MomentView;
use crate::texts::{Ago, Texts};

/// The moment so many seconds after the Unix epoch, to the minute, as seen at another one.
pub(crate) fn format_datetime(texts: &Texts, unix_seconds: i64, now: i64) -> MomentView {
    let at = Timestamp::from_second(unix_seconds)
        .unwrap_or_default()
        .to_string();
    MomentView {
        written: timestamp(texts, &at).unwrap_or_default(),
        ago: Ago::of(now - unix_seconds).map(texts.pages().calendar.ago),
        at,
    }
}

impl Ago {
    /// A clock that is a little ahead makes no future of it.
    fn of(seconds: i64) -> Option<Self> {
        let minutes = seconds / 60;
        let (hours, days) = (minutes / 60, minutes / (24 * 60));
        Some(match (days, hours, minutes) {
            (7.., ..) => return None,
            (1.., ..) => Self::Days { count: days },
            (_, 1.., _) => Self::Hours { count: hours },
            (_, _, 1..) => Self::Minutes { count: minutes },
            _ => Self::Now,
        })
    }
}

/// A value of an attribute, in wire form.
pub(crate) fn value(texts: &Texts, attribute: &Attribute, wire: &str) -> String {
    let written = match attribute.kind {
        AttributeType::DateTime { time: false } => format_date(texts, wire),
        AttributeType::DateTime { time: true } => timestamp(texts, wire),
        AttributeType::Number { .. } => Some(texts.spelling(attribute, wire)),
        AttributeType::String { .. } | AttributeType::Boolean => None,
    };
    written.unwrap_or_else(|| wire.to_owned())
}

/// Numbers of a form from the spelling of the person's language to that of the wire, or back.
pub(crate) fn respell(texts: &Texts, schema: &Schema, values: Values) -> Values {
    let respelt = |(name, value): (String, String)| match schema.get(&name) {
        Some(attribute) => {
            let value = texts.spelling(attribute, &value);
            (name, value)
        }
        None => (name, value),
    };
    values.into_iter().map(respelt).collect()
}

/// `2026-11-24`.
pub(crate) fn format_date(texts: &Texts, wire: &str) -> Option<String> {
    let calendar = &texts.pages().calendar;
    let mut parts = wire.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let month = calendar
        .months
        .get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    let day = day.parse::<u8>().ok()?;
    is_year.then(|| (calendar.date)(day, month, year))
}

/// `2026-11-24T20:15:00Z`, to the minute and with its offset.
fn timestamp(texts: &Texts, wire: &str) -> Option<String> {
    let (date, time) = wire.split_once('T')?;
    let (clock, rest) = time.split_at_checked(5)?;
    let offset = match rest.rfind(['+', '-']) {
        _ if rest.ends_with('Z') => "UTC",
        at => rest.get(at?..)?,
    };
    Some((texts.pages().calendar.moment)(
        &format_date(texts, date)?,
        clock,
        offset,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(code: &str) -> &'static Texts {
        Texts::named(code).expect("one of ours")
    }

    #[test]
    fn moments_are_those_of_the_calendar() {
        for (seconds, text) in [
            (0, "1 January 1970, 00:00 UTC"),
            (951_782_399, "28 February 2000, 23:59 UTC"),
            (951_782_400, "29 February 2000, 00:00 UTC"),
            (1_709_251_199, "29 February 2024, 23:59 UTC"),
            (1_800_000_000, "15 January 2027, 08:00 UTC"),
            (4_107_542_400, "1 March 2100, 00:00 UTC"),
            (-1, "31 December 1969, 23:59 UTC"),
        ] {
            assert_eq!(format_datetime(texts("en"), seconds, seconds).written, text);
        }
        assert_eq!(
            format_datetime(texts("en"), 1_800_000_000, 0).at,
            "2027-01-15T08:00:00Z"
        );
    }

    #[test]
    fn recent_moments_are_told_relatively() {
        const HOUR: i64 = 3_600;
        for (seconds, en, es, he) in [
            (-5, "just now", "ahora mismo", "ממש עכשיו"),
            (59, "just now", "ahora mismo", "ממש עכשיו"),
            (60, "1 minute ago", "hace 1 minuto", "לפני דקה"),
            (HOUR - 1, "59 minutes ago", "hace 59 minutos", "לפני 59 דקות"),
            (HOUR, "1 hour ago", "hace 1 hora", "לפני שעה"),
            (2 * HOUR, "2 hours ago", "hace 2 horas", "לפני שעתיים"),
            (24 * HOUR - 1, "23 hours ago", "hace 23 horas", "לפני 23 שעות"),
            (24 * HOUR, "1 day ago", "hace 1 día", "לפני יום"),
            (48 * HOUR, "2 days ago", "hace 2 días", "לפני יומיים"),
            (7 * 24 * HOUR - 1, "6 days ago", "hace 6 días", "לפני 6 ימים"),
        ] {
            for (code, text) in [("en", en), ("es", es), ("he", he)] {
                let told = format_datetime(texts(code), 0, seconds).ago;
                assert_eq!(told.as_deref(), Some(text), "{seconds}");
            }
        }
        assert_eq!(format_datetime(texts("en"), 0, 7 * 24 * HOUR).ago, None);
    }

    #[test]
    fn each_language_writes_them_in_its_own_way() {
        for (code, date, time) in [
            ("en", "5 March 2026", "5 March 2026, 09:30 +01:00"),
            ("es", "5 de marzo de 2026", "5 de marzo de 2026, 09:30 +01:00"),
            ("he", "5 במרץ 2026", "5 במרץ 2026, \u{2066}09:30 +01:00\u{2069}"),
        ] {
            assert_eq!(format_date(texts(code), "2026-03-05").as_deref(), Some(date));
            assert_eq!(
                timestamp(texts(code), "2026-03-05T09:30:07.5+01:00").as_deref(),
                Some(time)
            );
        }
    }

    #[test]
    fn numbers_have_the_decimal_sign_of_the_language() {
        let list =
            "version = 1\n[[attribute]]\nname = 'custom:hours'\ntype = 'Number'\nlabel = 'x'\ndecimals = 3\n";
        let schema = Schema::from_toml(list).expect("the list above can be read");
        let hours = &schema.attributes()[0];
        for (code, wire, written) in [
            ("es", "37.5", "37,5"),
            ("es", "1.234", "1,234"),
            ("es", "1000", "1000"),
            ("en", "37.5", "37.5"),
            ("he", "37.5", "37.5"),
        ] {
            assert_eq!(value(texts(code), hours, wire), written);
            let typed = Values::from([(hours.name.clone(), written.to_owned())]);
            let read = respell(texts(code), &schema, typed);
            assert_eq!(hours.check(&read[&hours.name]).as_deref(), Ok(wire), "{code}");
        }
        // Which of two numbers is meant is ambiguous.
        for (code, typed) in [("es", "1.234"), ("en", "1,234")] {
            let typed = Values::from([(hours.name.clone(), typed.to_owned())]);
            assert!(
                hours
                    .check(&respell(texts(code), &schema, typed)[&hours.name])
                    .is_err()
            );
        }
    }

    #[test]
    fn invalid_dates_are_shown_unchanged() {
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2026-00-01",
            "03/05/2026",
            "2026-03-xx",
            "soon",
        ] {
            assert_eq!(format_date(texts("en"), text), None, "{text}");
            assert_eq!(timestamp(texts("en"), text), None, "{text}");
        }
        assert_eq!(timestamp(texts("en"), "2026-03-05T09"), None);
        assert_eq!(timestamp(texts("en"), "2026-03-05T09:30:00"), None);
    }
}
