//! Days, moments and numbers, in English.

use crate::texts::calendar::Calendar;

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
    decimal_sign: ".",
};
