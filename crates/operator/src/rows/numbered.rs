//! From names and values to a row with its number.

use std::ops::ControlFlow;

use attributes::{Values, normalize_text};

use super::{Blank, Each, Row, USERNAME};
use crate::rules::is_removal;

/// Counts the rows on their way.
pub(super) struct Numbered<'a> {
    blank: Blank,
    each: Each<'a>,
    count: u64,
}

impl<'a> Numbered<'a> {
    pub fn new(blank: Blank, each: Each<'a>) -> Self {
        Self {
            blank,
            each,
            count: 0,
        }
    }

    /// The number of the row that comes next.
    pub fn next_number(&self) -> u64 {
        self.count + 1
    }

    pub fn give(&mut self, mut form: Values) -> ControlFlow<()> {
        self.count += 1;
        let username = normalize_text(&form.remove(USERNAME).unwrap_or_default());
        if self.blank == Blank::Leave {
            form.retain(|_, value| !is_removal(value));
        }
        (self.each)(Row {
            number: self.count,
            username,
            form,
        })
    }
}
