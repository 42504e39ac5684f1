//! What options take.

use jiff::{SignedDuration, Span, SpanRelativeTo};

/// The server's default, also where the variable is set to nothing.
pub const SESSION_LIMIT: &str = "7d";

pub fn parse_span(text: &str) -> Result<SignedDuration, String> {
    let text = if text.is_empty() { SESSION_LIMIT } else { text };
    let span = text.parse::<Span>();
    span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()))
        .map_err(|_| "must be a number and a unit: 24h or 7d".to_owned())
}

pub fn parse_region(text: &str) -> Result<String, String> {
    let is_good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if text.contains('-') && text.chars().all(is_good) {
        Ok(text.to_owned())
    } else {
        Err("must be a region such as us-east-1".to_owned())
    }
}

pub fn parse_rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_| "must be a number")?;
    if (0.01..=100_000.0).contains(&rate) {
        Ok(rate)
    } else {
        Err("must be 0.01 to 100000".to_owned())
    }
}

pub fn parse_assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("must be name=value")?;
    Ok((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_has_a_name_and_whatever_follows() {
        assert_eq!(parse_assignment("a=b=c"), Ok(("a".into(), "b=c".into())));
        assert_eq!(parse_assignment("a="), Ok(("a".into(), String::new())));
        assert!(parse_assignment("a").is_err());
    }

    #[test]
    fn a_rate_is_a_sensible_number() {
        assert_eq!(parse_rate("12.5"), Ok(12.5));
        for bad in ["0", "-1", "NaN", "inf", "x"] {
            assert!(parse_rate(bad).is_err(), "{bad}");
        }
    }
}
