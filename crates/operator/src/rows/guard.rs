//! Values that a spreadsheet would take for a formula, or write back as something else. An apostrophe before them keeps
//! them as they are; an import takes it off again.

/// For a spreadsheet.
pub fn guarded(value: &str) -> String {
    if is_rewritten(value) {
        format!("'{value}")
    } else {
        exact(value)
    }
}

/// For a program: only what an import would take for guarded gets an apostrophe more.
pub fn exact(value: &str) -> String {
    if unguarded(value) == value {
        value.to_owned()
    } else {
        format!("'{value}")
    }
}

/// The value itself.
pub fn unguarded(value: &str) -> &str {
    value
        .strip_prefix('\'')
        .filter(|rest| is_rewritten(rest) || unguarded(rest) != *rest)
        .unwrap_or(value)
}

/// Whether it begins like a formula (<https://owasp.org/www-community/attacks/CSV_Injection>), or looks like a date, a
/// truth value, or a number that would lose zeros or digits.
fn is_rewritten(value: &str) -> bool {
    let begins = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    let is_number_like = value.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
    let is_formula = value.starts_with(begins) && !is_plain_number(value);
    is_formula || is_number_like && !is_plain_number(value)
}

/// A number that stays what it is: no zeros that carry nothing, at most fifteen digits.
fn is_plain_number(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "1"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole)
        && is_digits(fraction)
        && digits.len() <= 15
        && (whole == "0" || !whole.starts_with('0'))
        && !fraction.ends_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_and_what_spreadsheets_rewrite_are_guarded() {
        for value in [
            "=1+1",
            "=HYPERLINK(\"https://example.com\")",
            "+49301234567",
            "@SUM(A1)",
            "-1+2",
            "\t=1",
            "＝1",
            "007",
            "2026-03-01",
            "1/2",
            "12345678901234567890",
            "1.50",
            "1E3",
        ] {
            assert_eq!(guarded(value), format!("'{value}"));
            assert_eq!(exact(value), value);
        }
        for value in [
            "",
            "Ana",
            "O'Brien",
            "'Ndrangheta",
            "-7",
            "37.5",
            "0",
            "0.25",
            "true",
        ] {
            assert_eq!(guarded(value), value);
            assert_eq!(exact(value), value);
        }
    }

    #[test]
    fn guards_come_off_whatever_the_value() {
        for value in [
            "=1", "'=1", "''=1", "'", "''", "'a", "+1", "'007", "", "a'b", "-", "'-",
        ] {
            assert_eq!(unguarded(&guarded(value)), value);
            assert_eq!(unguarded(&exact(value)), value);
        }
    }
}
