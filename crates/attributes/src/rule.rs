//! Why a value is refused.

use serde::{Deserialize, Serialize};

use crate::Step;

/// One refused value of a form: which attribute, and the rule it breaks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FieldError {
    /// The attribute's name as it was posted. With [`Rule::NotOnTheList`] it is a stranger's text: log it,
    /// but never show it.
    pub name: String,
    /// The rule that the value breaks.
    pub rule: Rule,
}

impl FieldError {
    /// This field breaks this rule.
    #[must_use]
    pub fn new(name: &str, rule: Rule) -> FieldError {
        FieldError {
            name: name.to_owned(),
            rule,
        }
    }
}

/// The rules a value can break. Closed and without texts: a view words each of them in the person's language.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Rule {
    /// Nothing was answered where an answer is needed.
    Required,
    /// Fewer characters than `min`.
    TooShort {
        /// The least number of characters.
        min: u16,
    },
    /// More characters than `max`.
    TooLong {
        /// The greatest number of characters.
        max: u16,
    },
    /// A character that cannot be seen and changes what is: a line break, a tab, an escape, an override of
    /// the reading direction.
    ControlCharacter,
    /// Not a decimal number such as `42`, `-7` or `2.5`.
    NotANumber,
    /// More digits after the decimal point than `max`; 0 asks for a whole number.
    TooManyDecimals {
        /// The greatest number of digits after the decimal point.
        max: u8,
    },
    /// Less than `min`.
    TooSmall {
        /// The least number.
        min: i64,
    },
    /// More than `max`.
    TooLarge {
        /// The greatest number.
        max: i64,
    },
    /// Not a day of the calendar written `YYYY-MM-DD`.
    NotADate,
    /// Not a date and time with an offset written `YYYY-MM-DDThh:mm:ssZ` (RFC 3339).
    NotATimestamp,
    /// Neither `true` nor `false`.
    NotABoolean,
    /// Not one of the choices.
    NotAChoice,
    /// Not a multiple of `step`.
    OffStep {
        /// What the number must be a multiple of.
        step: Step,
    },
    /// Not what the attribute's pattern describes; its `pattern_help` says it in words.
    WrongPattern,
    /// Not the code of a country.
    NotACountry,
    /// Not a telephone number in the international form.
    NotATelephone,
    /// Not a web address.
    NotAUrl,
    /// Another value for an attribute that the person cannot change.
    Locked(Lock),
    /// An attribute that users cannot write in this app.
    NotOnTheList,
    /// Refused by the user pool for a reason that is not among these.
    Refused,
    /// The app client has no right to write it: nothing that the person could put right. Everything else was written.
    NotWritable,
    /// Changed elsewhere since the form was shown; saving again replaces it.
    ChangedMeanwhile,
}

/// Why a person cannot change an attribute.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Lock {
    /// It was set when the account was made.
    Immutable,
    /// It comes from the identity provider that the person signs in with.
    Mapped,
    /// It decides what the person may do.
    Authorises,
}
