//! Concurrent changes of one attribute: neither is overwritten silently.

use attributes::{Schema, Values};

use crate::profile::Submission;

/// What was changed both in the form and elsewhere since it was shown, to different values: the names
/// and what the pool has now, blank for what was removed.
pub(crate) fn changed_meanwhile(schema: &Schema, submission: &Submission, current: &Values) -> Values {
    let is_conflict = |name: &str, typed: &str| {
        let now = in_wire_form(schema, name, current.get(name).map_or("", String::as_str));
        let baseline = submission
            .baseline
            .get(name)
            .map(|baseline| in_wire_form(schema, name, baseline));
        baseline.is_some_and(|baseline| baseline != now) && in_wire_form(schema, name, typed) != now
    };
    let changed = submission.changed(schema);
    let conflicts = changed.iter().filter(|(name, typed)| is_conflict(name, typed));
    conflicts
        .map(|(name, _)| (name.clone(), current.get(name).cloned().unwrap_or_default()))
        .collect()
}

/// One spelling for the same value; browsers send line breaks in another one than the pool has.
fn in_wire_form(schema: &Schema, name: &str, value: &str) -> String {
    let Some(attribute) = schema.get(name) else {
        return value.to_owned();
    };
    let value = attribute.as_shown(value);
    attribute
        .check(value)
        .unwrap_or_else(|_| value.trim().replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "
version = 1
[[attribute]]
name = 'custom:desk'
type = 'Number'
label = 'Desk'
[[attribute]]
name = 'custom:about'
type = 'String'
label = 'About'
input = 'textarea'
";

    fn values(desk: Option<&str>, about: Option<&str>) -> Values {
        let pairs = [("custom:desk", desk), ("custom:about", about)];
        pairs
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
            .collect()
    }

    #[test]
    fn conflict_needs_two_different_changes() {
        let schema = Schema::from_toml(LIST).unwrap();
        for (baseline, typed, now, conflict) in [
            (Some("1"), "2", Some("3"), Some("3")),
            (Some("1"), "2", None, Some("")),
            (Some(""), "2", Some("3"), Some("3")),
            (Some("1"), "", Some("3"), Some("3")),
            (Some("1"), "3", Some("3"), None),
            (Some("1"), "03", Some("3"), None),
            (Some("1"), "1", Some("3"), None),
            (Some("1"), "2", Some("1"), None),
            (Some("01"), "2", Some("1"), None),
            (Some(""), "2", None, None),
            (None, "2", Some("3"), None),
        ] {
            let submission = Submission {
                values: values(Some(typed), None),
                baseline: values(baseline, None),
            };
            let found = changed_meanwhile(&schema, &submission, &values(now, None));
            assert_eq!(found, values(conflict, None), "{baseline:?} {typed:?} {now:?}");
        }
    }

    #[test]
    fn line_breaks_of_browsers_are_no_change() {
        let schema = Schema::from_toml(LIST).unwrap();
        let submission = Submission {
            values: values(None, Some("a\r\nb\r\nc")),
            baseline: values(None, Some("a\r\nb")),
        };
        assert!(changed_meanwhile(&schema, &submission, &values(None, Some("a\nb"))).is_empty());
    }
}
