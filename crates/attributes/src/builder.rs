//! Attributes for tests.

use crate::{Attribute, Choice, Kind, Schema, Values};

/// An optional attribute that can change.
pub(crate) fn attribute(name: &str, kind: Kind) -> Attribute {
    Attribute {
        name: name.to_owned(),
        kind,
        label: name.into(),
        help: None,
        required: false,
        mutable: true,
    }
}

pub(crate) fn text(min_length: u16, max_length: u16) -> Kind {
    Kind::String {
        min_length,
        max_length,
        choices: Vec::new(),
    }
}

/// An attribute of each sort: required, with choices, optional, immutable.
pub(crate) fn schema() -> Schema {
    let choices = ["design", "sales"].map(|value| Choice {
        value: value.to_owned(),
        label: value.into(),
    });
    let department = Kind::String {
        min_length: 0,
        max_length: 2048,
        choices: choices.to_vec(),
    };
    let desk_number = Kind::Number {
        min: Some(1),
        max: Some(500),
        decimals: 0,
    };
    Schema::new(
        3,
        vec![
            Attribute {
                required: true,
                ..attribute("custom:job_title", text(2, 60))
            },
            Attribute {
                required: true,
                ..attribute("custom:department", department)
            },
            attribute("custom:desk_number", desk_number),
            attribute("custom:newsletter", Kind::Boolean),
            Attribute {
                mutable: false,
                ..attribute("custom:employee_id", text(0, 20))
            },
        ],
    )
}

pub(crate) fn values<const N: usize>(pairs: [(&str, &str); N]) -> Values {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}
