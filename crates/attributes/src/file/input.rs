//! The input of an attribute.

use super::table::{Expected, Table};
use crate::{Input, Kind};

/// The input that is given, if the kind can have it; else the usual one.
pub(super) fn read(table: &Table<'_>, kind: &Kind) -> Input {
    let Some(input) = table.optional("input", &expected()) else {
        return Input::of(kind);
    };
    let fitting = Input::fitting(kind);
    if !fitting.contains(input.get_ref()) {
        let names: Vec<_> = fitting
            .iter()
            .map(|input| format!("\"{}\"", input.as_str()))
            .collect();
        let sentence = format!(
            "`input` can be {} for {}",
            names.join(", "),
            match kind {
                Kind::String { choices, .. } if choices.is_empty() => "a String without choices",
                Kind::String { .. } => "a String with choices",
                Kind::Number { .. } => "a Number",
                Kind::DateTime { time: false } => "a day",
                Kind::DateTime { time: true } => "a moment",
                Kind::Boolean => "a Boolean",
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

fn expected<'a>() -> Expected<'a, Input> {
    let names: Vec<_> = Input::ALL
        .iter()
        .map(|input| format!("\"{}\"", input.as_str()))
        .collect();
    Expected::new(&format!("one of {}", names.join(", ")), |value| {
        Input::ALL
            .into_iter()
            .find(|input| value.as_str() == Some(input.as_str()))
    })
}
