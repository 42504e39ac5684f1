//! What the profile page shows.

use attributes::{Attribute, is_blank};
use signin::Slot;

use crate::api::ProfileView;
use crate::error::AppError;
use crate::server::{CurrentUser, RequireOnboarded, form_view, format, language};
use crate::texts::LANGUAGES;

/// The profile page.
pub(crate) async fn load() -> Result<ProfileView, AppError> {
    let person = RequireOnboarded::of_request().await?;
    // The profile is no prompt: nobody is told why.
    let form = form_view(&person, Slot::Profile, fields(&person), false).await?;
    let values = &person.profile.values;
    let facts = values.iter().filter(|(name, _)| is_fact(&person, name));
    let fact = |(name, value): (&String, &String)| {
        let written = (name == "birthdate").then(|| format::format_date(language(), value));
        (name.clone(), written.flatten().unwrap_or_else(|| value.clone()))
    };
    Ok(ProfileView {
        facts: facts.map(fact).collect(),
        form,
    })
}

/// The attributes on the page, filled in or not. Consents stand on the page of one's data.
pub(crate) fn fields(person: &CurrentUser) -> impl Iterator<Item = &Attribute> {
    let all = person.account.schema.attributes().iter();
    all.filter(|field| field.consent.is_none() && !is_idle(person, field))
}

/// What there is not and the person cannot set is not mentioned.
fn is_idle(person: &CurrentUser, field: &Attribute) -> bool {
    let value = person.profile.values.get(&field.name);
    field.lock(person.session.providers()).is_some() && value.is_none_or(|value| is_blank(value))
}

/// A standard attribute that has a label and no field, here or on the page about security.
fn is_fact(person: &CurrentUser, name: &str) -> bool {
    !["email", "email_verified", "phone_number", "phone_number_verified"].contains(&name)
        && (LANGUAGES[0].pages().standard)(name).is_some()
        && person.account.schema.get(name).is_none()
}
