//! How an attribute is asked for.

use serde::{Deserialize, Serialize};

use crate::AttributeType;

/// The input of an attribute. For a text it also says which texts there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum InputType {
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
    /// A time zone by its name in the database of the IANA.
    TimeZone,
    /// A language by its tag (BCP 47).
    Language,
    /// A telephone number in the international form (ITU-T E.164).
    Telephone,
    /// A web address, http or https.
    Url,
    /// A box to tick: what the attribute holds then is a [`Consent`](crate::Consent).
    Consent,
}

impl InputType {
    /// All of them.
    pub const ALL: [InputType; 13] = [
        InputType::Text,
        InputType::TextArea,
        InputType::Number,
        InputType::Date,
        InputType::Switch,
        InputType::Select,
        InputType::Radios,
        InputType::Country,
        InputType::TimeZone,
        InputType::Language,
        InputType::Telephone,
        InputType::Url,
        InputType::Consent,
    ];

    /// The name in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            InputType::Text => "text",
            InputType::TextArea => "textarea",
            InputType::Number => "number",
            InputType::Date => "date",
            InputType::Switch => "switch",
            InputType::Select => "select",
            InputType::Radios => "radios",
            InputType::Country => "country",
            InputType::TimeZone => "timezone",
            InputType::Language => "language",
            InputType::Telephone => "telephone",
            InputType::Url => "url",
            InputType::Consent => "consent",
        }
    }

    /// The input that suits a kind when the file does not say.
    #[must_use]
    pub fn of(kind: &AttributeType) -> InputType {
        InputType::fitting(kind)[0]
    }

    /// The input that suits an attribute when the file does not say: some standard ones hold more than any text
    /// (<https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims>).
    #[must_use]
    pub fn suiting(name: &str, kind: &AttributeType) -> InputType {
        match (name, kind) {
            ("zoneinfo", AttributeType::String { choices, .. }) if choices.is_empty() => InputType::TimeZone,
            ("locale", AttributeType::String { choices, .. }) if choices.is_empty() => InputType::Language,
            ("picture", AttributeType::String { choices, .. }) if choices.is_empty() => InputType::Url,
            _ => InputType::of(kind),
        }
    }

    /// The inputs that a kind can have, the usual one first. Moments have a zone beside them: what browsers offer
    /// knows none.
    #[must_use]
    pub fn fitting(kind: &AttributeType) -> &'static [InputType] {
        match kind {
            AttributeType::String { choices, .. } if !choices.is_empty() => {
                &[InputType::Select, InputType::Radios]
            }
            AttributeType::String { .. } => &[
                InputType::Text,
                InputType::TextArea,
                InputType::Country,
                InputType::TimeZone,
                InputType::Language,
                InputType::Telephone,
                InputType::Url,
                InputType::Consent,
            ],
            AttributeType::Number { .. } => &[InputType::Number],
            AttributeType::DateTime { time: false } => &[InputType::Date],
            AttributeType::DateTime { time: true } => &[InputType::Text],
            AttributeType::Boolean => &[InputType::Radios, InputType::Switch],
        }
    }

    /// Whether the input fixes what its texts look like, so that lengths and patterns say nothing more.
    #[must_use]
    pub fn has_own_form(self) -> bool {
        matches!(
            self,
            InputType::Country
                | InputType::TimeZone
                | InputType::Language
                | InputType::Telephone
                | InputType::Url
                | InputType::Consent
        )
    }
}
