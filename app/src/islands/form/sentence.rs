//! Values and broken rules, in the person's words.

use attributes::{Attribute, AttributeType, InputType, Rule};

use crate::texts::Texts;

/// A value as people read it.
pub(in crate::islands) fn display(
    texts: &Texts,
    attribute: &Attribute,
    value: &str,
    countries: &[(String, String)],
) -> String {
    let by_code = countries.iter().find(|(code, _)| code == value);
    match (&attribute.kind, attribute.input, by_code) {
        (AttributeType::Boolean, ..) if value == "true" => texts.form.yes.to_owned(),
        (AttributeType::Boolean, ..) if value == "false" => texts.form.no.to_owned(),
        (_, InputType::Country, Some((_, name))) => name.clone(),
        _ => attribute.display(value, texts.code).to_owned(),
    }
}

/// What is wrong with a field. `now` is what somebody else made of it meanwhile, as people read it.
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
