//! What the pages show. Nothing more than is shown goes to the browser.

use std::collections::BTreeMap;

use attributes::{Attribute, Group, InputType, Lock, Schema, Values, is_blank};
use signin::{ReturnTo, Slot};

use super::forms::FormMessage;
use super::request::has_session_cookie;
use super::visit::{self, Found};
use super::{
    CurrentUser, RequireOnboarded, RequireUser, countries, csrf, flows, language, page_path,
    redirect_within_app, session_cookie, set_cookie, too_long, written,
};
use crate::api::{FormView, ProfileView, Visitor, WelcomeView};
use crate::error::AppError;
use crate::texts::LANGUAGES;

pub(crate) async fn visitor() -> Result<Option<Visitor>, AppError> {
    match visit::find().await? {
        // The profile is not asked for: the header must not depend on the pool.
        Found::Session(current) => Ok(Some(Visitor {
            name: None,
            csrf: current.csrf(),
        })),
        Found::RevokedRemotely => Ok(None),
        Found::Nothing => {
            forget_dead_cookie();
            Ok(None)
        }
    }
}

/// A store that does not answer keeps nobody from leaving.
pub(crate) async fn leaver() -> Result<Option<Visitor>, AppError> {
    match (visitor().await, session_cookie()) {
        (Err(_), Some(id)) => Ok(Some(Visitor {
            name: None,
            csrf: csrf(&id),
        })),
        (visitor, _) => visitor,
    }
}

/// A cookie that opens nothing is of no use. The callback is left alone: it may just be setting a new one.
fn forget_dead_cookie() {
    if has_session_cookie() && !page_path().starts_with("/logged_in") {
        set_cookie(&flows().signin.cookies.forget_session());
    }
}

pub(crate) async fn home() -> Result<Option<Visitor>, AppError> {
    if visitor().await?.is_none() {
        return Ok(None);
    }
    let user = RequireOnboarded::of_request().await?;
    Ok(Some(Visitor {
        name: name(&user),
        csrf: user.csrf(),
    }))
}

pub(crate) async fn profile() -> Result<ProfileView, AppError> {
    let person = RequireOnboarded::of_request().await?;
    let wanted = person.account.schema.attributes().iter();
    let form = form(
        &person,
        Slot::Profile,
        wanted.filter(|field| !is_idle(&person, field)),
    )
    .await?;
    let values = &person.profile.values;
    let facts = values.iter().filter(|(name, _)| is_fact(&person, name));
    let fact = |(name, value): (&String, &String)| {
        let written = (name == "birthdate").then(|| written::day(language(), value));
        (name.clone(), written.flatten().unwrap_or_else(|| value.clone()))
    };
    Ok(ProfileView {
        facts: facts.map(fact).collect(),
        form: FormView {
            fields: form.fields.into_iter().map(without_reason).collect(),
            ..form
        },
    })
}

pub(crate) async fn welcome(return_to: &str) -> Result<WelcomeView, AppError> {
    let return_to = ReturnTo::try_parse(return_to).map_err(too_long)?;
    let person = RequireUser::of_request().await?;
    let asked = person.pending_prompts();
    if asked.is_empty() {
        redirect_within_app(return_to.as_str());
        return Ok(WelcomeView::Complete);
    }
    if !person.session.is_to_review() {
        let form = form(&person, Slot::Welcome, asked.into_iter()).await?;
        return Ok(WelcomeView::Ask(Box::new(form)));
    }
    // What cannot be changed is to be seen, too.
    let is_shown = |field: &&Attribute| asked.contains(field) || field.sign_up;
    let shown = person.account.schema.attributes().iter().filter(is_shown);
    let form = form(&person, Slot::Welcome, shown).await?;
    Ok(WelcomeView::Review(Box::new(form)))
}

/// A form over these attributes, with what was posted last if that was not saved.
async fn form<'a>(
    person: &CurrentUser,
    slot: Slot,
    wanted: impl Iterator<Item = &'a Attribute>,
) -> Result<FormView, AppError> {
    let (schema, language) = (&person.account.schema, language().code);
    let fields: Vec<Attribute> = wanted.map(|field| field.in_language(language)).collect();
    let message: Option<FormMessage> = person.take_message(slot).await?;
    let locks = locks(person, &fields);
    let mut shown = shown_values(person, &fields, &locks);
    let mut values = shown.clone();
    let outcome = message.and_then(|message| {
        values.extend(message.values);
        shown.extend(message.shown);
        message.outcome
    });
    write_fixed(&mut values, &fields, &locks);
    for values in [&mut values, &mut shown] {
        values.retain(|name, _| fields.iter().any(|field| field.name == *name));
    }
    let has_country = fields.iter().any(|field| field.input == InputType::Country);
    Ok(FormView {
        subject: person.session.subject().as_str().to_owned(),
        version: schema.version(),
        csrf: person.csrf(),
        groups: groups(schema, &fields, language),
        locks,
        countries: if has_country {
            countries::names(language)
        } else {
            Vec::new()
        },
        fields,
        values,
        shown,
        outcome,
    })
}

/// The groups that have fields.
fn groups(schema: &Schema, fields: &[Attribute], language: &str) -> Vec<Group> {
    let is_used = |group: &&Group| {
        fields
            .iter()
            .any(|field| field.group.as_ref() == Some(&group.name))
    };
    let used = schema.groups().iter().filter(is_used);
    used.map(|group| group.in_language(language)).collect()
}

fn locks(person: &CurrentUser, fields: &[Attribute]) -> BTreeMap<String, Lock> {
    let known = person.user_context();
    let lock = |field: &Attribute| Some((field.name.clone(), field.lock(known.providers)?));
    fields.iter().filter_map(lock).collect()
}

/// What stands in no input is written as people of the language do.
fn write_fixed(values: &mut Values, fields: &[Attribute], locks: &BTreeMap<String, Lock>) {
    for field in fields.iter().filter(|field| locks.contains_key(&field.name)) {
        if let Some(value) = values.get_mut(&field.name) {
            *value = written::value(language(), field, value);
        }
    }
}

/// What there is not and the person cannot set is not mentioned.
fn is_idle(person: &CurrentUser, field: &Attribute) -> bool {
    let value = person.profile.values.get(&field.name);
    field.lock(person.user_context().providers).is_some() && value.is_none_or(|value| is_blank(value))
}

/// Reasons are for when somebody asks; in the profile nobody does.
fn without_reason(mut field: Attribute) -> Attribute {
    field.reason = None;
    field
}

/// The person's values as the inputs show them, blank where there is none. What stands in no input is as on the wire.
fn shown_values(person: &CurrentUser, fields: &[Attribute], locks: &BTreeMap<String, Lock>) -> Values {
    let value = |field: &Attribute| {
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

/// A standard attribute that has a label and neither a field nor a section of its own.
fn is_fact(person: &CurrentUser, name: &str) -> bool {
    !["email", "phone_number"].contains(&name)
        && (LANGUAGES[0].pages().standard)(name).is_some()
        && person.account.schema.get(name).is_none()
}

fn name(person: &CurrentUser) -> Option<String> {
    let values = &person.profile.values;
    ["name", "given_name", "nickname", "email"]
        .iter()
        .find_map(|name| values.get(*name))
        .cloned()
}
