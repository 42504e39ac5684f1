//! Reads a `brand.toml`, and finds everything that is wrong with it.

use std::borrow::Cow;

use serde::Deserialize as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use crate::{Brand, Error};

/// A colour, and a text: what each required key accepts.
const PLACEHOLDER: DeValue<'static> = DeValue::String(Cow::Borrowed("#000"));

/// How to go on after an error, so that the next one is found.
#[derive(Clone, Copy)]
enum Repair<'a> {
    Insert(&'a str),
    Replace,
    Remove,
}

/// The errors are in the order of the file.
pub(crate) fn read(text: &str) -> Result<Brand, Vec<Error>> {
    let (mut document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().map(|error| Error::new(text, error)).collect());
    }
    let mut found = Vec::new();
    let mut replaced = Vec::new();
    loop {
        // serde stops at the first error, so what it names is repaired and all is read again.
        let error = match Brand::deserialize(Deserializer::from(document.clone())) {
            Ok(brand) if found.is_empty() => return Ok(brand),
            Ok(_) => break,
            Err(error) => error,
        };
        let at = error.span().map_or(0, |span| span.start);
        let repair = match missing_field(error.message()) {
            Some(key) => Repair::Insert(key),
            None if replaced.contains(&at) => Repair::Remove,
            None => Repair::Replace,
        };
        // The placeholder is wrong in most optional places: not an error of the file.
        if !matches!(repair, Repair::Remove) {
            found.push(Error::new(text, &error));
        }
        replaced.push(at);
        if !repair_table(document.get_mut(), at, repair) {
            break;
        }
    }
    found.sort_by_key(|error| (error.line, error.column));
    Err(found)
}

fn missing_field(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.strip_suffix('`')
}

/// Repairs the innermost entry that has this place in its key or its value, if there is one.
fn repair_table(table: &mut DeTable<'_>, at: usize, repair: Repair<'_>) -> bool {
    if table.iter_mut().any(|(_, value)| repair_value(value, at, repair)) {
        return true;
    }
    let is_here = |(key, value): &(&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        key.span().contains(&at) || value.span().contains(&at)
    };
    let Some((key, _)) = table.iter().find(is_here) else {
        return false;
    };
    let is_key = key.span().contains(&at);
    let name = key.get_ref().clone().into_owned();
    match table.get_mut(name.as_str()) {
        Some(value) if !is_key && matches!(repair, Repair::Replace) => *value.get_mut() = PLACEHOLDER,
        _ => {
            table.remove(name.as_str());
        }
    }
    true
}

fn repair_value(value: &mut Spanned<DeValue<'_>>, at: usize, repair: Repair<'_>) -> bool {
    let span = value.span();
    match (value.get_mut(), repair) {
        (DeValue::Table(table), Repair::Insert(key)) if span.start == at => {
            let key = Cow::Owned(key.to_owned());
            let placeholder = Spanned::new(span.clone(), PLACEHOLDER);
            table.insert(Spanned::new(span, key), placeholder);
            true
        }
        (DeValue::Table(table), _) => repair_table(table, at, repair),
        (DeValue::Array(items), _) => {
            if items.iter_mut().any(|item| repair_value(item, at, repair)) {
                return true;
            }
            let before = items.len();
            let others = items.iter().filter(|item| !item.span().contains(&at));
            *items = others.cloned().collect();
            items.len() < before
        }
        _ => false,
    }
}
