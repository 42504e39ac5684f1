//! How an attribute is asked for.

use serde::{Deserialize, Serialize};

use crate::Kind;

/// The input of an attribute. For a text it also says which texts there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Input {
    /// One line.
    Text,
    /// Several lines.
    TextArea,
    /// A decimal number.
    Number,
    /// A day of the calendar.
    Date,
    /// On or off.
    Switch,
    /// A list that opens, of a text's choices.
    Select,
    /// Buttons side by side: a text's choices, or yes and no.
    Radios,
    /// A country by its code of two letters (ISO 3166-1 alpha-2).
    Country,
    /// A telephone number in the international form (ITU-T E.164).
    Telephone,
    /// A web address, http or https.
    Url,
}

impl Input {
    /// All of them.
    pub const ALL: [Input; 10] = [
        Input::Text,
        Input::TextArea,
        Input::Number,
        Input::Date,
        Input::Switch,
        Input::Select,
        Input::Radios,
        Input::Country,
        Input::Telephone,
        Input::Url,
    ];

    /// The name in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Input::Text => "text",
            Input::TextArea => "textarea",
            Input::Number => "number",
            Input::Date => "date",
            Input::Switch => "switch",
            Input::Select => "select",
            Input::Radios => "radios",
            Input::Country => "country",
            Input::Telephone => "telephone",
            Input::Url => "url",
        }
    }

    /// The input that suits a kind when the file does not say.
    #[must_use]
    pub fn of(kind: &Kind) -> Input {
        Input::fitting(kind)[0]
    }

    /// The inputs that a kind can have, the usual one first. Moments have a zone beside them: what browsers offer
    /// knows none.
    #[must_use]
    pub fn fitting(kind: &Kind) -> &'static [Input] {
        match kind {
            Kind::String { choices, .. } if !choices.is_empty() => &[Input::Select, Input::Radios],
            Kind::String { .. } => &[
                Input::Text,
                Input::TextArea,
                Input::Country,
                Input::Telephone,
                Input::Url,
            ],
            Kind::Number { .. } => &[Input::Number],
            Kind::DateTime { time: false } => &[Input::Date],
            Kind::DateTime { time: true } => &[Input::Text],
            Kind::Boolean => &[Input::Radios, Input::Switch],
        }
    }

    /// Whether the input fixes what its texts look like, so that lengths and patterns say nothing more.
    #[must_use]
    pub fn has_own_form(self) -> bool {
        matches!(self, Input::Country | Input::Telephone | Input::Url)
    }
}
