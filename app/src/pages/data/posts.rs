//! What the forms of the page do.

use account::{SaveError, Submission};
use attributes::{Consent, normalize_text};
use jiff::Timestamp;
use leptos::server;
use signin::Slot;

use super::view::{ConsentAnswer, ConsentOutcome, DeletionOutcome};
use crate::error::{AppError, ErrorKind};
use crate::pages::small_form::input_error::InputErrorKind;
use crate::server::{
    CurrentUser, FormPost, ask_first, limits, redirect, redirect_within_app, refuse, set_cookie, set_header,
    show_outcome, user_error,
};

const PAGE: &str = "/data";
/// In seconds. Longer than a double press on a slow line: its second half may come when the button says the opposite.
const A_PRESS: i64 = 2;

/// Gives a consent, to the version of the list and at this moment, or withdraws one. No other answer is needed first,
/// unless another user may have agreed in their name.
#[server(endpoint = "answer_consent")]
pub async fn answer_consent(
    #[server(default)] attribute: String,
    #[server(default)] given: bool,
    // That the text beside the button had.
    #[server(default)] version: String,
) -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    if person.session.is_to_review() {
        return Err(ask_first());
    }
    let outcome = Box::pin(try_answer_consent(&person, attribute.clone(), given, &version)).await;
    let answer = |outcome| ConsentAnswer {
        attribute: attribute.clone(),
        outcome,
    };
    let not_saved = |error| answer(ConsentOutcome::NotSaved(error));
    show_outcome(&person, Slot::Consent, PAGE, outcome.map(answer), not_saved).await
}

async fn try_answer_consent(
    person: &CurrentUser,
    name: String,
    given: bool,
    version: &str,
) -> Result<ConsentOutcome, AppError> {
    let mut consents = person.account.schema.consents();
    let Some((attribute, terms)) = consents.find(|(attribute, _)| attribute.name == name) else {
        return Err(refuse(ErrorKind::BadRequest));
    };
    if given && version != terms.version.to_string() {
        return Ok(ConsentOutcome::AnotherVersion);
    }
    match just_decided(person, &name) {
        // One that is required is refused below, whenever it was given.
        Some(true) if !given && !attribute.is_required() => return Ok(ConsentOutcome::Given),
        Some(false) if given => return Ok(ConsentOutcome::Withdrawn),
        _ => {}
    }
    let submission = Submission {
        values: [(name, given.to_string())].into(),
        ..Submission::default()
    };
    match person
        .account
        .save_profile
        .save(&person.session, &submission)
        .await
    {
        Ok(_) if given => Ok(ConsentOutcome::Given),
        Ok(_) => Ok(ConsentOutcome::Withdrawn),
        // One that is required cannot be withdrawn, and the page has no button for it.
        Err(SaveError::Fields(_) | SaveError::Changed(_)) => Err(refuse(ErrorKind::Refused)),
        Err(SaveError::TooOften(too_often)) => Err(limits::too_often(too_often)),
        Err(SaveError::User(error)) => Err(user_error(&error)),
    }
}

/// What they decided within the time of a press, if they did.
fn just_decided(person: &CurrentUser, name: &str) -> Option<bool> {
    let consent = Consent::parse(person.profile.values.get(name)?)?;
    let at = consent.withdrawn_at.as_ref().unwrap_or(&consent.given_at);
    let age = person.account.signin.clock.now().unix_seconds() - at.parse::<Timestamp>().ok()?.as_second();
    (0..A_PRESS).contains(&age).then(|| consent.is_given())
}

/// Deletes the account once its name is typed.
#[server(endpoint = "delete_account")]
pub async fn delete_account(#[server(default)] name: String) -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    let refused = Box::pin(try_delete(&person, &name)).await;
    let Some(outcome) = refused.transpose() else {
        return Ok(());
    };
    if let Err(error) = &outcome {
        person.keep_typed(error, Slot::Deletion, &name).await?;
    }
    show_outcome(&person, Slot::Deletion, PAGE, outcome, DeletionOutcome::NotSaved).await
}

/// Nothing if the account is gone: there is no session left to tell it in.
async fn try_delete(person: &CurrentUser, name: &str) -> Result<Option<DeletionOutcome>, AppError> {
    let session = person.require_recent_auth()?;
    match normalize_text(name).as_str() {
        "" => return Ok(Some(DeletionOutcome::WrongName(InputErrorKind::Missing))),
        typed if !typed.eq_ignore_ascii_case(person.account_name()) => {
            return Ok(Some(DeletionOutcome::WrongName(InputErrorKind::AnotherName)));
        }
        _ => {}
    }
    let left = person.account.deletion.delete(&session).await;
    let left = left.map_err(|error| user_error(&error))?;
    set_cookie(&person.account.signin.cookies.forget_session());
    set_cookie(&person.account.signin.cookies.set_left());
    set_header("clear-site-data", "\"cache\"");
    match left.location {
        Some(location) => redirect(location.as_str()),
        None => redirect_within_app("/logged_out"),
    }
    Ok(None)
}
