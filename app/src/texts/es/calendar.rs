//! Days, moments and numbers, in Spanish.

use crate::texts::calendar::Calendar;

pub(super) const CALENDAR: Calendar = Calendar {
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    date: |day, month, year| format!("{day} de {month} de {year}"),
    moment: |date, clock, offset| format!("{date}, {clock} {offset}"),
    decimal_sign: ",",
};
