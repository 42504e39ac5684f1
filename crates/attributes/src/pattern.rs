//! What a text must look like: a small language, so that no engine for regular expressions weighs on the
//! WebAssembly and no pattern can make a check slow.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::value::MAX_LENGTH;

/// The greatest number of characters of a pattern.
const MAX_PATTERN: usize = 200;

/// What stands for itself only in brackets, because elsewhere it means something in other languages.
const RESERVED: &str = r".*()|^$\";

/// What a whole value must look like, such as `[A-Z]{2}-[0-9]{4}`.
///
/// * A character stands for itself, and one of several for `[abc]`, `[a-z0-9]`, `[+.-]`.
/// * After either, `{4}` says how often, `{2,4}` from how often to how often, `?` that it may be missing, and
///   `+` once or more often.
/// * `. * ( ) | ^ $ \` have no meaning of their own; in brackets, all but `^` in front and `\` are themselves.
///
/// Every pattern is also a regular expression of the same meaning. A check takes time in proportion to the
/// length of the value times that of the pattern.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Pattern {
    text: String,
    items: Vec<Item>,
}

/// Characters, and how many of them follow each other.
#[derive(Clone, PartialEq, Eq)]
struct Item {
    ranges: Vec<(char, char)>,
    min: usize,
    max: usize,
}

/// Why a text is no pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternError {
    /// Where in the text, in characters from 0.
    pub at: usize,
    /// What is wrong.
    pub sentence: String,
}

impl Pattern {
    /// Reads a pattern.
    pub fn parse(text: &str) -> Result<Pattern, PatternError> {
        let mut reader = Reader {
            chars: text.chars().collect(),
            at: 0,
        };
        if !(1..=MAX_PATTERN).contains(&reader.chars.len()) {
            return Err(reader.mistake(format!("a pattern has 1 to {MAX_PATTERN} characters")));
        }
        let mut items = Vec::new();
        while let Some(item) = reader.item()? {
            items.push(item);
        }
        Ok(Pattern {
            text: text.to_owned(),
            items,
        })
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the whole text looks like this.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        // Which numbers of characters the items so far can be.
        let mut reached = vec![false; chars.len() + 1];
        reached[0] = true;
        for item in &self.items {
            reached = item.reach_from(&reached, &chars);
        }
        reached[chars.len()]
    }
}

impl Item {
    /// What is reached after this item. Of all places it could start from the last one is enough: whatever
    /// lies between is shortest there.
    fn reach_from(&self, starts: &[bool], chars: &[char]) -> Vec<bool> {
        let mut last_start = None;
        let mut run = 0;
        let mut reached = vec![false; starts.len()];
        for (end, is_reached) in reached.iter_mut().enumerate() {
            if end > 0 {
                run = if self.holds(chars[end - 1]) { run + 1 } else { 0 };
            }
            if let Some(start) = end.checked_sub(self.min)
                && starts[start]
            {
                last_start = Some(start);
            }
            *is_reached = last_start.is_some_and(|start| end - start <= self.max.min(run));
        }
        reached
    }

    fn holds(&self, c: char) -> bool {
        self.ranges
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&c))
    }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
}

impl Reader {
    fn mistake(&self, sentence: impl Into<String>) -> PatternError {
        PatternError {
            at: self.at,
            sentence: sentence.into(),
        }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take_if(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        self.at += usize::from(is_there);
        is_there
    }

    fn item(&mut self) -> Result<Option<Item>, PatternError> {
        let Some(c) = self.peek() else { return Ok(None) };
        if RESERVED.contains(c) {
            let hint = match c {
                '*' => "`*` has no meaning here: write `{0,20}`, or `[*]` for itself".to_owned(),
                '\\' => "`\\` has no meaning here and cannot be asked for".to_owned(),
                '^' => "`^` has no meaning here: a pattern is always about the whole value".to_owned(),
                c => format!("`{c}` has no meaning here: write `[{c}]` for itself"),
            };
            return Err(self.mistake(hint));
        }
        if matches!(c, '{' | '}' | ']' | '?' | '+') {
            return Err(self.mistake(format!("`{c}` does not follow a character or a bracket")));
        }
        self.at += 1;
        let ranges = if c == '[' { self.ranges()? } else { vec![(c, c)] };
        let (min, max) = self.repetition()?;
        Ok(Some(Item { ranges, min, max }))
    }

    /// What stands in brackets, after the first one.
    fn ranges(&mut self) -> Result<Vec<(char, char)>, PatternError> {
        let mut ranges = Vec::new();
        while !self.take_if(']') {
            let Some(first) = self.peek() else {
                return Err(self.mistake("`]` is missing"));
            };
            if matches!(first, '[' | '\\') || first == '^' && ranges.is_empty() {
                return Err(self.mistake(format!("`{first}` cannot stand here")));
            }
            self.at += 1;
            let is_range = self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|c| *c != ']');
            let last = if is_range { self.chars[self.at + 1] } else { first };
            if first > last || is_range && matches!(last, '[' | '\\') {
                return Err(self.mistake(format!("`{first}-{last}` is not from a character to a later one")));
            }
            self.at += if is_range { 2 } else { 0 };
            ranges.push((first, last));
        }
        if ranges.is_empty() {
            return Err(self.mistake("there is nothing in the brackets"));
        }
        Ok(ranges)
    }

    /// How often: once, if nothing is said.
    fn repetition(&mut self) -> Result<(usize, usize), PatternError> {
        if self.take_if('?') {
            return Ok((0, 1));
        }
        if self.take_if('+') {
            return Ok((1, usize::from(MAX_LENGTH)));
        }
        if !self.take_if('{') {
            return Ok((1, 1));
        }
        let min = self.number()?;
        let max = if self.take_if(',') { self.number()? } else { min };
        if max < min || max == 0 {
            return Err(self.mistake(format!("`{{{min},{max}}}` is not from a number to a greater one")));
        }
        if self.take_if('}') {
            Ok((min, max))
        } else {
            Err(self.mistake("`}` is missing"))
        }
    }

    fn number(&mut self) -> Result<usize, PatternError> {
        let start = self.at;
        let mut number = 0;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            number = number * 10 + digit as usize;
            self.at += 1;
            if number > usize::from(MAX_LENGTH) {
                break;
            }
        }
        if start == self.at || number > usize::from(MAX_LENGTH) {
            return Err(self.mistake(format!("a number from 0 to {MAX_LENGTH} is missing")));
        }
        Ok(number)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({:?})", self.text)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> String {
        pattern.text
    }
}

impl TryFrom<String> for Pattern {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Pattern, PatternError> {
        Pattern::parse(&text)
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for PatternError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_value_must_look_like_the_pattern() {
        for (pattern, yes, no) in [
            (
                "[A-Z]{2}-[0-9]{4}",
                &["AB-1234", "ZZ-0000"][..],
                &["AB-123", "AB-12345", "aB-1234", "xAB-1234", "", "AB–1234"][..],
            ),
            ("E-[0-9]+", &["E-1", "E-123456789"], &["E-", "e-1", "E-1 "]),
            ("[a-z]+[0-9]?", &["a", "abc", "abc1"], &["1", "abc12", ""]),
            ("a{2,4}a", &["aaa", "aaaa", "aaaaa"], &["a", "aa", "aaaaaa"]),
            (
                "[ab]{0,3}[bc]{1,2}",
                &["b", "abbb", "bbbcc", "cc"],
                &["", "a", "ccc", "abbbcc"],
            ),
            ("[+.-]", &["+", ".", "-"], &["", "+-", "a"]),
            ("[^-]{1}", &[], &[]),
            ("[א-ת]{3}", &["שלו"], &["abc", "שלום"]),
            ("a[]]?", &[], &[]),
            ("日本[語]?", &["日本", "日本語"], &["日"]),
        ] {
            let Ok(pattern) = Pattern::parse(pattern) else {
                assert!(yes.is_empty(), "{pattern} is a pattern");
                continue;
            };
            for text in yes {
                assert!(pattern.matches(text), "{pattern:?} {text}");
            }
            for text in no {
                assert!(!pattern.matches(text), "{pattern:?} {text}");
            }
        }
    }

    #[test]
    fn invalid_pattern_is_refused_at_its_place() {
        for (text, at, sentence) in [
            ("", 0, "a pattern has 1 to 200 characters"),
            ("a*", 1, "write `{0,20}`"),
            ("a.c", 1, "write `[.]` for itself"),
            ("(a)", 0, "write `[(]` for itself"),
            ("^a$", 0, "always about the whole value"),
            ("\\d", 0, "cannot be asked for"),
            ("+49", 0, "does not follow"),
            ("a??", 2, "does not follow"),
            ("a]", 1, "does not follow"),
            ("[a", 2, "`]` is missing"),
            ("[]", 2, "nothing in the brackets"),
            ("[^a]", 1, "`^` cannot stand here"),
            ("[[:alpha:]]", 1, "`[` cannot stand here"),
            ("[z-a]", 2, "not from a character to a later one"),
            ("a{", 2, "a number from 0 to 2048 is missing"),
            ("a{2", 3, "`}` is missing"),
            ("a{3,2}", 5, "not from a number to a greater one"),
            ("a{0}", 3, "not from a number to a greater one"),
            ("a{2,}", 4, "a number from 0 to 2048 is missing"),
            ("a{9999}", 6, "a number from 0 to 2048 is missing"),
        ] {
            let mistake = Pattern::parse(text).unwrap_err();
            assert_eq!(mistake.at, at, "{text}: {mistake}");
            assert!(mistake.sentence.contains(sentence), "{text}: {mistake}");
        }
        assert!(Pattern::parse(&"a".repeat(201)).is_err());
    }

    #[test]
    fn a_pattern_travels_as_its_text() {
        let pattern = Pattern::parse("[A-Z]{2}").unwrap();
        let json = serde_json::to_string(&pattern).unwrap();
        assert_eq!(json, "\"[A-Z]{2}\"");
        assert_eq!(serde_json::from_str::<Pattern>(&json).unwrap(), pattern);
        assert!(serde_json::from_str::<Pattern>("\"(\"").is_err());
    }

    /// With an engine that tries one way after the other these take for ever.
    #[test]
    fn no_value_makes_a_check_slow() {
        let greedy = Pattern::parse(&"[a-z]+".repeat(33)).unwrap();
        assert!(greedy.matches(&"a".repeat(2048)));
        assert!(!greedy.matches(&format!("{}!", "a".repeat(2047))));
    }
}
