//! Write rights of an attribute.

use toml::Spanned;
use toml::de::DeValue;

use super::table::{Expected, Table};

/// What the file says of it.
pub(super) struct Rights {
    pub mutable: bool,
    /// None where the file says nothing.
    pub sign_up: Option<bool>,
    pub mapped_by: Vec<String>,
    pub authorises: bool,
}

pub(super) fn read(table: &Table<'_>) -> Rights {
    let flag = |key| table.optional(key, &Table::boolean());
    let authorises = flag("authorises").is_some_and(Spanned::into_inner);
    let sign_up = flag("sign_up");
    if let Some(sign_up) = &sign_up
        && *sign_up.get_ref()
        && authorises
    {
        let sentence = "`sign_up` and `authorises` exclude each other: people would grant themselves rights";
        table.problems.add(sign_up.span(), sentence);
    }
    Rights {
        mutable: flag("mutable").is_none_or(Spanned::into_inner),
        sign_up: sign_up.map(Spanned::into_inner),
        mapped_by: table
            .optional("mapped_by", &names())
            .map(Spanned::into_inner)
            .unwrap_or_default(),
        authorises,
    }
}

/// Names of identity providers, as in the user pool.
fn names<'a>() -> Expected<'a, Vec<String>> {
    Expected::new("a list of identity providers such as [\"Google\"]", |value| {
        let name = |value: &toml::Spanned<DeValue<'_>>| {
            let name = value.get_ref().as_str()?;
            (!name.trim().is_empty()).then(|| name.to_owned())
        };
        let names: Option<Vec<_>> = value.as_array()?.iter().map(name).collect();
        names.filter(|names| !names.is_empty())
    })
}
