//! What the pages show. Nothing more than is shown goes to the browser.

use attributes::{Attribute, Kind, Values};
use auth::{ReturnTo, Slot};

use super::forms::FormMessage;
use super::request::has_session_cookie;
use super::{
    Person, auth, complete, csrf, page_path, redirect_within_app, session_cookie, set_cookie, signed_in,
    store_error,
};
use crate::api::{FormView, ProfileView, Visitor, WelcomeView};
use crate::error::AppError;
use crate::texts::LANGUAGES;

pub(crate) async fn visitor() -> Result<Option<Visitor>, AppError> {
    let Some(id) = session_cookie() else {
        forget_dead_cookie();
        return Ok(None);
    };
    let session = auth().session(&id).await.map_err(|error| store_error(&error))?;
    if session.is_none() {
        forget_dead_cookie();
    }
    // The profile is not asked for: the header must not depend on the pool.
    Ok(session.map(|_| Visitor {
        name: None,
        csrf: csrf(&id),
    }))
}

/// A cookie that opens nothing is of no use. The callback is left alone: it may just be setting a new one.
fn forget_dead_cookie() {
    if has_session_cookie() && !page_path().starts_with("/logged_in") {
        set_cookie(&auth().cookies().forget_session());
    }
}

pub(crate) async fn home() -> Result<Option<Visitor>, AppError> {
    if visitor().await?.is_none() {
        return Ok(None);
    }
    let person = complete().await?;
    Ok(Some(Visitor {
        name: name(&person),
        csrf: csrf(&person.session_id),
    }))
}

pub(crate) async fn profile() -> Result<ProfileView, AppError> {
    let person = complete().await?;
    let values = &person.profile.values;
    let facts = values.iter().filter(|(name, _)| is_fact(&person, name));
    Ok(ProfileView {
        facts: facts.map(|(name, value)| (name.clone(), value.clone())).collect(),
        form: form(&person, Slot::Profile, |_| true).await?,
    })
}

pub(crate) async fn welcome(return_to: &str) -> Result<WelcomeView, AppError> {
    let person = signed_in().await?;
    if person.auth.is_complete(&person.profile) {
        redirect_within_app(ReturnTo::parse(return_to).as_str());
        return Ok(WelcomeView::Complete);
    }
    let is_open = |attribute: &Attribute| {
        let value = person.profile.values.get(&attribute.name);
        attribute.mutable && value.is_none_or(|value| value.trim().is_empty())
    };
    Ok(WelcomeView::Ask(form(&person, Slot::Welcome, is_open).await?))
}

/// A form over the attributes that `wanted` picks, with what was posted last if that was not saved.
async fn form(
    person: &Person,
    slot: Slot,
    wanted: impl Fn(&Attribute) -> bool,
) -> Result<FormView, AppError> {
    let schema = person.auth.schema();
    let fields: Vec<Attribute> = schema
        .attributes()
        .iter()
        .filter(|field| wanted(field))
        .cloned()
        .collect();
    let message: Option<FormMessage> =
        (person.auth.take_message(&person.session, slot).await).map_err(|error| store_error(&error))?;
    let shown = shown_values(person, &fields);
    let mut values = shown.clone();
    let outcome = message.map(|message| {
        values.extend(message.values);
        message.outcome
    });
    values.retain(|name, _| fields.iter().any(|field| field.name == *name));
    Ok(FormView {
        subject: person.session.subject().as_str().to_owned(),
        version: schema.version(),
        csrf: csrf(&person.session_id),
        fields,
        values,
        shown,
        outcome,
    })
}

/// The person's values as the inputs show them: a Boolean that is neither yes nor no shows as unanswered.
fn shown_values(person: &Person, fields: &[Attribute]) -> Values {
    let is_shown =
        |field: &&Attribute, value: &str| field.kind != Kind::Boolean || field.check(value).is_ok();
    let value = |field: &Attribute| {
        let value = person.profile.values.get(&field.name)?;
        is_shown(&field, value).then(|| (field.name.clone(), value.clone()))
    };
    fields.iter().filter_map(value).collect()
}

/// A standard attribute that has a label and neither a field nor a section of its own.
fn is_fact(person: &Person, name: &str) -> bool {
    !["email", "phone_number"].contains(&name)
        && (LANGUAGES[0].standard)(name).is_some()
        && person.auth.schema().get(name).is_none()
}

fn name(person: &Person) -> Option<String> {
    let values = &person.profile.values;
    ["name", "given_name", "nickname", "email"]
        .iter()
        .find_map(|name| values.get(*name))
        .cloned()
}
