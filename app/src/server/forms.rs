//! Saving a form, for both ways it can come: by `fetch`, where the outcome is the answer, and as a plain
//! post, where the outcome waits on the server for the page that is shown next.

use account::{Profile, SaveError, Submission};
use attributes::{Ask, Attribute, FieldError, InputType, Rule, Schema, Values, is_blank, join_moment};
use serde::{Deserialize, Serialize};
use signin::{Act, ReturnTo, Slot};

use super::posted::leave_message;
use super::request::is_token_verified;
use super::respond::refuse;
use super::visit::{self, Found};
use super::visitor::shows_at_head;
use super::{
    CurrentUser, format, is_plain_form, language, limits, redirect_within_app, store_error, user_error,
    welcome_path,
};
use crate::api::SaveOutcome;
use crate::error::{AppError, ErrorKind};

/// A form and where it leads.
pub(crate) struct FormPage {
    slot: Slot,
    /// The page it stands on.
    page: String,
    /// Where to go when it was saved; `None` stays on the page and says so.
    next: Option<String>,
    /// Whether the form may have a field for an attribute of the list.
    takes: fn(&Attribute) -> bool,
}

/// The form after registration, on the way to `return_to`: the step after `done` others, which answers these values.
pub(crate) fn welcome(person: &CurrentUser, return_to: &ReturnTo, done: u8, values: &Values) -> FormPage {
    FormPage {
        slot: Slot::Welcome,
        page: step_path(return_to, done),
        next: Some(after_step(person, return_to, done, |name| {
            values.contains_key(name)
        })),
        takes: |attribute| attribute.ask != Ask::No || attribute.sign_up,
    }
}

/// The profile form.
pub(crate) fn profile() -> FormPage {
    FormPage {
        slot: Slot::Profile,
        page: "/profile".to_owned(),
        next: None,
        // Consents stand on the page of one's data.
        takes: |attribute| attribute.consent.is_none(),
    }
}

/// Where a step of the form after registration leads: to the next one, if it leaves anything open.
fn after_step(
    person: &CurrentUser,
    return_to: &ReturnTo,
    done: u8,
    is_answered: impl Fn(&str) -> bool,
) -> String {
    let asked = person.pending_prompts();
    if asked.iter().all(|attribute| is_answered(&attribute.name)) {
        return_to.to_string()
    } else {
        step_path(return_to, done.saturating_add(1))
    }
}

fn step_path(return_to: &ReturnTo, done: u8) -> String {
    let path = welcome_path(return_to);
    match done {
        0 => path,
        _ if path.contains('?') => format!("{path}&done={done}"),
        _ => format!("{path}?done={done}"),
    }
}

/// What a page shows once after a plain post.
#[derive(Serialize, Deserialize)]
pub(crate) struct FormMessage {
    /// Nothing if it was not sent to be saved.
    pub outcome: Option<SaveOutcome>,
    /// What was typed, if it was not saved.
    pub values: Values,
    /// What the form was shown with, as long as nobody was told what there is now: what somebody else saved between two
    /// tries must not look like a change of this person's.
    pub baseline: Values,
}

/// Moments with the zones that stood beside them: without WebAssembly they are two inputs.
pub(crate) fn with_zones(mut values: Values, zones: &Values) -> Values {
    for (name, zone) in zones {
        if let Some(value) = values.get_mut(name) {
            *value = join_moment(value, zone);
        }
    }
    values
}

/// Adds what was asked for and not posted: untouched radio buttons are not sent, nor a switch that is off. A form says
/// beside each field what it was shown with; what it says nothing of stands in another step.
pub(crate) fn with_unanswered(person: &CurrentUser, mut values: Values, baseline: &Values) -> Values {
    let is_shown = |attribute: &&Attribute| baseline.is_empty() || baseline.contains_key(&attribute.name);
    for attribute in person.pending_prompts().into_iter().filter(is_shown) {
        let unsent = || attribute.unsent().to_owned();
        values.entry(attribute.name.clone()).or_insert_with(unsent);
    }
    values
}

/// A switch that was on and was not posted is off now.
fn with_switches_off(schema: &Schema, mut submission: Submission) -> Submission {
    let was_on = |(name, baseline): &(&String, &String)| {
        let is_switch = |attribute: &Attribute| attribute.input == InputType::Switch;
        !is_blank(baseline) && schema.get(name).is_some_and(is_switch)
    };
    for (name, _) in submission.baseline.iter().filter(was_on) {
        submission
            .values
            .entry(name.clone())
            .or_insert_with(|| "false".to_owned());
    }
    submission
}

/// Keeps what is typed into a form of this session for the next view of its page. What cannot be kept is lost: nobody
/// asked for it to be saved.
pub(crate) async fn keep_typed(slot: Slot, submission: Submission) {
    if !is_token_verified() {
        return;
    }
    let Ok(Found::Session(current)) = visit::find().await else {
        return;
    };
    let (account, session) = (&current.account, &current.session);
    if account
        .signin
        .limits
        .count_by_person(Act::Write, session)
        .is_err()
    {
        return;
    }
    let Submission { values, baseline } = with_switches_off(&account.schema, submission);
    let message = FormMessage {
        outcome: None,
        values,
        baseline,
    };
    log_lost(leave_message(session, slot, &message).await);
}

/// A message that was not left.
pub(crate) fn log_lost(left: Result<(), signin::StoreError>) {
    if let Err(error) = left {
        tracing::warn!(
            event = "typed_not_kept",
            error = &error as &dyn std::error::Error,
            "what was typed could not be kept"
        );
    }
}

/// What belongs to another form.
fn foreign(schema: &Schema, form: &FormPage, submission: &Submission) -> Vec<FieldError> {
    let is_foreign = |name: &&String| schema.get(name).is_some_and(|attribute| !(form.takes)(attribute));
    let names = submission.values.keys().filter(is_foreign);
    names
        .map(|name| FieldError::new(name, Rule::NotOnTheList))
        .collect()
}

/// Goes on without what can be skipped: what has these names, parted by blanks, or without any all that is asked.
pub(crate) async fn skip(
    person: &CurrentUser,
    return_to: &ReturnTo,
    done: u8,
    names: &str,
) -> Result<(), AppError> {
    limits::count_write(person)?;
    let is_named = |name: &str| names.is_empty() || names.split(' ').any(|named| named == name);
    let mut skipped = person.pending_prompts();
    skipped.retain(|attribute| is_named(&attribute.name));
    if skipped.iter().any(|attribute| attribute.is_required()) {
        redirect_within_app(&step_path(return_to, done));
        return Err(refuse(ErrorKind::Incomplete));
    }
    let next = after_step(person, return_to, done, is_named);
    if person.session.is_to_review() {
        drop_strangers_consents(person).await?;
    }
    let names = skipped.iter().map(|attribute| &attribute.name);
    let noted = person
        .account
        .onboarding
        .note_skipped(&person.session, &person.profile, names)
        .await;
    noted.map_err(|error| store_error(&error))?;
    redirect_within_app(&next);
    Ok(())
}

/// Skipping the review of what another user filled in agrees to nothing.
async fn drop_strangers_consents(person: &CurrentUser) -> Result<(), AppError> {
    let flow = &person.account.save_profile;
    match flow.save(&person.session, &Submission::default()).await {
        Ok(_) => Ok(()),
        Err(SaveError::Fields(_) | SaveError::Changed(_)) => Err(refuse(ErrorKind::Refused)),
        Err(SaveError::TooOften(too_often)) => Err(limits::too_often(too_often)),
        Err(SaveError::User(error)) => Err(user_error(&error)),
    }
}

/// Saves what was posted and answers, or leaves a message for the next page.
pub(crate) async fn save(
    person: &CurrentUser,
    form: &FormPage,
    submission: Submission,
) -> Result<SaveOutcome, AppError> {
    let schema = &person.account.schema;
    let submission = with_switches_off(schema, submission);
    let foreign = foreign(schema, form, &submission);
    let saved = if foreign.is_empty() {
        person
            .account
            .save_profile
            .save(&person.session, &on_the_wire(schema, &submission))
            .await
    } else {
        person.account.save_profile.log_refused(&person.session, &foreign);
        Err(SaveError::Fields(foreign))
    };
    let outcome = outcome(form, schema, &submission, saved);
    let mut answers = submission.values.iter();
    let is_outdated = matches!(outcome, Ok(SaveOutcome::Invalid(_)))
        && answers.any(|(name, value)| schema.is_outdated_tick(name, value));
    // A box that stood beside another version is of no use: the page comes anew, with the link of today. So it does with a name
    // or a picture that stands at its head, too.
    let is_at_head = || submission.changed(schema).keys().any(|name| shows_at_head(name));
    let is_saved_here = matches!(outcome, Ok(SaveOutcome::Saved { next: None, .. }));
    if is_plain_form() || is_outdated || (is_saved_here && is_at_head()) {
        show_on_next_page(person, form, &submission, outcome).await
    } else {
        outcome
    }
}

async fn show_on_next_page(
    person: &CurrentUser,
    form: &FormPage,
    submission: &Submission,
    outcome: Result<SaveOutcome, AppError>,
) -> Result<SaveOutcome, AppError> {
    let outcome = match outcome {
        // No session is left that could keep a message, or no store: the page of the failure is shown.
        Err(error) if matches!(error.kind, ErrorKind::Ended | ErrorKind::StoreUnavailable) => {
            return Err(error);
        }
        Err(error) => SaveOutcome::NotSaved(error),
        Ok(outcome) => outcome,
    };
    if let SaveOutcome::Saved { next: Some(next), .. } = &outcome {
        redirect_within_app(next);
        return Ok(outcome);
    }
    let (values, baseline) = match &outcome {
        SaveOutcome::Saved { .. } | SaveOutcome::Unchanged => Default::default(),
        SaveOutcome::Changed(_) => (submission.values.clone(), Values::new()),
        SaveOutcome::Invalid(_) | SaveOutcome::NotSaved(_) => {
            (submission.values.clone(), submission.baseline.clone())
        }
    };
    let message = FormMessage {
        outcome: Some(outcome.clone()),
        values,
        baseline,
    };
    let left = leave_message(&person.session, form.slot, &message).await;
    left.map_err(|error| store_error(&error))?;
    redirect_within_app(&form.page);
    Ok(outcome)
}

/// With numbers as the pool has them.
fn on_the_wire(schema: &Schema, submission: &Submission) -> Submission {
    let respell = |values: &Values| format::respell(language(), schema, values.clone());
    Submission {
        values: respell(&submission.values),
        baseline: respell(&submission.baseline),
    }
}

/// Broken rules are an outcome; everything else is a failure.
fn outcome(
    form: &FormPage,
    schema: &Schema,
    submission: &Submission,
    saved: Result<Profile, SaveError>,
) -> Result<SaveOutcome, AppError> {
    let respell = |values: Values| format::respell(language(), schema, values);
    match saved {
        Ok(_) if form.next.is_none() && submission.changed(schema).is_empty() => Ok(SaveOutcome::Unchanged),
        Ok(profile) => {
            let is_consent = |name: &str| schema.get(name).is_some_and(|field| field.consent.is_some());
            let value = |(name, typed): (&String, &String)| {
                let saved = if is_consent(name) {
                    // What the box says; the pool has the consent itself.
                    Some(typed)
                } else {
                    profile.values.get(name)
                };
                (name.clone(), saved.cloned().unwrap_or_default())
            };
            let values = submission.values.iter().map(value).collect();
            Ok(SaveOutcome::Saved {
                values: respell(values),
                next: form.next.clone(),
            })
        }
        // What users cannot put right does not keep them from going on.
        Err(SaveError::Fields(errors)) if form.next.is_some() && errors.iter().all(is_not_writable) => {
            Ok(SaveOutcome::Saved {
                values: submission.values.clone(),
                next: form.next.clone(),
            })
        }
        Err(SaveError::Fields(errors)) => Ok(SaveOutcome::Invalid(errors)),
        Err(SaveError::Changed(values)) => Ok(SaveOutcome::Changed(respell(values))),
        Err(SaveError::TooOften(too_often)) => Err(limits::too_often(too_often)),
        Err(SaveError::User(error)) => Err(user_error(&error)),
    }
}

fn is_not_writable(error: &FieldError) -> bool {
    error.rule == Rule::NotWritable
}
