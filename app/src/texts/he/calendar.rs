//! Days, moments and numbers, in Hebrew.

use crate::texts::calendar::{Ago, Calendar};

pub(super) const CALENDAR: Calendar = Calendar {
    months: [
        "ינואר",
        "פברואר",
        "מרץ",
        "אפריל",
        "מאי",
        "יוני",
        "יולי",
        "אוגוסט",
        "ספטמבר",
        "אוקטובר",
        "נובמבר",
        "דצמבר",
    ],
    date: |day, month, year| format!("{day} ב{month} {year}"),
    moment: |date, clock, offset| format!("{date}, \u{2066}{clock} {offset}\u{2069}"),
    ago,
};

fn ago(ago: Ago) -> String {
    match ago {
        Ago::Now => "ממש עכשיו".to_owned(),
        Ago::Minutes(1) => "לפני דקה".to_owned(),
        Ago::Minutes(2) => "לפני שתי דקות".to_owned(),
        Ago::Minutes(minutes) => format!("לפני {minutes} דקות"),
        Ago::Hours(1) => "לפני שעה".to_owned(),
        Ago::Hours(2) => "לפני שעתיים".to_owned(),
        Ago::Hours(hours) => format!("לפני {hours} שעות"),
        Ago::Days(1) => "לפני יום".to_owned(),
        Ago::Days(2) => "לפני יומיים".to_owned(),
        Ago::Days(days) => format!("לפני {days} ימים"),
    }
}
