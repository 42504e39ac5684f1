//! The choices of a String.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::table::Table;
use super::text;
use crate::value::{check_text, is_blank};
use crate::{Choice, Rule, Text};

/// The choices, each of which the attribute must accept; none when there is no list of them.
pub(super) fn read_all(table: &Table<'_>, min_length: u16, max_length: u16) -> Vec<Choice> {
    let Some(list) = table.optional("choices", &Table::array()) else {
        return Vec::new();
    };
    if list.get_ref().is_empty() {
        table.problems.add(
            list.span(),
            "`choices` is empty: name at least one, or leave it out",
        );
    }
    let mut choices: Vec<Choice> = Vec::new();
    for item in *list.get_ref() {
        let Some((choice, at)) = read(table, item) else {
            continue;
        };
        if choices.iter().any(|before| before.value == choice.value) {
            table
                .problems
                .add(at, format!("the choice `{}` is there already", choice.value));
        } else if let Some(validation_error) = validation_error(&choice.value, min_length, max_length) {
            table.problems.add(
                at,
                format!("the choice `{}` {validation_error}", choice.value.escape_debug()),
            );
        }
        choices.push(choice);
    }
    choices
}

/// A choice and the place of its value.
fn read<'a>(parent: &Table<'a>, item: &'a Spanned<DeValue<'a>>) -> Option<(Choice, Range<usize>)> {
    let (value, label) = match item.get_ref() {
        DeValue::String(value) => (
            Spanned::new(item.span(), value.as_ref()),
            Text::from(value.as_ref()),
        ),
        DeValue::Table(table) => {
            let table = Table {
                entries: table,
                at: item.span(),
                problems: parent.problems,
            };
            table.refuse_keys_except(&["value", "label"]);
            let value = table.require("value", &Table::string());
            let label = table.require("label", &text::expected());
            (value?, label?.into_inner())
        }
        _ => {
            let sentence = "a choice is a text in quotes, or { value = \"…\", label = \"…\" }";
            parent.problems.add(item.span(), sentence);
            return None;
        }
    };
    let at = value.span();
    Some((
        Choice {
            value: value.into_inner().to_owned(),
            label,
        },
        at,
    ))
}

/// Why the attribute would not accept this value as it is.
fn validation_error(value: &str, min_length: u16, max_length: u16) -> Option<String> {
    if is_blank(value) || value.trim() != value {
        return Some("is blank, or starts or ends with a blank".to_owned());
    }
    match check_text(value, min_length, max_length, &[]).err()? {
        Rule::TooShort { min } => Some(format!("has fewer characters than `min_length`, {min}")),
        Rule::TooLong { max } => Some(format!("has more characters than `max_length`, {max}")),
        _ => Some("has control characters".to_owned()),
    }
}
