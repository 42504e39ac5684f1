//! What the forms of the page do. They need no onboarding: an account can be secured without an answer.

use account::{MfaError, PasswordError};
use attributes::{Password, PasswordRule, normalize_code};
use leptos::server;
use signin::{Act, SecurityEvent, Slot};

use super::load::{rules, set_up};
use crate::error::{AppError, ErrorKind};
use crate::pages::security::view::{CredentialChange, SecurityForm, SecurityOutcome, TypedPasswordForm};
use crate::pages::small_form::input_error::{InputError, InputErrorKind, InputName};
use crate::server::{CurrentUser, FormPost, fail, limits, show_outcome, user_error};

const PAGE: &str = "/security";
/// The part of it with what an authenticator app needs.
const SETUP: &str = "/security#authenticator";

/// A password as it was typed.
pub(crate) struct NewPassword {
    pub current: String,
    pub new: String,
    pub sign_out_others: bool,
}

type SecurityResult = Result<SecurityOutcome, AppError>;

/// Changes the password; if so wished, signs out everywhere else.
#[server(endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] new_password: String,
    #[server(default)] sign_out_others: bool,
) -> Result<(), AppError> {
    let wanted = NewPassword {
        current: current_password,
        new: new_password,
        sign_out_others,
    };
    let person = FormPost::of_request().await?;
    let typed = TypedPasswordForm {
        sign_out_others: Some(wanted.sign_out_others),
    };
    let outcome = Box::pin(try_password(&person, wanted)).await;
    keep_unproven(&person, typed, &outcome).await?;
    finish(&person, outcome, SecurityForm::Password).await
}

/// Keeps what was typed for the time after the person has confirmed who they are.
async fn keep_unproven(
    person: &CurrentUser,
    typed: TypedPasswordForm,
    outcome: &SecurityResult,
) -> Result<(), AppError> {
    match outcome {
        Err(error) => person.keep_typed(error, Slot::Account, &typed).await,
        Ok(_) => Ok(()),
    }
}

async fn try_password(person: &CurrentUser, wanted: NewPassword) -> SecurityResult {
    let session = person.require_recent_auth()?;
    // Before it counts as a guess: the pool is not asked.
    if let Some(refused) = refused_by_form(person, &wanted) {
        return Ok(refused);
    }
    limits::count_guess(Act::GuessPassword, person)?;
    let (current, new) = (wanted.current.into(), wanted.new.into());
    if let Err(error) = person
        .account
        .password_change
        .change(&session, current, new)
        .await
    {
        return password_refused(person, &error);
    }
    let is_all_done = !wanted.sign_out_others || sign_out_others(person).await;
    Ok(SecurityOutcome::Done(if is_all_done {
        CredentialChange::PasswordChanged
    } else {
        CredentialChange::OnlyPasswordChanged
    }))
}

/// What is wrong with what was typed, before the pool is asked.
fn refused_by_form(person: &CurrentUser, wanted: &NewPassword) -> Option<SecurityOutcome> {
    let inputs = [
        (InputName::CurrentPassword, &wanted.current),
        (InputName::NewPassword, &wanted.new),
    ];
    let blank = inputs.into_iter().filter(|(_, typed)| typed.is_empty());
    let reason = InputErrorKind::Missing;
    let errors: Vec<_> = blank.map(|(input, _)| InputError { input, reason }).collect();
    if !errors.is_empty() {
        return Some(SecurityOutcome::InputErrors(errors));
    }
    if wanted.current == wanted.new {
        return Some(input_error(InputName::NewPassword, InputErrorKind::SameAsNow));
    }
    let lacks = rules(person).broken(&Password(wanted.new.clone()));
    (!lacks.is_empty()).then_some(SecurityOutcome::Weak(lacks))
}

/// Answers whether they are all out.
async fn sign_out_others(person: &CurrentUser) -> bool {
    let ended = person
        .account
        .signin
        .own_sessions
        .end_others(&person.session)
        .await;
    if let Err(error) = &ended {
        tracing::error!(
            event = "other_sessions_not_ended",
            error = error as &dyn std::error::Error,
            "the other sessions could not be ended"
        );
    }
    ended.is_ok()
}

fn password_refused(person: &CurrentUser, error: &PasswordError) -> SecurityResult {
    let (input, reason) = match error {
        PasswordError::Wrong => (InputName::CurrentPassword, InputErrorKind::WrongPassword),
        PasswordError::Policy => return Ok(SecurityOutcome::Weak(vec![PasswordRule::Accepted])),
        PasswordError::UsedBefore => (InputName::NewPassword, InputErrorKind::UsedBefore),
        PasswordError::TooOften => (InputName::CurrentPassword, InputErrorKind::TooOften),
        PasswordError::User(error) => return Err(user_error(error)),
    };
    refused(person, SecurityEvent::PasswordChange, reason);
    Ok(input_error(input, reason))
}

/// Begins to set up an authenticator app.
#[server(endpoint = "begin_factor")]
pub async fn begin_factor() -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    let outcome = Box::pin(try_begin(&person)).await;
    finish(&person, outcome, SecurityForm::Factor).await
}

async fn try_begin(person: &CurrentUser) -> SecurityResult {
    let session = person.require_recent_auth()?;
    limits::count_write(person)?;
    match person.account.mfa.begin_setup(&session).await {
        Ok(secret) => Ok(SecurityOutcome::Begun(set_up(person, &secret))),
        Err(error) => factor_refused(person, &error),
    }
}

/// Finishes it with a code of the app.
#[server(endpoint = "finish_factor")]
pub async fn finish_factor(#[server(default)] code: String) -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    let outcome = Box::pin(try_finish(&person, &code)).await;
    finish(&person, outcome, SecurityForm::Factor).await
}

/// Apps show codes in two groups, and people type them so.
async fn try_finish(person: &CurrentUser, code: &str) -> SecurityResult {
    let session = person.require_recent_auth()?;
    let code = normalize_code(code);
    if code.is_empty() {
        return Ok(input_error(InputName::FactorCode, InputErrorKind::Missing));
    }
    limits::count_guess(Act::GuessMfaCode, person)?;
    match person.account.mfa.finish_setup(&session, code.into()).await {
        Ok(()) => Ok(SecurityOutcome::Done(CredentialChange::FactorOn)),
        Err(error) => factor_refused(person, &error),
    }
}

/// Turns the second factor off.
#[server(endpoint = "stop_factor")]
pub async fn stop_factor() -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    let outcome = Box::pin(try_stop(&person)).await;
    finish(&person, outcome, SecurityForm::Factor).await
}

async fn try_stop(person: &CurrentUser) -> SecurityResult {
    let session = person.require_recent_auth()?;
    limits::count_write(person)?;
    match person.account.mfa.disable(&session).await {
        Ok(true) => Ok(SecurityOutcome::Done(CredentialChange::FactorOff)),
        Ok(false) => Ok(SecurityOutcome::Done(CredentialChange::SetUpCancelled)),
        Err(error) => factor_refused(person, &error),
    }
}

fn factor_refused(person: &CurrentUser, error: &MfaError) -> SecurityResult {
    let reason = match error {
        MfaError::WrongCode => InputErrorKind::WrongCode,
        MfaError::UsedCode => InputErrorKind::UsedCode,
        MfaError::TooOften => InputErrorKind::TooOften,
        MfaError::NotBegun(_) => {
            fail(ErrorKind::Refused, error);
            InputErrorKind::NotBegun
        }
        MfaError::NotAsSet => return Err(fail(ErrorKind::Refused, error)),
        MfaError::User(error) => return Err(user_error(error)),
    };
    refused(person, SecurityEvent::FactorChange, reason);
    Ok(input_error(InputName::FactorCode, reason))
}

fn refused(person: &CurrentUser, event: SecurityEvent, reason: InputErrorKind) {
    let line = person.account.signin.security.event(event).of(&person.session);
    line.refused(&format!("{reason:?}"));
}

fn input_error(input: InputName, reason: InputErrorKind) -> SecurityOutcome {
    SecurityOutcome::InputErrors(vec![InputError { input, reason }])
}

/// Tells what became of a form of this page where the form is.
async fn finish(person: &CurrentUser, outcome: SecurityResult, form: SecurityForm) -> Result<(), AppError> {
    // There the browser itself sets the focus; other outcomes take it when the page comes.
    let page = match outcome {
        Ok(SecurityOutcome::Begun(_)) => SETUP,
        _ => PAGE,
    };
    let not_saved = |error| SecurityOutcome::NotSaved(error, form);
    show_outcome(person, Slot::Account, page, outcome, not_saved).await
}
