//! A table of the file, asked for its keys one by one.

use std::fmt::Display;
use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::schema_error::Problems;

/// A table, where it starts, and where to note what is wrong with it.
pub(super) struct Table<'a> {
    pub(super) entries: &'a DeTable<'a>,
    pub(super) at: Range<usize>,
    pub(super) problems: &'a Problems<'a>,
}

/// How to read a value: what to call what is expected, and how to make it of TOML's value.
pub(super) struct Expected<'a, T> {
    what: String,
    read: Box<dyn Fn(&'a DeValue<'a>) -> Option<T> + 'a>,
}

impl<'a, T> Expected<'a, T> {
    pub(super) fn new(what: &str, read: impl Fn(&'a DeValue<'a>) -> Option<T> + 'a) -> Expected<'a, T> {
        Expected {
            what: what.to_owned(),
            read: Box::new(read),
        }
    }
}

impl<'a> Table<'a> {
    /// The value of a key, or none when there is none or it is not what is expected, which is a problem.
    pub(super) fn optional<T>(&self, key: &str, expected: &Expected<'a, T>) -> Option<Spanned<T>> {
        let value = self.entries.get(key)?;
        let read = (expected.read)(value.get_ref());
        if read.is_none() {
            self.problems
                .add(value.span(), format!("`{key}` must be {}", expected.what));
        }
        read.map(|read| Spanned::new(value.span(), read))
    }

    /// The same for a key that must be there.
    pub(super) fn require<T>(&self, key: &str, expected: &Expected<'a, T>) -> Option<Spanned<T>> {
        if !self.entries.contains_key(key) {
            self.problems.add(
                self.at.clone(),
                format!("`{key}` is missing: it must be {}", expected.what),
            );
        }
        self.optional(key, expected)
    }

    /// The table below a key of its own, such as `[sign_up]`.
    pub(super) fn sub_table(&self, key: &str) -> Option<Table<'a>> {
        let what = format!("a table, below [{key}]");
        let entries = self.optional(key, &Expected::new(&what, DeValue::as_table))?;
        Some(Table {
            at: entries.span(),
            entries: entries.into_inner(),
            problems: self.problems,
        })
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The value of a key, whatever it is.
    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries.get(key)
    }

    pub(super) fn refuse_keys_except(&self, known: &[&str]) {
        for key in self
            .entries
            .keys()
            .filter(|key| !known.contains(&key.get_ref().as_ref()))
        {
            let sentence = format!(
                "there is no key `{}` here, only {}",
                key.get_ref(),
                in_quotes(known)
            );
            self.problems.add(key.span(), sentence);
        }
    }

    pub(super) fn string() -> Expected<'a, &'a str> {
        Expected::new("a text in quotes", DeValue::as_str)
    }

    pub(super) fn boolean() -> Expected<'a, bool> {
        Expected::new("true or false", DeValue::as_bool)
    }

    pub(super) fn table() -> Expected<'a, &'a DeTable<'a>> {
        Expected::new("a table", DeValue::as_table)
    }

    pub(super) fn array() -> Expected<'a, &'a [Spanned<DeValue<'a>>]> {
        Expected::new("a list in brackets", |value| value.as_array().map(AsRef::as_ref))
    }

    /// A whole number in a range.
    pub(super) fn integer<T>(range: RangeInclusive<T>) -> Expected<'a, T>
    where
        T: TryFrom<i64> + PartialOrd + Display + 'a,
    {
        let what = format!("a whole number from {} to {}", range.start(), range.end());
        let read = move |value: &DeValue<'_>| {
            let integer = value.as_integer()?;
            let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok()?;
            T::try_from(number).ok().filter(|number| range.contains(number))
        };
        Expected::new(&what, read)
    }
}

fn in_quotes(keys: &[&str]) -> String {
    keys.iter()
        .map(|key| format!("`{key}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
