//! The section about e-mail address and telephone number.

use account::{ContactInfo, ContactInfoError};
use attributes::{ContactChange, normalize_code};
use signin::{Act, SecurityEvent, Slot};

use super::account::answer;
use super::{CurrentUser, OnboardedFormPost, RequireOnboarded, fail, limits, user_error};
use crate::api::{
    Address, AddressView, ContactOutcome, ContactStep, ContactView, Input, Mistake, Offer, Reason,
};
use crate::error::{AppError, ErrorKind};

const PAGE: &str = "/profile";

type Answer = Result<ContactOutcome, AppError>;

/// Why a form about an address came to nothing.
enum Refusal {
    /// What was asked cannot be done with this address or code.
    OfAddress(ContactInfoError),
    /// It was not even tried.
    BeforeIt(AppError),
}

pub(crate) async fn view() -> Result<ContactView, AppError> {
    let person = RequireOnboarded::of_request().await?;
    let fresh = person
        .account
        .signin
        .reauth
        .require_recent_auth(&person.session)
        .ok();
    Ok(ContactView {
        csrf: person.csrf(),
        fresh: fresh.is_some(),
        typed: person.take_typed(fresh, Slot::Contact).await?,
        addresses: addresses(&person),
        outcome: person.take_message(Slot::Contact).await?,
    })
}

fn addresses(person: &CurrentUser) -> Vec<AddressView> {
    let contacts = person.account.users.contacts(&person.profile, &person.records);
    contacts.into_iter().map(AddressView::from).collect()
}

pub(crate) async fn change(address: Address, typed: String) -> Answer {
    let person = OnboardedFormPost::of_request().await?;
    let outcome = try_change(&person, address, &typed).await;
    let input = match address {
        Address::Email => Input::Email,
        Address::Phone => Input::Phone,
    };
    keep_unproven(&person, input, &typed, &outcome).await?;
    finish(&person, ContactStep::CodeSent, (input, typed), outcome).await
}

/// Keeps what was typed for the time after the person has confirmed who they are.
async fn keep_unproven(
    person: &CurrentUser,
    input: Input,
    typed: &str,
    outcome: &Result<(), Refusal>,
) -> Result<(), AppError> {
    match outcome {
        Err(Refusal::BeforeIt(error)) => person.keep_typed(error, Slot::Contact, &(input, typed)).await,
        _ => Ok(()),
    }
}

async fn try_change(person: &CurrentUser, address: Address, typed: &str) -> Result<(), Refusal> {
    let session = person.fresh()?;
    limits::count_write(person)?;
    let account = &person.account;
    account
        .address_changes
        .begin(&session, address.into(), typed)
        .await?;
    Ok(())
}

pub(crate) async fn confirm(address: Address, code: &str) -> Answer {
    let person = OnboardedFormPost::of_request().await?;
    let code = normalize_code(code);
    let outcome = try_confirm(&person, address, code.clone()).await;
    keep_unproven(&person, code_input(address), &code, &outcome).await?;
    let input = (code_input(address), String::new());
    finish(&person, ContactStep::Confirmed, input, outcome).await
}

async fn try_confirm(person: &CurrentUser, address: Address, code: String) -> Result<(), Refusal> {
    let session = person.fresh()?;
    limits::count_guess(Act::GuessAddressCode, person)?;
    let account = &person.account;
    account
        .address_changes
        .confirm(&session, address.into(), code.into())
        .await?;
    Ok(())
}

/// Neither needs a fresh sign-in: the one repeats what was allowed, the other undoes it.
pub(crate) async fn resend(address: Address) -> Answer {
    let person = OnboardedFormPost::of_request().await?;
    let outcome = try_resend(&person, address).await;
    let input = (code_input(address), String::new());
    finish(&person, ContactStep::CodeSent, input, outcome).await
}

async fn try_resend(person: &CurrentUser, address: Address) -> Result<(), Refusal> {
    limits::count_write(person)?;
    let account = &person.account;
    account
        .address_changes
        .send_code_again(&person.session, address.into())
        .await?;
    Ok(())
}

pub(crate) async fn cancel(address: Address) -> Answer {
    let person = OnboardedFormPost::of_request().await?;
    let outcome = try_cancel(&person, address).await;
    let input = (code_input(address), String::new());
    finish(&person, ContactStep::Cancelled, input, outcome).await
}

async fn try_cancel(person: &CurrentUser, address: Address) -> Result<(), Refusal> {
    limits::count_write(person)?;
    let account = &person.account;
    account
        .address_changes
        .cancel(&person.session, address.into())
        .await?;
    Ok(())
}

fn code_input(address: Address) -> Input {
    match address {
        Address::Email => Input::EmailCode,
        Address::Phone => Input::PhoneCode,
    }
}

/// The answer to a form; what is wrong belongs to `input`, where `typed` stood.
async fn finish(
    person: &CurrentUser,
    step: ContactStep,
    (input, typed): (Input, String),
    outcome: Result<(), Refusal>,
) -> Answer {
    let not_saved = typed.clone();
    let outcome = match outcome {
        Ok(()) => Ok(ContactOutcome::Done(step)),
        Err(Refusal::OfAddress(error)) => refused(person, &error, input, typed),
        Err(Refusal::BeforeIt(error)) => Err(error),
    };
    let not_saved = move |error| ContactOutcome::NotSaved(error, input, not_saved);
    answer(person, Slot::Contact, PAGE, outcome, not_saved).await
}

fn refused(person: &CurrentUser, error: &ContactInfoError, input: Input, typed: String) -> Answer {
    let reason = match error {
        ContactInfoError::NotOffered => Reason::NotOffered,
        ContactInfoError::NotAnAddress if input == Input::Phone => Reason::NotANumber,
        ContactInfoError::NotAnAddress => Reason::NotAnAddress,
        ContactInfoError::SameAsNow => Reason::SameAddress,
        ContactInfoError::Taken => Reason::NotUsable,
        ContactInfoError::NotWritable(_) => {
            fail(ErrorKind::Refused, error);
            Reason::NotOffered
        }
        ContactInfoError::NotSent(_) => {
            fail(ErrorKind::Refused, error);
            Reason::NotSent
        }
        ContactInfoError::WrongCode => Reason::NotTheCodeSent,
        ContactInfoError::ExpiredCode => Reason::ExpiredCode,
        ContactInfoError::TooOften => Reason::TooOften,
        ContactInfoError::User(error) => return Err(user_error(error)),
    };
    let line = person
        .account
        .signin
        .security
        .event(SecurityEvent::AddressChange)
        .of(&person.session);
    line.refused(&format!("{input:?} {reason:?}"));
    Ok(ContactOutcome::Mistake(Mistake { input, reason }, typed))
}

impl From<ContactInfoError> for Refusal {
    fn from(error: ContactInfoError) -> Self {
        Self::OfAddress(error)
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self::BeforeIt(error)
    }
}

impl From<Address> for account::Address {
    fn from(address: Address) -> Self {
        match address {
            Address::Email => Self::Email,
            Address::Phone => Self::Phone,
        }
    }
}

impl From<ContactInfo> for AddressView {
    fn from(contact: ContactInfo) -> Self {
        Self {
            address: match contact.address {
                account::Address::Email => Address::Email,
                account::Address::Phone => Address::Phone,
            },
            value: contact.value,
            verified: contact.verified,
            pending: contact.pending,
            offer: match contact.change {
                ContactChange::Off => Offer::Refused,
                ContactChange::VerifiedFirst => Offer::Change,
                ContactChange::AtOnce => Offer::ChangeAtOnce,
            },
        }
    }
}
