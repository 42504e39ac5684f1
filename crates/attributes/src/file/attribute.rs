//! One `[[attribute]]`.

use toml::Spanned;

use super::kind::{self, DataType};
use super::name::{check_name, is_birthdate};
use super::table::Table;
use super::text;
use crate::Attribute;
use crate::attribute::CUSTOM_PREFIX;

const KEYS: [&str; 6] = ["name", "type", "label", "help", "required", "mutable"];

/// None only when there is a problem; there can be one with a result too.
pub(super) fn read(table: &Table<'_>) -> Option<Attribute> {
    let name = table.require("name", &Table::string());
    if let Some(name) = &name
        && let Err(sentence) = check_name(name.get_ref())
    {
        table.problems.add(name.span(), sentence);
    }
    let name = name.map(Spanned::into_inner);
    let data_type = data_type(table, name);
    refuse_other_keys(table, name, data_type);
    let kind = data_type.map(|data_type| kind::read(table, data_type));
    let label = table.require("label", &text::expected()).map(Spanned::into_inner);
    let help = table.optional("help", &text::expected()).map(Spanned::into_inner);
    let required = table.optional("required", &Table::boolean());
    let mutable = table
        .optional("mutable", &Table::boolean())
        .is_none_or(Spanned::into_inner);
    if let Some(required) = &required
        && *required.get_ref()
        && !mutable
    {
        let sentence = "`required` and `mutable = false` exclude each other: nobody could ever fill it in";
        table.problems.add(required.span(), sentence);
    }
    let required = required.is_some_and(Spanned::into_inner);
    Some(Attribute {
        name: name?.to_owned(),
        kind: kind?,
        label: label?,
        help,
        required,
        mutable,
    })
}

/// The type of a custom attribute is given; that of a standard one is known, and may be given.
fn data_type(table: &Table<'_>, name: Option<&str>) -> Option<DataType> {
    let known = match name {
        Some(name) if is_birthdate(name) => Some(DataType::DateTime),
        Some(name) if !name.starts_with(CUSTOM_PREFIX) && check_name(name).is_ok() => Some(DataType::String),
        _ => None,
    };
    let Some(known) = known else {
        return table
            .require("type", &DataType::expected())
            .map(Spanned::into_inner);
    };
    if let Some(given) = table.optional("type", &DataType::expected())
        && *given.get_ref() != known
    {
        let sentence = format!(
            "`type` must be \"{}\" for this standard attribute",
            known.as_str()
        );
        table.problems.add(given.span(), sentence);
    }
    Some(known)
}

fn refuse_other_keys(table: &Table<'_>, name: Option<&str>, data_type: Option<DataType>) {
    let mut known = KEYS.to_vec();
    match data_type {
        // Cognito takes ten characters for it: there is no room for a time.
        Some(_) if name.is_some_and(is_birthdate) => {}
        Some(data_type) => known.extend(data_type.keys()),
        None => known.extend(DataType::ALL.iter().flat_map(|data_type| data_type.keys())),
    }
    table.refuse_keys_except(&known);
}
