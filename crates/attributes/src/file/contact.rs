//! The table `[contact]`: which addresses people may change.

use super::table::{Expected, Table};
use crate::contact::{ContactChange, ContactChanges};

/// Without the table nothing is offered.
pub(super) fn read(document: &Table<'_>) -> ContactChanges {
    let Some(table) = document.optional("contact", &Table::table()) else {
        return ContactChanges::default();
    };
    let table = Table {
        at: table.span(),
        entries: table.into_inner(),
        problems: document.problems,
    };
    table.refuse_keys_except(&["email", "phone_number"]);
    let change = |key| {
        let read = table.optional(key, &change());
        read.map_or_else(ContactChange::default, toml::Spanned::into_inner)
    };
    ContactChanges {
        email: change("email"),
        phone_number: change("phone_number"),
    }
}

fn change<'a>() -> Expected<'a, ContactChange> {
    Expected::new(
        "\"off\", \"verified first\" or \"at once\"",
        |value| match value.as_str()? {
            "off" => Some(ContactChange::Off),
            "verified first" => Some(ContactChange::VerifiedFirst),
            "at once" => Some(ContactChange::AtOnce),
            _ => None,
        },
    )
}
