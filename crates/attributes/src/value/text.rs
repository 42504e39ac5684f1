//! Texts, choices and booleans.

use crate::{Choice, Rule};

/// The greatest number of characters in a value of any kind. A character is a Unicode scalar value, as in the
/// length constraints of AWS's API models (<https://smithy.io/2.0/spec/constraint-traits.html#length-trait>);
/// `maxlength` in HTML counts UTF-16 code units and is never looser.
///
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AttributeType.html>
pub const MAX_VALUE_LENGTH: usize = MAX_LENGTH as usize;

/// The same for the constraints of a list.
pub(crate) const MAX_LENGTH: u16 = 2048;

/// Whether there is nothing to see: no characters, or only white space and characters without a width.
#[must_use]
pub fn is_blank(raw: &str) -> bool {
    raw.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
}

pub(crate) fn check_length(value: &str, min: u16, max: u16) -> Result<(), Rule> {
    let length = value.chars().count();
    if length > usize::from(max) {
        Err(Rule::TooLong { max })
    } else if length < usize::from(min) {
        Err(Rule::TooShort { min })
    } else {
        Ok(())
    }
}

pub(crate) fn check_text(raw: &str, min: u16, max: u16, choices: &[Choice]) -> Result<String, Rule> {
    if raw.contains(is_control) {
        return Err(Rule::ControlCharacter);
    }
    if !choices.is_empty() && !choices.iter().any(|choice| choice.value == raw) {
        return Err(Rule::NotAChoice);
    }
    check_length(raw, min, max)?;
    Ok(raw.to_owned())
}

/// Control characters, line and paragraph separators, and what overrides the reading direction of its surroundings
/// (<https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings>).
pub(crate) fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(crate) fn check_boolean(raw: &str) -> Result<String, Rule> {
    if matches!(raw, "true" | "false") {
        Ok(raw.to_owned())
    } else {
        Err(Rule::NotABoolean)
    }
}
