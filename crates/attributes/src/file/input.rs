//! The input of an attribute.

use super::table::{Expected, Table};
use crate::{AttributeType, InputType};

/// The input that is given, if the kind can have it; else the usual one.
pub(super) fn read(table: &Table<'_>, name: Option<&str>, kind: &AttributeType) -> InputType {
    let Some(input) = table.optional("input", &expected()) else {
        // Who says what the text looks like means one that is typed.
        let is_described = ["pattern", "min_length", "max_length"]
            .iter()
            .any(|key| table.has(key));
        return if is_described {
            InputType::of(kind)
        } else {
            InputType::suiting(name.unwrap_or_default(), kind)
        };
    };
    let fitting = InputType::fitting(kind);
    if !fitting.contains(input.get_ref()) {
        let names: Vec<_> = fitting
            .iter()
            .map(|input| format!("\"{}\"", input.as_str()))
            .collect();
        let sentence = format!(
            "`input` can be {} for {}",
            names.join(", "),
            match kind {
                AttributeType::String { choices, .. } if choices.is_empty() => "a String without choices",
                AttributeType::String { .. } => "a String with choices",
                AttributeType::Number { .. } => "a Number",
                AttributeType::DateTime { time: false } => "a day",
                AttributeType::DateTime { time: true } => "a moment",
                AttributeType::Boolean => "a Boolean",
            }
        );
        table.problems.add(input.span(), sentence);
    }
    if input.get_ref().has_own_form() {
        for key in ["min_length", "max_length"]
            .into_iter()
            .filter_map(|key| table.get(key))
        {
            let sentence = format!("\"{}\" has a length of its own", input.get_ref().as_str());
            table.problems.add(key.span(), sentence);
        }
    }
    input.into_inner()
}

fn expected<'a>() -> Expected<'a, InputType> {
    let names: Vec<_> = InputType::ALL
        .iter()
        .map(|input| format!("\"{}\"", input.as_str()))
        .collect();
    Expected::new(&format!("one of {}", names.join(", ")), |value| {
        InputType::ALL
            .into_iter()
            .find(|input| value.as_str() == Some(input.as_str()))
    })
}
