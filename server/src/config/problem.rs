//! What is wrong with the settings: everything at once, by name, never with a value, for any of them may be
//! a secret put into the wrong place.

use std::fmt;

use super::variables::Variables;

/// One setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The variable.
    pub name: &'static str,
    /// What it must be.
    pub expects: String,
}

impl Problem {
    /// What `dotenvy` says, without the line it says it about.
    pub(super) fn in_file(error: &dotenvy::Error) -> Self {
        let expects = match error {
            dotenvy::Error::LineParse(..) => {
                "each line must read NAME=value, with quotes around a value that has blanks".to_owned()
            }
            dotenvy::Error::Io(error) => format!("cannot be read: {error}"),
            _ => "cannot be read".to_owned(),
        };
        Self {
            name: ".env",
            expects,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.expects)
    }
}

/// All that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The configuration cannot be used:")?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

/// Reads variables one by one and collects what is wrong with them.
pub(super) struct Reader<'a> {
    variables: &'a Variables,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub fn new(variables: &'a Variables) -> Self {
        Self {
            variables,
            problems: variables.problems().to_vec(),
        }
    }

    /// Whether the variable has a value, good or bad.
    pub fn is_set(&self, name: &str) -> bool {
        self.variables.is_set(name)
    }

    /// Notes what is wrong.
    pub fn refuse(&mut self, name: &'static str, expects: impl Into<String>) {
        self.problems.push(Problem {
            name,
            expects: expects.into(),
        });
    }

    /// The value as `parse` sees it. `None` when it is not set, and when it is bad, which is noted.
    pub fn read<T, E: fmt::Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match parse(self.variables.get(name)?) {
            Ok(value) => Some(value),
            Err(expects) => {
                self.refuse(name, expects.to_string());
                None
            }
        }
    }

    /// Like [`Self::read`], but a value that is not set is a problem, too.
    pub fn require<T, E: fmt::Display>(
        &mut self,
        name: &'static str,
        missing: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if !self.is_set(name) {
            self.refuse(name, missing);
        }
        self.read(name, parse)
    }

    /// `value`, if nothing at all was wrong.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Problems> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(Problems(self.problems)),
        }
    }
}

/// `true` or `false`.
pub(super) fn parse_switch(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| "must be true or false")
}
