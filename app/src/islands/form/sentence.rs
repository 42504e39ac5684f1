//! Values and broken rules, in the person's words.

use attributes::{Attribute, AttributeType, InputType, Rule};

#[cfg(feature = "ssr")]
use crate::server::option_lists::language_name;
use crate::texts::Texts;
#[cfg(not(feature = "ssr"))]
use {super::names::field_id, leptos::prelude::document};

/// A value as people read it.
pub(in crate::islands) fn display(texts: &Texts, attribute: &Attribute, value: &str) -> String {
    match (&attribute.kind, attribute.input) {
        (AttributeType::Boolean, _) if value == "true" => texts.form.yes.to_owned(),
        (AttributeType::Boolean, _) if value == "false" => texts.form.no.to_owned(),
        (_, InputType::Country | InputType::TimeZone | InputType::Language) => {
            listed(texts, attribute, value).unwrap_or_else(|| value.to_owned())
        }
        _ => attribute.display(value, texts.code).to_owned(),
    }
}

#[cfg(feature = "ssr")]
fn listed(texts: &Texts, attribute: &Attribute, code: &str) -> Option<String> {
    if attribute.input == InputType::Language {
        return language_name(code).map(ToOwned::to_owned);
    }
    let found = texts.countries.iter().find(|(known, _)| *known == code);
    found.map(|(_, name)| (*name).to_owned())
}

/// What it is called stands in the list of its input.
#[cfg(not(feature = "ssr"))]
fn listed(_: &Texts, attribute: &Attribute, code: &str) -> Option<String> {
    let is_code = code
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_/+".contains(&byte));
    let list = document().get_element_by_id(&field_id(&attribute.name))?;
    let option = is_code.then(|| list.query_selector(&format!("option[value=\"{code}\"]")));
    let option = option.and_then(Result::ok)??;
    option.text_content()
}

/// What is wrong with a field. `now` is what it was changed to elsewhere meanwhile, as people read it.
pub(in crate::islands) fn error_message(
    texts: &Texts,
    attribute: &Attribute,
    rule: Rule,
    now: Option<String>,
) -> String {
    match (rule, &attribute.pattern_help, now) {
        (Rule::WrongPattern, Some(help), _) => help.in_language(texts.code).to_owned(),
        (Rule::Required, ..) if attribute.consent.is_some() => texts.form.tick.to_owned(),
        (Rule::ChangedMeanwhile, _, Some(now)) if now.is_empty() => {
            texts.attributes.removed_meanwhile.to_owned()
        }
        (Rule::ChangedMeanwhile, _, Some(now)) => (texts.attributes.changed_to)(&now),
        _ => (texts.rule)(&rule),
    }
}
