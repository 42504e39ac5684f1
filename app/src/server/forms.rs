//! Saving a form, for both ways it can come: by `fetch`, where the outcome is the answer, and as a plain
//! post, where the outcome waits on the server for the page that is shown next.

use attributes::{FieldError, Values};
use auth::{Posted, Profile, ReturnTo, SaveError, Slot};
use serde::{Deserialize, Serialize};

use super::{Person, is_plain_form, redirect_within_app, store_error, user_error, welcome_path};
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
    let known = attributes::Known {
        values: &person.profile.values,
        providers: &[],
    };
    for attribute in person.auth.schema().missing_required(known) {
        values.entry(attribute.name.clone()).or_default();
    }
    values
}

/// Saves what was posted and answers, or leaves a message for the next page.
pub(crate) async fn save(person: &Person, form: &FormPage, posted: &Posted) -> Result<Outcome, AppError> {
    let saved = person.auth.save(&person.session, posted).await;
    let outcome = outcome(form, posted, saved);
    if is_plain_form() {
        show_on_next_page(person, form, posted, outcome).await
    } else {
        outcome
    }
}

async fn show_on_next_page(
    person: &Person,
    form: &FormPage,
    posted: &Posted,
    outcome: Result<Outcome, AppError>,
) -> Result<Outcome, AppError> {
    let outcome = match outcome {
        // No session is left that could keep a message, or no store: the page of the failure is shown.
        Err(error) if matches!(error.kind, ErrorKind::Ended | ErrorKind::StoreUnavailable) => {
            return Err(error);
        }
        Err(error) => Outcome::NotSaved(error),
        Ok(outcome) => outcome,
    };
    if let Outcome::Saved { next: Some(next), .. } = &outcome {
        redirect_within_app(next);
        return Ok(outcome);
    }
    let is_saved = matches!(outcome, Outcome::Saved { .. });
    let values = if is_saved {
        Values::new()
    } else {
        posted.values.clone()
    };
    let message = FormMessage {
        outcome: outcome.clone(),
        values,
    };
    let left = person
        .auth
        .leave_message(&person.session, form.slot, &message)
        .await;
    left.map_err(|error| store_error(&error))?;
    redirect_within_app(&form.page);
    Ok(outcome)
}

/// Broken rules are an outcome; everything else is a failure.
fn outcome(form: &FormPage, posted: &Posted, saved: Result<Profile, SaveError>) -> Result<Outcome, AppError> {
    match saved {
        Ok(profile) => {
            let mut values = profile.values;
            values.retain(|name, _| posted.values.contains_key(name));
            Ok(Outcome::Saved {
                values,
                next: form.next.clone(),
            })
        }
        Err(SaveError::Fields(errors)) => {
            tracing::info!(target: "security", fields = ?names(&errors), "a form was refused");
            Ok(Outcome::Invalid(errors))
        }
        Err(SaveError::User(error)) => Err(user_error(&error)),
    }
}

/// For the log; an unknown name is whatever somebody sent.
fn names(errors: &[FieldError]) -> Vec<&str> {
    let short = |error: &FieldError| error.name.len() <= 64;
    errors
        .iter()
        .map(|error| {
            if short(error) {
                error.name.as_str()
            } else {
                "a long name"
            }
        })
        .collect()
}
