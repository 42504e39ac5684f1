//! Days, moments and numbers, in Hebrew.

use crate::texts::calendar::Calendar;

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
    decimal_sign: ".",
};
