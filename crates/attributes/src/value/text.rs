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
    raw.chars()
        .all(|c| c.is_whitespace() || super::is_invisible(c) || super::is_joiner(c))
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

/// A text on several lines; each ends with a line feed, whatever the browser sent.
pub(crate) fn check_lines(raw: &str, min: u16, max: u16) -> Result<String, Rule> {
    let text = with_line_feeds(raw);
    if text.contains(|c| is_control(c) && c != '\n') {
        return Err(Rule::ControlCharacter);
    }
    check_length(&text, min, max)?;
    Ok(text)
}

/// Each line ends with a line feed.
pub(crate) fn with_line_feeds(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut last = ' ';
    // By hand: a search for a text of two characters weighs a kilobyte in the browser.
    for c in raw.chars() {
        match c {
            '\n' if last == '\r' => {}
            '\r' => text.push('\n'),
            _ => text.push(c),
        }
        last = c;
    }
    text
}

/// Control characters, line and paragraph separators, and what overrides the reading direction of its
/// surroundings (<https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings>).
pub(crate) fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(crate) fn check_boolean(raw: &str) -> Result<String, Rule> {
    let word = raw.to_ascii_lowercase();
    if matches!(word.as_str(), "true" | "false") {
        Ok(word)
    } else {
        Err(Rule::NotABoolean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_text_is_blank() {
        for raw in [
            "",
            " ",
            "\t\r\n",
            "\u{a0}\u{3000}",
            "\u{200b}",
            "\u{feff} \u{200f}",
        ] {
            assert!(is_blank(raw), "{raw:?}");
        }
        for raw in ["a", " a ", "0", "-", "\u{0}", "é", "👍"] {
            assert!(!is_blank(raw), "{raw:?}");
        }
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        for (raw, expected) in [
            ("a", Err(Rule::TooShort { min: 2 })),
            ("é", Err(Rule::TooShort { min: 2 })),
            ("ab", Ok(())),
            ("éé", Ok(())),
            ("漢字漢字", Ok(())),
            ("👍👍👍👍", Ok(())),
            ("abcde", Err(Rule::TooLong { max: 4 })),
        ] {
            assert_eq!(check_text(raw, 2, 4, &[]).map(|_| ()), expected, "{raw}");
        }
    }

    #[test]
    fn characters_that_control_are_refused() {
        for raw in [
            "a\nb",
            "a\tb",
            "a\0",
            "\u{1b}[31m",
            "a\u{7f}",
            "a\u{85}b",
            "a\u{2028}b",
            "a\u{202e}b",
            "\u{2066}a",
        ] {
            assert_eq!(
                check_text(raw, 0, MAX_LENGTH, &[]),
                Err(Rule::ControlCharacter),
                "{raw:?}"
            );
        }
    }

    #[test]
    fn all_scripts_and_markup_are_plain_text() {
        for raw in [
            "O'Brien",
            "<b>&amp;",
            "مهندس",
            "می‌خواهم",
            "מפתחת",
            "👩‍💻",
            "a  b",
            "../etc",
            "${x}",
        ] {
            assert_eq!(check_text(raw, 0, MAX_LENGTH, &[]).as_deref(), Ok(raw));
        }
    }

    #[test]
    fn line_endings_are_normalised_to_one_character() {
        for (raw, wire) in [("a\r\nb", "a\nb"), ("a\rb\n\nc", "a\nb\n\nc"), ("a", "a")] {
            assert_eq!(check_lines(raw, 0, MAX_LENGTH).as_deref(), Ok(wire));
        }
        assert!(check_lines("a\r\nb", 0, 3).is_ok());
        assert_eq!(check_lines("a\r\nbc", 0, 3), Err(Rule::TooLong { max: 3 }));
        for raw in ["a\tb", "a\0", "a\u{2028}b", "a\n\u{202e}b"] {
            assert_eq!(
                check_lines(raw, 0, MAX_LENGTH),
                Err(Rule::ControlCharacter),
                "{raw:?}"
            );
        }
    }

    #[test]
    fn a_choice_is_exact() {
        let choices = ["sales", "Data & AI"].map(|value| Choice {
            value: value.to_owned(),
            label: "…".into(),
        });
        for raw in ["sales", "Data & AI"] {
            assert_eq!(check_text(raw, 0, MAX_LENGTH, &choices).as_deref(), Ok(raw));
        }
        for raw in ["Sales", "sale", "sales ", "…", "0", "Data &amp; AI"] {
            assert_eq!(
                check_text(raw, 0, MAX_LENGTH, &choices),
                Err(Rule::NotAChoice),
                "{raw}"
            );
        }
    }

    #[test]
    fn booleans_are_words_in_any_case() {
        for (raw, wire) in [
            ("true", "true"),
            ("false", "false"),
            ("TRUE", "true"),
            ("False", "false"),
        ] {
            assert_eq!(check_boolean(raw).as_deref(), Ok(wire));
        }
        for raw in ["1", "0", "on", "off", "yes", "no", "t", "true "] {
            assert_eq!(check_boolean(raw), Err(Rule::NotABoolean), "{raw}");
        }
    }
}
