//! What people agree to, of an attribute with `input = "consent"`.

use toml::Spanned;

use super::table::Table;
use super::text;
use crate::attribute::CUSTOM_PREFIX;
use crate::value::check_url;
use crate::{ConsentTerms, InputType};

/// What the other keys of an attribute would say of a consent, and why they cannot.
const OTHERS: [(&str, &str); 4] = [
    (
        "mutable",
        "a consent changes: it is given anew for each version, and some are withdrawn",
    ),
    (
        "mapped_by",
        "people give a consent themselves, and no identity provider for them",
    ),
    (
        "authorises",
        "people give a consent themselves: nothing may be decided by it that they must not decide",
    ),
    (
        "again",
        "a consent is asked for once in each version: whoever left it out has answered",
    ),
];

/// Version and link of a consent; of everything else they are a mistake.
pub(super) fn read(table: &Table<'_>, name: Option<&str>, input: Option<InputType>) -> Option<ConsentTerms> {
    if input != Some(InputType::Consent) {
        for key in ["version", "link"] {
            if let Some(value) = table.get(key) {
                let sentence = format!("`{key}` is for consents: input = \"consent\"");
                table.problems.add(value.span(), sentence);
            }
        }
        return None;
    }
    for (key, sentence) in OTHERS {
        if let Some(value) = table.get(key) {
            table.problems.add(value.span(), sentence);
        }
    }
    if let Some(value) = table.get("name")
        && name.is_some_and(|name| !name.starts_with(CUSTOM_PREFIX))
    {
        let sentence = "a consent needs an attribute of its own, such as `custom:terms`";
        table.problems.add(value.span(), sentence);
    }
    let version = table.require("version", &Table::integer(1..=u32::MAX));
    let link = table.require("link", &text::expected());
    if let Some(link) = &link
        && link
            .get_ref()
            .languages()
            .any(|(_, link)| check_url(link).is_err())
    {
        let sentence = "`link` must be a web address, or a table of them by language";
        table.problems.add(link.span(), sentence);
    }
    Some(ConsentTerms {
        version: version?.into_inner(),
        link: link.map(Spanned::into_inner)?,
    })
}
