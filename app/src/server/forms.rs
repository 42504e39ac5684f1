//! Saving a form, for both ways it can come: by `fetch`, where the outcome is the answer, and as a plain
//! post, where the outcome waits on the server for the page that is shown next.

use attributes::Values;
use auth::{Profile, ReturnTo, SaveError, Slot};
use serde::{Deserialize, Serialize};

use super::{Person, fail, is_plain_form, redirect_within_app, user_error, welcome_path};
use crate::api::Outcome;
use crate::error::{AppError, ErrorKind};

/// A form and where it leads.
pub(crate) struct FormPage {
    slot: Slot,
    /// The page it stands on.
    page: String,
    /// Where to go when it was saved; `None` stays on the page and says so.
    next: Option<String>,
}

/// The form after registration, on the way to `return_to`.
pub(crate) fn welcome(return_to: &ReturnTo) -> FormPage {
    FormPage {
        slot: Slot::Welcome,
        page: welcome_path(return_to),
        next: Some(return_to.to_string()),
    }
}

/// The profile form.
pub(crate) fn profile() -> FormPage {
    FormPage {
        slot: Slot::Profile,
        page: "/profile".to_owned(),
        next: None,
    }
}

/// What a page shows once after a plain post.
#[derive(Serialize, Deserialize)]
pub(crate) struct FormMessage {
    pub outcome: Outcome,
    /// What was typed, if it was not saved.
    pub values: Values,
}

/// Adds a blank for each required attribute that was not posted: a radio button nobody touched is not sent.
pub(crate) fn with_unanswered(person: &Person, mut values: Values) -> Values {
    for attribute in person.auth.schema().missing_required(&person.profile.values) {
        values.entry(attribute.name.clone()).or_default();
    }
    values
}

/// Saves what was posted and answers, or leaves a message for the next page.
pub(crate) async fn save(person: &Person, form: &FormPage, values: &Values) -> Result<Outcome, AppError> {
    let saved = person.auth.save(&person.session, values).await;
    if is_plain_form() {
        show_on_next_page(person, form, values, saved).await
    } else {
        answer(form, saved)
    }
}

fn answer(form: &FormPage, saved: Result<Profile, SaveError>) -> Result<Outcome, AppError> {
    let outcome = outcome(saved)?;
    if let (Outcome::Saved, Some(next)) = (&outcome, &form.next) {
        redirect_within_app(next);
    }
    Ok(outcome)
}

async fn show_on_next_page(
    person: &Person,
    form: &FormPage,
    values: &Values,
    saved: Result<Profile, SaveError>,
) -> Result<Outcome, AppError> {
    let outcome = outcome(saved).unwrap_or_else(Outcome::NotSaved);
    let (page, message) = match (&outcome, &form.next) {
        (Outcome::Saved, Some(next)) => (next, None),
        (Outcome::Saved, None) => (&form.page, Some(Values::new())),
        _ => (&form.page, Some(values.clone())),
    };
    if let Some(values) = message {
        let message = FormMessage {
            outcome: outcome.clone(),
            values,
        };
        let left = person
            .auth
            .leave_message(&person.session, form.slot, &message)
            .await;
        left.map_err(|error| fail(ErrorKind::Failed, &error))?;
    }
    redirect_within_app(page);
    Ok(outcome)
}

/// Broken rules are an outcome; everything else is a failure.
fn outcome(saved: Result<Profile, SaveError>) -> Result<Outcome, AppError> {
    match saved {
        Ok(_) => Ok(Outcome::Saved),
        Err(SaveError::Fields(errors)) => {
            let names: Vec<&str> = errors.iter().map(|error| error.name.as_str()).collect();
            tracing::info!(fields = ?names, "a form was refused");
            Ok(Outcome::Invalid(errors))
        }
        Err(SaveError::User(error)) => Err(user_error(&error)),
    }
}
