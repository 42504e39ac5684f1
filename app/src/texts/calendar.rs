//! How a language writes days, moments and numbers.

pub struct Calendar {
    /// The months as they stand within a date.
    pub months: [&'static str; 12],
    /// A day: its number, its month and its year.
    pub date: fn(u8, &str, &str) -> String,
    /// A moment: a date, hours and minutes, and the offset, such as `UTC`.
    pub moment: fn(&str, &str, &str) -> String,
    /// Stands between a whole number and its fraction.
    pub decimal_sign: &'static str,
}
