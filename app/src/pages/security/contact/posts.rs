//! What the forms of the section do.

use account::{Address, ContactInfoError};
use attributes::normalize_code;
use leptos::server;
use signin::{Act, SecurityEvent, Slot};

use crate::error::{AppError, ErrorKind};
use crate::pages::security::contact::view::{ContactOutcome, ContactStep};
use crate::pages::small_form::input_error::{InputError, InputErrorKind, InputName};
use crate::server::{CurrentUser, FormPost, fail, limits, show_outcome, user_error};

const PAGE: &str = "/security";

type ContactResult = Result<ContactOutcome, AppError>;

/// Why a form about an address came to nothing.
enum ContactError {
    /// What was asked cannot be done with this address or code.
    OfAddress(ContactInfoError),
    /// It was not even tried.
    BeforeIt(AppError),
}

/// Has a code sent to a new address.
#[server(endpoint = "change_address")]
pub async fn change_address(address: Address, #[server(default)] value: String) -> Result<(), AppError> {
    let (person, typed) = (FormPost::of_request().await?, value);
    let outcome = try_change(&person, address, &typed).await;
    let input = match address {
        Address::Email => InputName::Email,
        Address::Phone => InputName::Phone,
    };
    keep_unproven(&person, input, &typed, &outcome).await?;
    finish(&person, ContactStep::CodeSent, (input, typed), outcome).await
}

/// Keeps what was typed for the time after the person has confirmed who they are.
async fn keep_unproven(
    person: &CurrentUser,
    input: InputName,
    typed: &str,
    outcome: &Result<(), ContactError>,
) -> Result<(), AppError> {
    match outcome {
        Err(ContactError::BeforeIt(error)) => person.keep_typed(error, Slot::Contact, &(input, typed)).await,
        _ => Ok(()),
    }
}

async fn try_change(person: &CurrentUser, address: Address, typed: &str) -> Result<(), ContactError> {
    let session = person.require_recent_auth()?;
    limits::count_write(person)?;
    let account = &person.account;
    account.address_changes.begin(&session, address, typed).await?;
    Ok(())
}

/// Confirms an address with the code: the one that the form has shown.
#[server(endpoint = "confirm_address")]
pub async fn confirm_address(
    address: Address,
    #[server(default)] code: String,
    #[server(default)] shown: String,
) -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    let code = normalize_code(&code);
    let outcome = try_confirm(&person, address, code.clone(), &shown).await;
    keep_unproven(&person, code_input(address), &code, &outcome).await?;
    let input = (code_input(address), String::new());
    finish(&person, ContactStep::Confirmed, input, outcome).await
}

async fn try_confirm(
    person: &CurrentUser,
    address: Address,
    code: String,
    shown: &str,
) -> Result<(), ContactError> {
    let session = person.require_recent_auth()?;
    limits::count_guess(Act::GuessAddressCode, person)?;
    let changes = &person.account.address_changes;
    match changes.confirm(&session, address, code.into()).await {
        // Another tab may have used the code.
        Err(ContactInfoError::ExpiredCode) if changes.is_confirmed(&session, address, shown).await? => Ok(()),
        confirmed => Ok(confirmed.map(drop)?),
    }
}

/// Has the code sent again. It repeats what was allowed: no fresh sign-in is needed.
#[server(endpoint = "resend_code")]
pub async fn resend_code(address: Address) -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    let outcome = try_resend(&person, address).await;
    let input = (code_input(address), String::new());
    finish(&person, ContactStep::CodeSent, input, outcome).await
}

async fn try_resend(person: &CurrentUser, address: Address) -> Result<(), ContactError> {
    limits::count_write(person)?;
    let account = &person.account;
    account
        .address_changes
        .send_code_again(&person.session, address)
        .await?;
    Ok(())
}

/// Takes a change of address back, which needs no fresh sign-in either.
#[server(endpoint = "cancel_change")]
pub async fn cancel_change(address: Address) -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    let outcome = try_cancel(&person, address).await;
    let input = (code_input(address), String::new());
    finish(&person, ContactStep::Cancelled, input, outcome).await
}

async fn try_cancel(person: &CurrentUser, address: Address) -> Result<(), ContactError> {
    limits::count_write(person)?;
    let account = &person.account;
    account.address_changes.cancel(&person.session, address).await?;
    Ok(())
}

fn code_input(address: Address) -> InputName {
    match address {
        Address::Email => InputName::EmailCode,
        Address::Phone => InputName::PhoneCode,
    }
}

/// Tells what became of a form; what is wrong belongs to `input`, where `typed` stood.
async fn finish(
    person: &CurrentUser,
    step: ContactStep,
    (input, typed): (InputName, String),
    outcome: Result<(), ContactError>,
) -> Result<(), AppError> {
    let not_saved = typed.clone();
    let outcome = match outcome {
        Ok(()) => Ok(ContactOutcome::Done(step)),
        Err(ContactError::OfAddress(error)) => refused(person, &error, input, typed),
        Err(ContactError::BeforeIt(error)) => Err(error),
    };
    let not_saved = move |error| ContactOutcome::NotSaved(error, input, not_saved);
    show_outcome(person, Slot::Contact, PAGE, outcome, not_saved).await
}

fn refused(person: &CurrentUser, error: &ContactInfoError, input: InputName, typed: String) -> ContactResult {
    let reason = match error {
        ContactInfoError::NotOffered => InputErrorKind::NotOffered,
        ContactInfoError::NotAnAddress if input == InputName::Phone => InputErrorKind::NotANumber,
        ContactInfoError::NotAnAddress => InputErrorKind::NotAnAddress,
        ContactInfoError::SameAsNow => InputErrorKind::SameAddress,
        ContactInfoError::Taken => InputErrorKind::NotUsable,
        ContactInfoError::NotWritable(_) => {
            fail(ErrorKind::Refused, error);
            InputErrorKind::NotOffered
        }
        ContactInfoError::NotSent(_) => {
            fail(ErrorKind::Refused, error);
            InputErrorKind::NotSent
        }
        ContactInfoError::WrongCode => InputErrorKind::NotTheCodeSent,
        ContactInfoError::ExpiredCode => InputErrorKind::ExpiredCode,
        ContactInfoError::TooOften => InputErrorKind::TooOften,
        ContactInfoError::RateLimited(wait) => return Err(limits::too_often(*wait)),
        ContactInfoError::User(error) => return Err(user_error(error)),
    };
    let line = person
        .account
        .signin
        .security
        .event(SecurityEvent::AddressChange)
        .of(&person.session);
    line.refused(&format!("{input:?} {reason:?}"));
    Ok(ContactOutcome::InputError(InputError { input, reason }, typed))
}

impl From<ContactInfoError> for ContactError {
    fn from(error: ContactInfoError) -> Self {
        Self::OfAddress(error)
    }
}

impl From<AppError> for ContactError {
    fn from(error: AppError) -> Self {
        Self::BeforeIt(error)
    }
}
