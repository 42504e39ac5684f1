//! The type of an attribute and its constraints.

use std::fmt::Display;

use toml::Spanned;

use super::choice;
use super::table::{Expected, Table};
use crate::Kind;
use crate::value::{MAX_DECIMALS, MAX_LENGTH, MAX_NUMBER};

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
            DataType::String => &["min_length", "max_length", "choices"],
            DataType::Number => &["min", "max", "decimals"],
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

pub(super) fn read(table: &Table<'_>, data_type: DataType) -> Kind {
    match data_type {
        DataType::String => read_string(table),
        DataType::Number => read_number(table),
        DataType::DateTime => {
            let time = table.optional("time", &Table::boolean());
            Kind::DateTime {
                time: time.is_some_and(Spanned::into_inner),
            }
        }
        DataType::Boolean => Kind::Boolean,
    }
}

fn read_string(table: &Table<'_>) -> Kind {
    let min = table.optional("min_length", &Table::integer(0..=MAX_LENGTH));
    let max = table.optional("max_length", &Table::integer(1..=MAX_LENGTH));
    refuse_crossed(table, min.as_ref(), max.as_ref());
    let min_length = min.map_or(0, Spanned::into_inner);
    let max_length = max.map_or(MAX_LENGTH, Spanned::into_inner);
    let choices = choice::read_all(table, min_length, max_length);
    Kind::String {
        min_length,
        max_length,
        choices,
    }
}

fn read_number(table: &Table<'_>) -> Kind {
    let min = table.optional("min", &Table::integer(-MAX_NUMBER..=MAX_NUMBER));
    let max = table.optional("max", &Table::integer(-MAX_NUMBER..=MAX_NUMBER));
    refuse_crossed(table, min.as_ref(), max.as_ref());
    let decimals = table.optional("decimals", &Table::integer(0..=MAX_DECIMALS));
    Kind::Number {
        min: min.map(Spanned::into_inner),
        max: max.map(Spanned::into_inner),
        decimals: decimals.map_or(0, Spanned::into_inner),
    }
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
