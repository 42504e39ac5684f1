//! A form over attributes, as its page shows it.

use std::collections::BTreeMap;

use attributes::{Ask, Attribute, Group, Lock, Schema, Values};
use signin::Slot;

use super::asked_field::{AskedField, AskedFields};
use super::forms::FormMessage;
use super::{CurrentUser, format, language};
use crate::api::FormView;
use crate::error::AppError;

/// A form over these attributes, with what was posted last if that was not saved. `with_reasons` says why each is asked for.
pub(crate) async fn form_view<'a>(
    person: &CurrentUser,
    slot: Slot,
    wanted: impl Iterator<Item = &'a Attribute>,
    with_reasons: bool,
) -> Result<FormView, AppError> {
    let (schema, language) = (&person.account.schema, language().code);
    let now = person.account.signin.clock.now().unix_seconds();
    let list = AskedFields::of_request();
    let fields: Vec<AskedField> = wanted
        .map(|field| as_asked(list.find(field, language, with_reasons), now))
        .collect();
    let message: Option<FormMessage> = person.take_message(slot).await?;
    let locks = locks(person, &fields);
    let mut baseline = baseline_values(person, &fields, &locks);
    let mut values = baseline.clone();
    let outcome = message.and_then(|message| {
        values.extend(message.values);
        baseline.extend(message.baseline);
        message.outcome
    });
    write_fixed(&mut values, &fields, &locks);
    for values in [&mut values, &mut baseline] {
        values.retain(|name, _| fields.iter().any(|field| field.name == *name));
    }
    Ok(FormView {
        subject: person.session.subject().as_str().to_owned(),
        version: schema.version(),
        csrf: person.csrf(),
        groups: groups(schema, &fields, language),
        locks,
        fields,
        values,
        baseline,
        outcome,
    })
}

/// What is not asked for yet must not be answered either.
fn as_asked(field: AskedField, now: i64) -> AskedField {
    if field.is_due(now) {
        return field;
    }
    let mut unasked = Attribute::clone(&field);
    unasked.ask = Ask::No;
    unasked.into()
}

/// The groups that have fields.
fn groups(schema: &Schema, fields: &[AskedField], language: &str) -> Vec<Group> {
    let is_used = |group: &&Group| {
        fields
            .iter()
            .any(|field| field.group.as_ref() == Some(&group.name))
    };
    let used = schema.groups().iter().filter(is_used);
    used.map(|group| group.in_language(language)).collect()
}

fn locks(person: &CurrentUser, fields: &[AskedField]) -> BTreeMap<String, Lock> {
    let providers = person.session.providers();
    let lock = |field: &AskedField| Some((field.name.clone(), field.lock(providers)?));
    fields.iter().filter_map(lock).collect()
}

/// What stands in no input is written as people of the language do.
fn write_fixed(values: &mut Values, fields: &[AskedField], locks: &BTreeMap<String, Lock>) {
    for field in fields.iter().filter(|field| locks.contains_key(&field.name)) {
        if let Some(value) = values.get_mut(&field.name) {
            *value = format::value(language(), field, value);
        }
    }
}

/// The person's values as the inputs show them, blank where there is none. What stands in no input is as on the wire.
fn baseline_values(person: &CurrentUser, fields: &[AskedField], locks: &BTreeMap<String, Lock>) -> Values {
    let value = |field: &AskedField| {
        let value = person.profile.values.get(&field.name);
        let shown = value.map_or("", |value| field.as_shown(value));
        let shown = if locks.contains_key(&field.name) {
            shown.to_owned()
        } else {
            language().spelling(field, shown)
        };
        (field.name.clone(), shown)
    };
    fields.iter().map(value).collect()
}
