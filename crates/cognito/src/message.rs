//! Messages of the pool, made fit for a log.

use std::fmt;

/// What the pool said about a failure, for the operator's log: one line, at most 200 characters, without
/// quoted values, e-mail addresses, and words long enough to be a token or a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message(String);

impl Message {
    const LONGEST: usize = 200;
    const LONGEST_WORD: usize = 32;

    pub(crate) fn new(text: &str) -> Self {
        let unquoted = without_quoted(text);
        let words: Vec<&str> = unquoted
            .split(|c: char| c.is_whitespace() || c.is_control())
            .map(word)
            .collect();
        Self(words.join(" ").trim().chars().take(Self::LONGEST).collect())
    }

    /// The text, empty when there was none.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Validation errors repeat the value they refuse between apostrophes: drop all from the first to the last.
fn without_quoted(text: &str) -> String {
    match (text.find('\''), text.rfind('\'')) {
        (Some(first), Some(last)) if first < last => {
            format!("{}[redacted]{}", &text[..first], &text[last + 1..])
        }
        _ => text.to_owned(),
    }
}

fn word(word: &str) -> &str {
    if word.contains('@') || word.len() > Message::LONGEST_WORD {
        "[redacted]"
    } else {
        word
    }
}

/// A colon and the message, or nothing.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            Ok(())
        } else {
            write!(f, ": {}", self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_lose_personal_data_only() {
        let token = "e".repeat(900);
        for (said, logged) in [
            ("Access Token has expired", "Access Token has expired"),
            ("", ""),
            (
                "An account with alice@example.com exists.",
                "An account with [redacted] exists.",
            ),
            ("line\r\nbreak", "line  break"),
            (&format!("token {token} is bad"), "token [redacted] is bad"),
            (
                "1 validation error detected: Value 'it's me' at 'name' failed to satisfy constraint",
                "1 validation error detected: Value [redacted] failed to satisfy constraint",
            ),
        ] {
            assert_eq!(Message::new(said).as_str(), logged);
        }
    }

    #[test]
    fn a_long_message_is_cut() {
        assert_eq!(Message::new(&"ä b ".repeat(200)).as_str().chars().count(), 200);
    }

    #[test]
    fn only_a_message_brings_its_colon() {
        assert_eq!(Message::new("no").to_string(), ": no");
        assert_eq!(Message::default().to_string(), "");
    }
}
