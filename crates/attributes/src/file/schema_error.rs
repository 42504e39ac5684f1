//! Errors in `attributes.toml`, with line and column.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

/// One error in the file, worded for the operator.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SchemaError {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong and what is expected.
    pub sentence: String,
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.sentence)
    }
}

impl std::error::Error for SchemaError {}

/// Collects the errors of one text: all are reported at once.
pub(super) struct Problems<'a> {
    text: &'a str,
    found: RefCell<Vec<SchemaError>>,
}

impl<'a> Problems<'a> {
    pub(super) fn in_text(text: &'a str) -> Problems<'a> {
        Problems {
            text,
            found: RefCell::default(),
        }
    }

    /// Notes a problem at a range of bytes of the text.
    pub(super) fn add(&self, at: Range<usize>, sentence: impl Into<String>) {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        self.found.borrow_mut().push(SchemaError {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            sentence: sentence.into(),
        });
    }

    pub(super) fn in_order(self) -> Vec<SchemaError> {
        let mut found = self.found.into_inner();
        found.sort();
        found
    }
}
