//! Days, moments and numbers, in English.

use crate::texts::calendar::{Ago, Calendar};

pub(super) const CALENDAR: Calendar = Calendar {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    date: |day, month, year| format!("{day} {month} {year}"),
    moment: |date, clock, offset| format!("{date}, {clock} {offset}"),
    ago,
};

fn ago(ago: Ago) -> String {
    match ago {
        Ago::Now => "just now".to_owned(),
        Ago::Minutes(1) => "1 minute ago".to_owned(),
        Ago::Minutes(minutes) => format!("{minutes} minutes ago"),
        Ago::Hours(1) => "1 hour ago".to_owned(),
        Ago::Hours(hours) => format!("{hours} hours ago"),
        Ago::Days(1) => "1 day ago".to_owned(),
        Ago::Days(days) => format!("{days} days ago"),
    }
}
