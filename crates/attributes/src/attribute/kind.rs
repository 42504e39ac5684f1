//! What an attribute holds.

use serde::{Deserialize, Serialize};

use crate::pattern::Pattern;
use crate::text::Text;
use crate::value::{MAX_LENGTH, Step};

/// The data types of a Cognito schema with the constraints of this list.
///
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SchemaAttributeType.html>
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum AttributeType {
    /// A text; [`InputType`](crate::InputType) says of which sort.
    String {
        /// The least number of characters; 0 when there is no least.
        min_length: u16,
        /// The greatest number of characters, at most [`MAX_VALUE_LENGTH`](crate::MAX_VALUE_LENGTH).
        max_length: u16,
        /// When not empty, the only values there are.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        choices: Vec<Choice>,
        /// What the whole value must look like.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<Pattern>,
    },
    /// A decimal number.
    Number {
        /// The least number; none stands for `-`[`MAX_NUMBER`](crate::MAX_NUMBER).
        min: Option<i64>,
        /// The greatest number; none stands for [`MAX_NUMBER`](crate::MAX_NUMBER).
        max: Option<i64>,
        /// The greatest number of digits after the decimal point; 0 for whole numbers.
        decimals: u8,
        /// What the number must be a multiple of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<Step>,
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

impl AttributeType {
    /// Any text.
    #[must_use]
    pub fn text() -> AttributeType {
        AttributeType::String {
            min_length: 0,
            max_length: MAX_LENGTH,
            choices: Vec::new(),
            pattern: None,
        }
    }

    /// Any whole number.
    #[must_use]
    pub fn number() -> AttributeType {
        AttributeType::Number {
            min: None,
            max: None,
            decimals: 0,
            step: None,
        }
    }
}
