//! A label or a help: one string, or a table by language.

use toml::de::{DeTable, DeValue};

use super::table::Expected;
use crate::{Text, is_blank};

pub(super) fn expected<'a>() -> Expected<'a, Text> {
    Expected::new(
        "a text, or a table of texts by language such as { en = \"Yes\", es = \"Sí\" }",
        |value| match value {
            DeValue::String(text) if !is_blank(text) => Some(Text::from(text.trim())),
            DeValue::Table(texts) => by_language(texts),
            _ => None,
        },
    )
}

/// The texts in the order of the file: the first one is the default.
fn by_language(table: &DeTable<'_>) -> Option<Text> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(language, _)| language.span().start);
    let texts: Option<Vec<_>> = entries
        .into_iter()
        .map(|(language, text)| {
            let (language, text) = (language.get_ref(), text.get_ref().as_str()?.trim());
            (is_language_tag(language) && !is_blank(text)).then(|| (language.to_string(), text.to_owned()))
        })
        .collect();
    texts.filter(|texts| !texts.is_empty()).map(Text::by_language)
}

/// The shape of a language tag (BCP 47): a language of two or three letters, then subtags, such as
/// `zh-Hant-TW`.
fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && subtags.all(|subtag| {
            (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}
