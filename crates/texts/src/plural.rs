//! Plural rules as the Unicode CLDR writes them for whole numbers, such as `n % 10 = 2..4 and n % 100 != 12..14`
//! (<https://www.unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules>), as Rust.

/// The condition in Rust, of a `u64` called `n`; `None` if it is not such a rule.
pub(crate) fn condition(rule: &str) -> Option<String> {
    let any = rule.split(" or ").map(|rule| {
        let all = rule.split(" and ").map(relation);
        Some(all.collect::<Option<Vec<_>>>()?.join(" && "))
    });
    Some(any.collect::<Option<Vec<_>>>()?.join(" || "))
}

/// `n % 10 != 2..4,9`.
fn relation(relation: &str) -> Option<String> {
    let (left, right) = relation.split_once('=')?;
    let (left, not) = match left.strip_suffix('!') {
        Some(left) => (left.trim(), "!"),
        None => (left.trim(), ""),
    };
    let left = match left.split_once('%') {
        Some((n, by)) if n.trim() == "n" => format!("n % {}", number(by)?),
        None if left == "n" => "n".to_owned(),
        _ => return None,
    };
    let ranges = right.split(',').map(|range| match range.split_once("..") {
        Some((from, to)) => Some(format!("{}..={}", number(from)?, number(to)?)),
        None => Some(number(range)?.to_string()),
    });
    let ranges = ranges.collect::<Option<Vec<_>>>()?.join(" | ");
    Some(format!("{not}matches!({left}, {ranges})"))
}

fn number(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_the_cldr_become_rust() {
        for (rule, rust) in [
            ("n = 1", "matches!(n, 1)"),
            ("n = 0,1", "matches!(n, 0 | 1)"),
            ("n != 0..2", "!matches!(n, 0..=2)"),
            (
                "n % 10 = 1 and n % 100 != 11",
                "matches!(n % 10, 1) && !matches!(n % 100, 11)",
            ),
            ("n = 1 or n % 10 = 2", "matches!(n, 1) || matches!(n % 10, 2)"),
        ] {
            assert_eq!(condition(rule).as_deref(), Some(rust), "{rule}");
        }
    }

    #[test]
    fn anything_else_is_no_rule() {
        for rule in [
            "",
            "n",
            "n = ",
            "n = x",
            "m = 1",
            "n > 1",
            "n % 0x = 1",
            "panic!() = 1",
        ] {
            assert_eq!(condition(rule), None, "{rule}");
        }
    }
}
