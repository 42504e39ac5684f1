//! How a row ended.

use std::fmt;
use std::str::FromStr;

/// One word for the result file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowStatus {
    /// Written.
    Changed,
    /// Everything was so already.
    Unchanged,
    /// Not written, and never will be without a change of the row.
    Refused,
}

impl RowStatus {
    const ALL: [Self; 3] = [Self::Changed, Self::Unchanged, Self::Refused];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        }
    }
}

impl FromStr for RowStatus {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let found = Self::ALL.into_iter().find(|status| status.as_str() == text);
        found.ok_or(())
    }
}

/// How a row ended, with names or a reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RowOutcome {
    /// The names that were written or removed.
    Changed(Vec<String>),
    Unchanged,
    /// Why.
    Refused(String),
}

impl RowOutcome {
    pub fn status(&self) -> RowStatus {
        match self {
            Self::Changed(_) => RowStatus::Changed,
            Self::Unchanged => RowStatus::Unchanged,
            Self::Refused(_) => RowStatus::Refused,
        }
    }

    pub fn reason(&self) -> String {
        match self {
            Self::Changed(names) => names.join(" "),
            Self::Unchanged => String::new(),
            Self::Refused(reason) => reason.clone(),
        }
    }
}

/// How many rows ended how.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Tally {
    pub changed: u64,
    pub unchanged: u64,
    pub refused: u64,
}

impl Tally {
    pub fn count(&mut self, status: RowStatus) {
        match status {
            RowStatus::Changed => self.changed += 1,
            RowStatus::Unchanged => self.unchanged += 1,
            RowStatus::Refused => self.refused += 1,
        }
    }

    pub fn rows(&self) -> u64 {
        self.changed + self.unchanged + self.refused
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} changed, {} unchanged, {} refused",
            self.changed, self.unchanged, self.refused
        )
    }
}
