//! Reads `attributes.toml`, and finds everything that is wrong with it.

mod ask;
mod attribute;
mod choice;
mod consent;
mod contact;
mod group;
mod input;
mod kind;
mod name;
mod rights;
mod schema_error;
mod sign_up;
mod table;
mod text;

#[cfg(test)]
mod tests;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use name::STANDARD_ATTRIBUTES;
pub use schema_error::SchemaError;

use crate::attribute::CUSTOM_PREFIX;
use crate::{Attribute, Schema};
use attribute::Context;
use name::MAX_CUSTOM_ATTRIBUTES;
use schema_error::Problems;
use table::Table;

impl Schema {
    /// Reads a list from the text of an `attributes.toml`. The shipped file describes the format.
    ///
    /// The error holds all problems in the order of the file, each with its line and column. A text that is
    /// not TOML is looked at no further: what was meant is clear only once it parses.
    pub fn from_toml(text: &str) -> Result<Schema, Vec<SchemaError>> {
        let problems = Problems::in_text(text);
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            problems.add(
                error.span().unwrap_or_default(),
                format!("this is not TOML: {}", error.message()),
            );
        }
        let schema = if errors.is_empty() {
            read_schema(document.get_ref(), &problems)
        } else {
            None
        };
        match (schema, problems.in_order()) {
            (Some(schema), problems) if problems.is_empty() => Ok(schema),
            (_, problems) => Err(problems),
        }
    }
}

fn read_schema(document: &DeTable<'_>, problems: &Problems<'_>) -> Option<Schema> {
    let table = Table {
        entries: document,
        at: 0..0,
        problems,
    };
    table.refuse_keys_except(&["version", "sign_up", "password", "contact", "group", "attribute"]);
    let version = table
        .require("version", &Table::integer(1..=u32::MAX))
        .map(Spanned::into_inner);
    let list = |key| table.optional(key, &Table::array()).map(Spanned::into_inner);
    let groups = group::read_all(list("group").unwrap_or_default(), problems);
    let context = Context {
        version,
        groups: &groups,
    };
    let attributes = read_attributes(list("attribute").unwrap_or_default(), &context, problems);
    let contact = contact::read(&table);
    let sign_up = sign_up::read(&table);
    Some(
        Schema::new(version?, groups, attributes)
            .with_contact_changes(contact)
            .with_sign_up_rules(sign_up),
    )
}

fn read_attributes(
    list: &[Spanned<DeValue<'_>>],
    context: &Context<'_>,
    problems: &Problems<'_>,
) -> Vec<Attribute> {
    let mut names: Vec<&str> = Vec::new();
    let mut attributes = Vec::new();
    for item in list {
        let Some(table) = item.get_ref().as_table() else {
            problems.add(
                item.span(),
                "an attribute is a table of its own, below [[attribute]]",
            );
            continue;
        };
        if let Some((name, at)) = table
            .get("name")
            .and_then(|name| Some((name.get_ref().as_str()?, name.span())))
        {
            if let Some(sentence) = placement_error(name, &names) {
                problems.add(at, sentence);
            }
            names.push(name);
        }
        let table = Table {
            entries: table,
            at: item.span(),
            problems,
        };
        attributes.extend(attribute::read(&table, context));
    }
    attributes
}

/// What is wrong with a name after those before it.
fn placement_error(name: &str, before: &[&str]) -> Option<String> {
    let is_custom = |name: &&&str| name.starts_with(CUSTOM_PREFIX);
    if before.contains(&name) {
        Some(format!("`{name}` is on the list already"))
    } else if is_custom(&&name) && before.iter().filter(is_custom).count() == MAX_CUSTOM_ATTRIBUTES {
        Some(format!(
            "`{name}` is one too many: a user pool has at most {MAX_CUSTOM_ATTRIBUTES} custom attributes"
        ))
    } else {
        None
    }
}
