//! One `[[group]]`.

use toml::Spanned;
use toml::de::DeValue;

use super::schema_error::Problems;
use super::table::Table;
use super::text;
use crate::{Group, is_blank};

/// All groups that can be read.
pub(super) fn read_all(list: &[Spanned<DeValue<'_>>], problems: &Problems<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for item in list {
        let Some(entries) = item.get_ref().as_table() else {
            problems.add(item.span(), "a group is a table of its own, below [[group]]");
            continue;
        };
        let table = Table {
            entries,
            at: item.span(),
            problems,
        };
        groups.extend(read(&table, &groups));
    }
    groups
}

fn read(table: &Table<'_>, before: &[Group]) -> Option<Group> {
    table.refuse_keys_except(&["name", "label", "help", "step"]);
    let name = table.require("name", &Table::string());
    if let Some(name) = &name {
        if is_blank(name.get_ref()) {
            table
                .problems
                .add(name.span(), "the name of a group cannot be blank");
        } else if before.iter().any(|group| group.name == *name.get_ref()) {
            let sentence = format!("there is a group `{}` already", name.get_ref());
            table.problems.add(name.span(), sentence);
        }
    }
    let label = table.require("label", &text::expected());
    let help = table.optional("help", &text::expected());
    let step = table.optional("step", &Table::boolean());
    Some(Group {
        name: name?.into_inner().to_owned(),
        label: label?.into_inner(),
        help: help.map(Spanned::into_inner),
        step: step.is_some_and(Spanned::into_inner),
    })
}
