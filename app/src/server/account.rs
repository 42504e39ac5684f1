//! The account page and its forms. They wait for nothing that is still to be asked: nobody must answer to leave, or to
//! secure their account.

use account::{MfaError, MfaStatus, PasswordError, TotpSecret};
use attributes::{Password, PasswordRule, PasswordRules, normalize_code, normalize_text};
use serde::Serialize;
use signin::{Act, SecurityEvent, SessionCallError, Slot};

use super::posted::leave_message;
use super::{
    CurrentUser, FormPost, RequireUser, fail, flows, is_plain_form, limits, qr, redirect,
    redirect_within_app, request, set_cookie, set_header, user_error,
};
use crate::api::{
    AccountChange, AccountForm, AccountOutcome, AccountView, FactorSetup, FactorView, Input, Mistake, Reason,
    TypedAccount,
};
use crate::brand::use_brand;
use crate::error::{AppError, ErrorKind};

const PAGE: &str = "/account";
/// The part of it with what an authenticator app needs.
const SETUP: &str = "/account#authenticator";

/// A password as it was typed.
pub(crate) struct NewPassword {
    pub current: String,
    pub new: String,
    pub sign_out_others: bool,
}

type Answer = Result<AccountOutcome, AppError>;

pub(crate) async fn view() -> Result<AccountView, AppError> {
    let person = RequireUser::of_request().await?;
    let factor = factor(&person).await?;
    let setup = match factor {
        Some(FactorView { unfinished: true, .. }) => offered(&person).await?,
        _ => None,
    };
    let fresh = person
        .account
        .signin
        .reauth
        .require_recent_auth(&person.session)
        .ok();
    Ok(AccountView {
        csrf: person.csrf(),
        name: account_name(&person).to_owned(),
        fresh: fresh.is_some(),
        typed: person.take_typed(fresh, Slot::Account).await?.unwrap_or_default(),
        rules: rules(&person),
        factor,
        setup,
        outcome: person.take_message(Slot::Account).await?,
    })
}

/// Without the pool the rest of the page is still of use.
async fn factor(person: &CurrentUser) -> Result<Option<FactorView>, AppError> {
    if limits::count_view(person).is_err() {
        return Ok(None);
    }
    match person.account.mfa.status(&person.session).await {
        Ok(MfaStatus { on, unfinished }) => Ok(Some(FactorView { on, unfinished })),
        Err(error @ (SessionCallError::Ended | SessionCallError::PasswordReset(_))) => {
            Err(user_error(&error))
        }
        Err(error) => {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(
                event = "mfa_state_unknown",
                error,
                "the second factor cannot be shown"
            );
            Ok(None)
        }
    }
}

/// The set-up that this session has begun, as long as it may finish it.
async fn offered(person: &CurrentUser) -> Result<Option<FactorSetup>, AppError> {
    let Ok(session) = person.account.signin.reauth.require_recent_auth(&person.session) else {
        return Ok(None);
    };
    let secret = person.account.mfa.pending_secret(&session).await;
    let secret = secret.map_err(|error| user_error(&error))?;
    Ok(secret.map(|secret| set_up(person, &secret)))
}

pub(crate) async fn change_password(wanted: NewPassword) -> Answer {
    let person = FormPost::of_request().await?;
    let typed = TypedAccount {
        sign_out_others: Some(wanted.sign_out_others),
        ..TypedAccount::default()
    };
    let outcome = Box::pin(try_password(&person, wanted)).await;
    keep_unproven(&person, typed, &outcome).await?;
    told(&person, outcome, AccountForm::Password).await
}

/// Keeps what was typed for the time after the person has confirmed who they are.
async fn keep_unproven(person: &CurrentUser, typed: TypedAccount, outcome: &Answer) -> Result<(), AppError> {
    match outcome {
        Err(error) => person.keep_typed(error, Slot::Account, &typed).await,
        Ok(_) => Ok(()),
    }
}

async fn try_password(person: &CurrentUser, wanted: NewPassword) -> Answer {
    let session = person.fresh()?;
    let blank = |input, text: &str| {
        text.is_empty().then_some(Mistake {
            input,
            reason: Reason::Missing,
        })
    };
    let mistakes = [
        blank(Input::CurrentPassword, &wanted.current),
        blank(Input::NewPassword, &wanted.new),
    ];
    let mistakes: Vec<Mistake> = mistakes.into_iter().flatten().collect();
    if !mistakes.is_empty() {
        return Ok(AccountOutcome::Mistakes(mistakes));
    }
    if wanted.current == wanted.new {
        return Ok(mistake(Input::NewPassword, Reason::SameAsNow));
    }
    let lacks = rules(person).broken(&Password(wanted.new.clone()));
    if !lacks.is_empty() {
        return Ok(AccountOutcome::Weak(lacks));
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
    if wanted.sign_out_others
        && let Err(error) = person
            .account
            .signin
            .own_sessions
            .end_others(&person.session)
            .await
    {
        let error: &dyn std::error::Error = &error;
        tracing::error!(
            event = "other_sessions_not_ended",
            error,
            "the other sessions could not be ended"
        );
        return Ok(AccountOutcome::Done(AccountChange::OnlyPasswordChanged));
    }
    Ok(AccountOutcome::Done(AccountChange::PasswordChanged))
}

/// What the pool wants of a new password, as the operator says it is.
fn rules(person: &CurrentUser) -> PasswordRules {
    person.account.schema.sign_up_rules().password
}

fn password_refused(person: &CurrentUser, error: &PasswordError) -> Answer {
    let (input, reason) = match error {
        PasswordError::Wrong => (Input::CurrentPassword, Reason::WrongPassword),
        PasswordError::Policy => return Ok(AccountOutcome::Weak(vec![PasswordRule::Accepted])),
        PasswordError::UsedBefore => (Input::NewPassword, Reason::UsedBefore),
        PasswordError::TooOften => (Input::CurrentPassword, Reason::TooOften),
        PasswordError::User(error) => return Err(user_error(error)),
    };
    refused(person, SecurityEvent::PasswordChange, reason);
    Ok(mistake(input, reason))
}

pub(crate) async fn begin_factor() -> Answer {
    let person = FormPost::of_request().await?;
    let outcome = Box::pin(try_begin(&person)).await;
    told(&person, outcome, AccountForm::Factor).await
}

async fn try_begin(person: &CurrentUser) -> Answer {
    let session = person.fresh()?;
    limits::count_write(person)?;
    match person.account.mfa.begin_setup(&session).await {
        Ok(secret) => Ok(AccountOutcome::Begun(set_up(person, &secret))),
        Err(error) => factor_refused(person, &error),
    }
}

fn set_up(person: &CurrentUser, secret: &TotpSecret) -> FactorSetup {
    // A page that shows the key must not be compressed: beside text of a stranger, its length would tell of it.
    super::set_header("cache-control", "no-store, no-transform");
    let address = qr::key_address(use_brand().name(), account_name(person), secret.expose());
    FactorSetup {
        key: qr::in_groups(secret.expose()),
        qr: qr::picture(&address),
        link: address,
    }
}

pub(crate) async fn finish_factor(code: &str) -> Answer {
    let person = FormPost::of_request().await?;
    let outcome = Box::pin(try_finish(&person, code)).await;
    told(&person, outcome, AccountForm::Factor).await
}

/// Apps show codes in two groups, and people type them so.
async fn try_finish(person: &CurrentUser, code: &str) -> Answer {
    let session = person.fresh()?;
    let code = normalize_code(code);
    if code.is_empty() {
        return Ok(mistake(Input::FactorCode, Reason::Missing));
    }
    limits::count_guess(Act::GuessMfaCode, person)?;
    match person.account.mfa.finish_setup(&session, code.into()).await {
        Ok(()) => Ok(AccountOutcome::Done(AccountChange::FactorOn)),
        Err(error) => factor_refused(person, &error),
    }
}

pub(crate) async fn stop_factor() -> Answer {
    let person = FormPost::of_request().await?;
    let outcome = Box::pin(try_stop(&person)).await;
    told(&person, outcome, AccountForm::Factor).await
}

async fn try_stop(person: &CurrentUser) -> Answer {
    let session = person.fresh()?;
    limits::count_write(person)?;
    match person.account.mfa.disable(&session).await {
        Ok(()) => Ok(AccountOutcome::Done(AccountChange::FactorOff)),
        Err(error) => factor_refused(person, &error),
    }
}

fn factor_refused(person: &CurrentUser, error: &MfaError) -> Answer {
    let reason = match error {
        MfaError::WrongCode => Reason::WrongCode,
        MfaError::UsedCode => Reason::UsedCode,
        MfaError::TooOften => Reason::TooOften,
        MfaError::NotBegun(_) => {
            fail(ErrorKind::Refused, error);
            Reason::NotBegun
        }
        MfaError::NotAsSet => return Err(fail(ErrorKind::Refused, error)),
        MfaError::User(error) => return Err(user_error(error)),
    };
    refused(person, SecurityEvent::FactorChange, reason);
    Ok(mistake(Input::FactorCode, reason))
}

pub(super) fn refused(person: &CurrentUser, event: SecurityEvent, reason: Reason) {
    let line = person.account.signin.security.event(event).of(&person.session);
    line.refused(&format!("{reason:?}"));
}

pub(crate) async fn delete(name: &str) -> Answer {
    let person = FormPost::of_request().await?;
    match Box::pin(try_delete(&person, name)).await {
        Ok(AccountOutcome::Done(done)) => Ok(AccountOutcome::Done(done)),
        outcome => {
            let typed = TypedAccount {
                name: Some(name.to_owned()),
                ..TypedAccount::default()
            };
            keep_unproven(&person, typed, &outcome).await?;
            told(&person, outcome, AccountForm::Leave).await
        }
    }
}

async fn try_delete(person: &CurrentUser, name: &str) -> Answer {
    let session = person.fresh()?;
    match normalize_text(name).as_str() {
        "" => return Ok(mistake(Input::AccountName, Reason::Missing)),
        typed if !typed.eq_ignore_ascii_case(account_name(person)) => {
            return Ok(mistake(Input::AccountName, Reason::AnotherName));
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
    Ok(AccountOutcome::Done(AccountChange::Deleted))
}

/// Whether an account was just deleted in this browser; said once.
pub(crate) fn has_left() -> bool {
    let has_left = request::has_left_cookie();
    if has_left {
        set_cookie(&flows().signin.cookies.forget_left());
    }
    has_left
}

fn mistake(input: Input, reason: Reason) -> AccountOutcome {
    AccountOutcome::Mistakes(vec![Mistake { input, reason }])
}

/// What a person knows their account by.
fn account_name(person: &CurrentUser) -> &str {
    let email = person
        .profile
        .values
        .get("email")
        .filter(|email| !email.is_empty());
    email.map_or_else(|| person.session.username(), String::as_str)
}

/// The answer to a form of the account page, told where the form is.
async fn told(person: &CurrentUser, outcome: Answer, form: AccountForm) -> Answer {
    // There the browser itself sets the focus; other outcomes take it when the page comes.
    let page = match outcome {
        Ok(AccountOutcome::Begun(_)) => SETUP,
        _ => PAGE,
    };
    let not_saved = |error| AccountOutcome::NotSaved(error, form);
    answer(person, Slot::Account, page, outcome, not_saved).await
}

/// The answer to a `fetch`; for a plain post a message for the page, which is shown next.
pub(super) async fn answer<T: Serialize>(
    person: &CurrentUser,
    slot: Slot,
    page: &str,
    outcome: Result<T, AppError>,
    not_saved: impl FnOnce(AppError) -> T,
) -> Result<T, AppError> {
    if !is_plain_form() {
        return outcome;
    }
    let outcome = match outcome {
        // No session is left that could keep a message: the page of the failure is shown.
        Err(error) if error.kind == ErrorKind::Ended => return Err(error),
        outcome => outcome.unwrap_or_else(not_saved),
    };
    let left = leave_message(&person.session, slot, &outcome).await;
    left.map_err(|error| super::store_error(&error))?;
    redirect_within_app(page);
    Ok(outcome)
}
