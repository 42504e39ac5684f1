//! What can stand at a key.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

/// The plural categories of the Unicode CLDR; `other` is for the rest.
pub(crate) const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

pub(crate) enum Node {
    Text(String),
    /// A text for each plural category, and for single numbers that are said in another way.
    Plural(BTreeMap<String, String>),
    /// Lines, or pairs of a heading and a line.
    List(Vec<Node>),
    Group(BTreeMap<String, Node>),
}

impl Node {
    /// `Err` says which key cannot be read.
    pub(crate) fn read(key: &str, value: Value) -> Result<Self, String> {
        match value {
            Value::String(text) => Ok(Self::Text(text)),
            Value::Array(items) => {
                let items = items.into_iter().map(|item| Self::read(key, item));
                Ok(Self::List(items.collect::<Result<_, _>>()?))
            }
            Value::Table(table) => match plural(&table) {
                Some(cases) => Ok(Self::Plural(cases)),
                None => Self::group(key, table),
            },
            _ => Err(key.to_owned()),
        }
    }

    pub(crate) fn group(key: &str, table: Table) -> Result<Self, String> {
        let entries = table.into_iter().map(|(name, value)| {
            let node = Self::read(&join(key, &name), value)?;
            Ok((name, node))
        });
        Ok(Self::Group(entries.collect::<Result<_, String>>()?))
    }

    /// What it is, in a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Plural(_) => "a text for each plural category",
            Self::List(_) => "a list",
            Self::Group(_) => "a table",
        }
    }

    /// The names in braces, in all of its texts.
    pub(crate) fn values(&self) -> BTreeSet<&str> {
        match self {
            Self::Text(text) => values(text).unwrap_or_default(),
            Self::Plural(cases) => cases
                .values()
                .flat_map(|text| values(text).unwrap_or_default())
                .collect(),
            Self::List(items) => items.iter().flat_map(Self::values).collect(),
            Self::Group(entries) => entries.values().flat_map(Self::values).collect(),
        }
    }
}

/// A table with `other` in which there is nothing but categories and numbers.
fn plural(table: &Table) -> Option<BTreeMap<String, String>> {
    let is_case = |name: &str| CATEGORIES.contains(&name) || name.parse::<u64>().is_ok();
    if !table.contains_key("other") || !table.keys().all(|name| is_case(name)) {
        return None;
    }
    let cases = table
        .iter()
        .map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned())));
    cases.collect()
}

/// The names in braces; `None` if a brace stands alone or has no name in it.
pub(crate) fn values(text: &str) -> Option<BTreeSet<&str>> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (name, after) = rest[at..].strip_prefix('{')?.split_once('}')?;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        names.insert(name);
        rest = after;
    }
    Some(names)
}

pub(crate) fn join(key: &str, name: &str) -> String {
    match key {
        "" => name.to_owned(),
        _ => format!("{key}.{name}"),
    }
}
