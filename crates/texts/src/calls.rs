//! How the code calls the sentences that need something to be complete.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::Error;

pub(crate) const FILE: &str = "calls.toml";

#[derive(Default)]
pub(crate) struct Calls {
    /// The values that are handed over, by name and type, in order.
    pub values: BTreeMap<String, Vec<(String, String)>>,
    /// The type whose variants are the keys of the table; `str` for texts that may be unknown.
    pub choices: BTreeMap<String, String>,
    /// A variant that is worded by another choice, with what it carries.
    pub same_as: BTreeMap<String, String>,
    /// Tables that only the server uses.
    pub server_only: Vec<String>,
}

impl Calls {
    pub(crate) fn parse(toml: &str) -> Result<Self, Error> {
        let mut table: Table =
            toml::from_str(toml).map_err(|error| Error::new(FILE, "", error.to_string()))?;
        let values = texts(&mut table, "values")?;
        let values = values.into_iter().map(|(key, list)| match parameters(&list) {
            Some(parameters) => Ok((key, parameters)),
            None => Err(Error::new(FILE, key, "must be values such as \"name: &str\"")),
        });
        let calls = Self {
            values: values.collect::<Result<_, _>>()?,
            choices: texts(&mut table, "choices")?,
            same_as: texts(&mut table, "same_as")?,
            server_only: match table.remove("server_only") {
                Some(Value::Array(keys)) => {
                    keys.iter().filter_map(Value::as_str).map(str::to_owned).collect()
                }
                _ => Vec::new(),
            },
        };
        match table.keys().next() {
            Some(key) => Err(Error::new(FILE, key, "is not known")),
            None => Ok(calls),
        }
    }

    pub(crate) fn is_server_only(&self, key: &str) -> bool {
        let is_within = |own: &String| match key.strip_prefix(own.as_str()) {
            Some(rest) => rest.is_empty() || rest.starts_with('.'),
            None => false,
        };
        self.server_only.iter().any(is_within)
    }
}

fn texts(table: &mut Table, name: &str) -> Result<BTreeMap<String, String>, Error> {
    let Some(entries) = table.remove(name) else {
        return Ok(BTreeMap::new());
    };
    let entries = entries.as_table().cloned().unwrap_or_default();
    let entries = entries.into_iter().map(|(key, value)| match value {
        Value::String(text) => Ok((key, text)),
        _ => Err(Error::new(
            FILE,
            key,
            "must be a text; keys with dots need quotes",
        )),
    });
    entries.collect()
}

/// `name: Type, …`.
fn parameters(list: &str) -> Option<Vec<(String, String)>> {
    let parameters = list.split(',').map(|parameter| {
        let (name, kind) = parameter.split_once(": ")?;
        Some((name.trim().to_owned(), kind.trim().to_owned()))
    });
    parameters.collect()
}
