//! One attribute: its name, its kind, its texts, and what it accepts.

use serde::{Deserialize, Serialize};

use crate::Rule;
use crate::text::Text;
use crate::value::{self, MAX_LENGTH};

/// What the names of custom attributes start with on the wire.
pub(crate) const CUSTOM_PREFIX: &str = "custom:";

/// One attribute of the list, as the operator describes it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attribute {
    /// The name on the wire: `custom:department`, or a standard one such as `name`.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// What a person calls it.
    pub label: Text,
    /// A line of help below the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    /// Whether the app asks for it until it is answered. Cognito itself cannot require custom attributes.
    pub required: bool,
    /// Whether it can change. Cognito takes an immutable attribute only when the account is made.
    pub mutable: bool,
}

/// The data types of a Cognito schema with the constraints of this list.
///
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SchemaAttributeType.html>
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Kind {
    /// A text on one line.
    String {
        /// The least number of characters; 0 when there is no least.
        min_length: u16,
        /// The greatest number of characters, at most [`MAX_VALUE_LENGTH`](crate::MAX_VALUE_LENGTH).
        max_length: u16,
        /// When not empty, the only values there are.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        choices: Vec<Choice>,
    },
    /// A decimal number.
    Number {
        /// The least number; none stands for `-`[`MAX_NUMBER`](crate::MAX_NUMBER).
        min: Option<i64>,
        /// The greatest number; none stands for [`MAX_NUMBER`](crate::MAX_NUMBER).
        max: Option<i64>,
        /// The greatest number of digits after the decimal point; 0 for whole numbers.
        decimals: u8,
    },
    /// A day, `YYYY-MM-DD`, or a moment, `YYYY-MM-DDThh:mm:ssZ`.
    DateTime {
        /// Whether it is a moment: a date with a time and an offset.
        time: bool,
    },
    /// `true` or `false`.
    Boolean,
}

/// One of the values that an attribute can have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// The value on the wire.
    pub value: String,
    /// What a person calls it.
    pub label: Text,
}

impl Attribute {
    /// The value as it goes to Cognito: trimmed, and the same spelling for the same number or moment.
    ///
    /// An answer that [is blank](crate::is_blank) is `Ok("")`, no value, unless the attribute is required.
    /// What this returns is accepted again and comes back unchanged. It says nothing about `mutable`, which
    /// depends on the current value: see [`Schema::check`](crate::Schema::check).
    pub fn check(&self, raw: &str) -> Result<String, Rule> {
        if value::is_blank(raw) {
            return if self.required {
                Err(Rule::Required)
            } else {
                Ok(String::new())
            };
        }
        let raw = raw.trim();
        value::check_length(raw, 0, MAX_LENGTH)?;
        match &self.kind {
            Kind::String {
                min_length,
                max_length,
                choices,
            } => value::check_text(raw, *min_length, *max_length, choices),
            Kind::Number { min, max, decimals } => value::check_number(raw, *min, *max, *decimals),
            Kind::DateTime { time: false } => value::check_date(raw),
            Kind::DateTime { time: true } => value::check_timestamp(raw),
            Kind::Boolean => value::check_boolean(raw),
        }
    }

    /// What to show for a value: the label of the choice, or the value itself. Dates, numbers and booleans
    /// come back as they are; how a language writes them is the view's matter.
    #[must_use]
    pub fn display<'a>(&'a self, value: &'a str, language: &str) -> &'a str {
        let Kind::String { choices, .. } = &self.kind else {
            return value;
        };
        choices
            .iter()
            .find(|choice| choice.value == value)
            .map_or(value, |choice| choice.label.in_language(language))
    }

    /// Whether the operator defined it, as opposed to the standard attributes of OpenID Connect.
    #[must_use]
    pub fn is_custom(&self) -> bool {
        self.name.starts_with(CUSTOM_PREFIX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{attribute, text};

    #[test]
    fn values_are_trimmed_before_they_are_checked() {
        for (kind, raw, wire) in [
            (text(2, 5), "  Lead\u{a0}", "Lead"),
            (
                Kind::Number {
                    min: None,
                    max: None,
                    decimals: 0,
                },
                " 042\n",
                "42",
            ),
            (Kind::DateTime { time: false }, " 2026-03-01 ", "2026-03-01"),
            (
                Kind::DateTime { time: true },
                " 2026-03-01T09:30:00z ",
                "2026-03-01T09:30:00Z",
            ),
            (Kind::Boolean, "\ttrue ", "true"),
        ] {
            assert_eq!(
                attribute("custom:a", kind).check(raw).as_deref(),
                Ok(wire),
                "{raw:?}"
            );
        }
    }

    #[test]
    fn a_blank_is_no_value_unless_the_attribute_is_required() {
        for kind in [text(2, 5), Kind::DateTime { time: false }, Kind::Boolean] {
            let mut attribute = attribute("custom:a", kind);
            assert_eq!(attribute.check(" \u{200b}\n").as_deref(), Ok(""));
            attribute.required = true;
            assert_eq!(attribute.check(" \u{200b}\n"), Err(Rule::Required));
        }
    }

    #[test]
    fn the_limit_of_cognito_holds_for_every_kind() {
        let too_long = Err(Rule::TooLong { max: 2048 });
        for kind in [
            text(0, MAX_LENGTH),
            Kind::Number {
                min: None,
                max: None,
                decimals: 0,
            },
            Kind::DateTime { time: false },
            Kind::DateTime { time: true },
            Kind::Boolean,
        ] {
            assert_eq!(attribute("custom:a", kind).check(&"1".repeat(2049)), too_long);
        }
        let text = attribute("custom:a", text(0, MAX_LENGTH));
        assert!(text.check(&"é".repeat(2048)).is_ok());
        assert_eq!(text.check(&"é".repeat(2049)), too_long);
    }

    #[test]
    fn a_choice_is_shown_by_its_label_and_everything_else_as_it_is() {
        let choices = vec![Choice {
            value: "sales".to_owned(),
            label: "Sales".into(),
        }];
        let department = attribute(
            "custom:a",
            Kind::String {
                min_length: 0,
                max_length: 9,
                choices,
            },
        );
        assert_eq!(department.display("sales", "en"), "Sales");
        assert_eq!(
            department.display("a choice of last year", "en"),
            "a choice of last year"
        );
        assert_eq!(attribute("custom:a", Kind::Boolean).display("true", "en"), "true");
    }

    #[test]
    fn custom_attributes_are_told_by_their_prefix() {
        assert!(attribute("custom:name", Kind::Boolean).is_custom());
        assert!(!attribute("name", Kind::Boolean).is_custom());
    }
}
