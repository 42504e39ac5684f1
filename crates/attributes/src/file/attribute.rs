//! One `[[attribute]]`.

use toml::Spanned;

use super::ask::Asked;
use super::kind::{self, DataType};
use super::name::{check_name, is_birthdate};
use super::rights::{self, Rights};
use super::table::Table;
use super::{ask, consent, input, text};
use crate::attribute::CUSTOM_PREFIX;
use crate::{Ask, Attribute, AttributeType, Group, InputType};

const KEYS: [&str; 14] = [
    "name",
    "type",
    "label",
    "help",
    "group",
    "input",
    "ask",
    "again",
    "ask_from",
    "reason",
    "since",
    "mutable",
    "sign_up",
    "mapped_by",
];

/// What the rest of the file says.
pub(super) struct Context<'a> {
    /// None when the file has none that can be read.
    pub version: Option<u32>,
    pub groups: &'a [Group],
}

/// None only when there is a problem; there can be one with a result too.
pub(super) fn read(table: &Table<'_>, context: &Context<'_>) -> Option<Attribute> {
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
    let input = kind.as_ref().map(|kind| input::read(table, name, kind));
    let pattern_help = pattern_help(table, kind.as_ref(), input);
    let label = table.require("label", &text::expected()).map(Spanned::into_inner);
    let help = table.optional("help", &text::expected()).map(Spanned::into_inner);
    let group = group(table, context.groups);
    let since = since(table, context.version);
    let consent = consent::read(table, name, input);
    let rights = rights::read(table);
    let Asked {
        ask,
        from: ask_from,
        reason,
    } = ask::read(table, &rights);
    // Whoever signs up on our own pages agrees there to what they must.
    let sign_up_by_default = consent.is_some() && ask == Ask::Required && ask_from.is_none();
    let Rights {
        mutable,
        sign_up,
        mapped_by,
        authorises,
    } = rights;
    Some(Attribute {
        name: name?.to_owned(),
        kind: kind?,
        input: input?,
        label: label?,
        help,
        pattern_help,
        group,
        ask,
        reason,
        ask_from,
        consent,
        since,
        mutable,
        sign_up: sign_up.unwrap_or(sign_up_by_default),
        mapped_by,
        authorises,
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
    known.push("authorises");
    match data_type {
        // Cognito takes ten characters for it: there is no room for a time.
        Some(_) if name.is_some_and(is_birthdate) => {}
        Some(data_type) => known.extend(data_type.keys()),
        None => known.extend(DataType::ALL.iter().flat_map(|data_type| data_type.keys())),
    }
    table.refuse_keys_except(&known);
}

/// A pattern needs a sentence that explains it to the person, and the sentence needs a pattern.
fn pattern_help(
    table: &Table<'_>,
    kind: Option<&AttributeType>,
    input: Option<InputType>,
) -> Option<crate::Text> {
    let help = table.optional("pattern_help", &text::expected());
    let pattern = table.get("pattern");
    let fits = matches!(kind, Some(AttributeType::String { .. })) && input == Some(InputType::Text);
    match (pattern, &help) {
        (Some(pattern), _) if !fits => table.problems.add(
            pattern.span(),
            "`pattern` is for texts on one line that are typed freely",
        ),
        (Some(pattern), None) if !table.has("pattern_help") => table.problems.add(
            pattern.span(),
            "`pattern` needs a `pattern_help`: what people are told when a value does not fit",
        ),
        (None, Some(help)) => table
            .problems
            .add(help.span(), "`pattern_help` is of no use without a `pattern`"),
        _ => {}
    }
    help.map(Spanned::into_inner)
}

fn group(table: &Table<'_>, groups: &[Group]) -> Option<String> {
    let group = table.optional("group", &Table::string())?;
    if groups.iter().all(|known| known.name != *group.get_ref()) {
        let sentence = format!("there is no [[group]] with the name `{}`", group.get_ref());
        table.problems.add(group.span(), sentence);
    }
    Some(group.into_inner().to_owned())
}

fn since(table: &Table<'_>, version: Option<u32>) -> u32 {
    let Some(since) = table.optional("since", &Table::integer(1..=u32::MAX)) else {
        return 1;
    };
    if version.is_some_and(|version| *since.get_ref() > version) {
        let sentence = "`since` is above the `version` of the list: raise that as well";
        table.problems.add(since.span(), sentence);
    }
    since.into_inner()
}
