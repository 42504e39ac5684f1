//! The type of an attribute and its constraints.

use std::fmt::Display;

use toml::Spanned;
use toml::de::DeValue;

use super::choice;
use super::table::{Expected, Table};
use crate::value::{MAX_DECIMALS, MAX_LENGTH, MAX_NUMBER};
use crate::{AttributeType, Pattern, Step};

/// The types of Cognito, in its spelling.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum DataType {
    String,
    Number,
    DateTime,
    Boolean,
}

impl DataType {
    pub(super) const ALL: [DataType; 4] = [
        DataType::String,
        DataType::Number,
        DataType::DateTime,
        DataType::Boolean,
    ];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            DataType::String => "String",
            DataType::Number => "Number",
            DataType::DateTime => "DateTime",
            DataType::Boolean => "Boolean",
        }
    }

    /// The keys of its constraints.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            DataType::String => &[
                "min_length",
                "max_length",
                "choices",
                "pattern",
                "pattern_help",
                "version",
                "link",
            ],
            DataType::Number => &["min", "max", "decimals", "step"],
            DataType::DateTime => &["time"],
            DataType::Boolean => &[],
        }
    }

    pub(super) fn expected<'a>() -> Expected<'a, DataType> {
        Expected::new("\"String\", \"Number\", \"DateTime\" or \"Boolean\"", |value| {
            DataType::ALL
                .into_iter()
                .find(|data_type| value.as_str() == Some(data_type.as_str()))
        })
    }
}

pub(super) fn read(table: &Table<'_>, data_type: DataType) -> AttributeType {
    match data_type {
        DataType::String => read_string(table),
        DataType::Number => read_number(table),
        DataType::DateTime => {
            let time = table.optional("time", &Table::boolean());
            AttributeType::DateTime {
                time: time.is_some_and(Spanned::into_inner),
            }
        }
        DataType::Boolean => AttributeType::Boolean,
    }
}

fn read_string(table: &Table<'_>) -> AttributeType {
    let min = table.optional("min_length", &Table::integer(0..=MAX_LENGTH));
    let max = table.optional("max_length", &Table::integer(1..=MAX_LENGTH));
    refuse_crossed(table, min.as_ref(), max.as_ref());
    let min_length = min.map_or(0, Spanned::into_inner);
    let max_length = max.map_or(MAX_LENGTH, Spanned::into_inner);
    let choices = choice::read_all(table, min_length, max_length);
    AttributeType::String {
        min_length,
        max_length,
        choices,
        pattern: read_pattern(table),
    }
}

/// A mistake is reported where it is, if the text stands in the file as it is meant.
fn read_pattern(table: &Table<'_>) -> Option<Pattern> {
    let pattern = table.optional("pattern", &Table::string())?;
    match Pattern::parse(pattern.get_ref()) {
        Ok(pattern) => Some(pattern),
        Err(mistake) => {
            let sentence = format!("`pattern`, at its character {}: {mistake}", mistake.at + 1);
            table.problems.add(pattern.span(), sentence);
            None
        }
    }
}

fn read_number(table: &Table<'_>) -> AttributeType {
    let min = table.optional("min", &Table::integer(-MAX_NUMBER..=MAX_NUMBER));
    let max = table.optional("max", &Table::integer(-MAX_NUMBER..=MAX_NUMBER));
    refuse_crossed(table, min.as_ref(), max.as_ref());
    let step = table.optional("step", &step());
    let decimals = table.optional("decimals", &Table::integer(0..=MAX_DECIMALS));
    let needed = step.as_ref().map_or(0, |step| step.get_ref().decimals());
    if let Some(decimals) = &decimals
        && *decimals.get_ref() < needed
    {
        let sentence = format!("`step` has {needed} digits after the point: more than `decimals` allows");
        table.problems.add(decimals.span(), sentence);
    }
    AttributeType::Number {
        min: min.map(Spanned::into_inner),
        max: max.map(Spanned::into_inner),
        decimals: decimals.map_or(needed, Spanned::into_inner),
        step: step.map(Spanned::into_inner),
    }
}

fn step<'a>() -> Expected<'a, Step> {
    let what =
        format!("a number above 0, at most 1000000000, with at most {MAX_DECIMALS} digits after the point");
    Expected::new(&what, |value| {
        let number = match value {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => return None,
        };
        Step::parse(number)
    })
}

fn refuse_crossed<T: PartialOrd + Display>(
    table: &Table<'_>,
    min: Option<&Spanned<T>>,
    max: Option<&Spanned<T>>,
) {
    if let (Some(min), Some(max)) = (min, max)
        && min.get_ref() > max.get_ref()
    {
        let sentence = format!(
            "the least, {}, is more than the greatest, {}",
            min.get_ref(),
            max.get_ref()
        );
        table.problems.add(min.span(), sentence);
    }
}
