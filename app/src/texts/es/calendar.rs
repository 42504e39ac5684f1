//! Days, moments and numbers, in Spanish.

use crate::texts::calendar::{Ago, Calendar};

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
    ago,
};

fn ago(ago: Ago) -> String {
    match ago {
        Ago::Now => "ahora mismo".to_owned(),
        Ago::Minutes(1) => "hace 1 minuto".to_owned(),
        Ago::Minutes(minutes) => format!("hace {minutes} minutos"),
        Ago::Hours(1) => "hace 1 hora".to_owned(),
        Ago::Hours(hours) => format!("hace {hours} horas"),
        Ago::Days(1) => "hace 1 día".to_owned(),
        Ago::Days(days) => format!("hace {days} días"),
    }
}
