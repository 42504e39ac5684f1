//! How a language writes days, moments and numbers.

pub struct Calendar {
    /// The months as they stand within a date.
    pub months: [&'static str; 12],
    /// A day: its number, its month and its year.
    pub date: fn(u8, &str, &str) -> String,
    /// A moment: a date, hours and minutes, and the offset, such as `UTC`.
    pub moment: fn(&str, &str, &str) -> String,
    /// How long ago something was.
    pub ago: fn(Ago) -> String,
}

/// A time that has passed, in whole units of the largest that fits.
#[derive(Clone, Copy)]
pub enum Ago {
    /// Less than a minute.
    Now,
    Minutes(i64),
    Hours(i64),
    Days(i64),
}
