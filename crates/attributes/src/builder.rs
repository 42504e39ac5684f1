//! Attributes for tests.

use crate::{Again, Ask, Attribute, AttributeType, Choice, Schema, UserContext, Values};

/// An optional attribute that can change.
pub(crate) fn attribute(name: &str, kind: AttributeType) -> Attribute {
    Attribute::new(name, kind, name.into())
}

pub(crate) fn skippable(name: &str, again: Again) -> Attribute {
    Attribute {
        ask: Ask::Skippable(again),
        ..attribute(name, AttributeType::text())
    }
}

pub(crate) fn text(min_length: u16, max_length: u16) -> AttributeType {
    AttributeType::String {
        min_length,
        max_length,
        choices: Vec::new(),
        pattern: None,
    }
}

/// An attribute of each sort: required, with choices, optional, immutable.
pub(crate) fn schema() -> Schema {
    let choices = ["design", "sales"].map(|value| Choice {
        value: value.to_owned(),
        label: value.into(),
    });
    let department = AttributeType::String {
        min_length: 0,
        max_length: 2048,
        choices: choices.to_vec(),
        pattern: None,
    };
    let desk_number = AttributeType::Number {
        min: Some(1),
        max: Some(500),
        decimals: 0,
        step: None,
    };
    Schema::new(
        3,
        Vec::new(),
        vec![
            Attribute {
                ask: Ask::Required,
                ..attribute("custom:job_title", text(2, 60))
            },
            Attribute {
                ask: Ask::Required,
                ..attribute("custom:department", department)
            },
            attribute("custom:desk_number", desk_number),
            attribute("custom:newsletter", AttributeType::Boolean),
            Attribute {
                mutable: false,
                ..attribute("custom:employee_id", text(0, 20))
            },
        ],
    )
}

/// A list with one attribute.
pub(crate) fn schema_of(version: u32, attribute: Attribute) -> Schema {
    Schema::new(version, Vec::new(), vec![attribute])
}

/// A person with a password in the pool.
pub(crate) fn user_context(values: &Values) -> UserContext<'_> {
    UserContext {
        values,
        providers: &[],
        now: 0,
        signed_in_at: 0,
        is_to_review: false,
    }
}

pub(crate) fn values<const N: usize>(pairs: [(&str, &str); N]) -> Values {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}
