//! Making and confirming an account. There is no session yet: what must be remembered belongs to the browser.

use account::{CodeError, SignUpError, Stage};
use attributes::{Password, SignUpForm, Values, normalize_code};
use leptos::server;
use serde::Serialize;
use signin::{Attempt, BrowserId, ReturnTo, Slot};

use super::load::{ConfirmMessage, SignUpMessage, is_here, pending, pending_view, this_browser};
use crate::error::{AppError, ErrorKind};
use crate::pages::sign_up::view::{ConfirmAnswer, SignUpAnswer, TypedSignUp};
use crate::server::{
    CONFIRM, browser_cookie, fail, flows, format, forms, is_token_verified, language,
    leave_message_in_browser, limits, redirect_within_app, refuse, with_return_to,
};

const SIGN_UP: &str = "/signup";

/// Makes an account, then goes on to the page for its code.
#[server(endpoint = "sign_up")]
pub async fn sign_up(
    #[server(default)] username: String,
    #[server(default)] email: String,
    #[server(default)] password: Password,
    #[server(default)] values: Values,
    #[server(default)] zones: Values,
    #[server(default)] return_to: String,
) -> Result<(), AppError> {
    let form = SignUpForm {
        username,
        email,
        password,
        values: forms::with_zones(values, &zones),
    };
    limits::count(Attempt::SignUp)?;
    if !is_here() {
        return Err(refuse(ErrorKind::SignUpClosed));
    }
    let (browser, return_to) = (this_browser(), ReturnTo::parse(&return_to));
    if let Err(error) = try_sign_up(&browser, &form, &return_to).await {
        let message = SignUpMessage {
            answer: Some(sign_up_answer(error)),
            typed: form.into(),
        };
        let page = with_return_to(SIGN_UP, &return_to);
        return show_on_next_page(&browser, Slot::SignUp, &message, &page).await;
    }
    redirect_within_app(CONFIRM);
    Ok(())
}

/// With numbers as the pool has them; what is shown again stays as it was typed.
async fn try_sign_up(
    browser: &BrowserId,
    form: &SignUpForm,
    return_to: &ReturnTo,
) -> Result<(), SignUpError> {
    let account = flows();
    let on_the_wire = SignUpForm {
        values: format::respell(language(), &account.schema, form.values.clone()),
        ..form.clone()
    };
    account
        .sign_up
        .sign_up(browser, &on_the_wire, return_to.clone())
        .await
}

/// Confirms an account with its code. Without a name it is that of this browser.
#[server(endpoint = "confirm_sign_up")]
pub async fn confirm_sign_up(
    #[server(default)] username: String,
    #[server(default)] code: String,
) -> Result<(), AppError> {
    limits::count(Attempt::Confirm)?;
    let browser = this_browser();
    let code = normalize_code(&code);
    if code.is_empty() {
        return show_answer(&browser, username, ConfirmAnswer::NoCode).await;
    }
    if let Err(error) = flows().sign_up.confirm(&browser, &username, &code.into()).await {
        return show_answer(&browser, username, code_answer(error)?).await;
    }
    // The page finds out by itself: the account of this browser is confirmed.
    redirect_within_app(CONFIRM);
    Ok(())
}

/// Sends another code to who waits for one.
#[server(endpoint = "resend_sign_up_code")]
pub async fn resend_sign_up_code(#[server(default)] username: String) -> Result<(), AppError> {
    limits::count(Attempt::ResendCode)?;
    let browser = this_browser();
    if let Err(error) = flows().sign_up.resend_code(&browser, &username).await {
        return show_answer(&browser, username, code_answer(error)?).await;
    }
    if let Some(pending) = pending(&browser).await?
        && pending.stage() != Stage::Confirmed
    {
        let sent = ConfirmAnswer::Sent(pending_view(&pending));
        return show_answer(&browser, String::new(), sent).await;
    }
    redirect_within_app(CONFIRM);
    Ok(())
}

/// Tells what became of a form about a code on the page that shows it. Who typed a name gets back to the form
/// with the name.
async fn show_answer(browser: &BrowserId, typed: String, answer: ConfirmAnswer) -> Result<(), AppError> {
    let page = if typed.is_empty() {
        CONFIRM.to_owned()
    } else {
        format!("{CONFIRM}?other=true")
    };
    let message = ConfirmMessage { answer, typed };
    show_on_next_page(browser, Slot::Confirm, &message, &page).await
}

/// Leaves a message, and goes to the page that shows it.
async fn show_on_next_page(
    browser: &BrowserId,
    slot: Slot,
    message: &impl Serialize,
    page: &str,
) -> Result<(), AppError> {
    let left = leave_message_in_browser(browser, slot, message).await;
    left.map_err(|error| fail(ErrorKind::Failed, &error))?;
    redirect_within_app(page);
    Ok(())
}

fn sign_up_answer(error: SignUpError) -> SignUpAnswer {
    let kind = match &error {
        SignUpError::Invalid(errors) => return SignUpAnswer::Invalid(errors.clone()),
        SignUpError::Refused(_) => ErrorKind::SignUpRefused,
        SignUpError::Closed(_) => ErrorKind::SignUpClosed,
        SignUpError::Unavailable(_) => ErrorKind::Unavailable,
        SignUpError::Failed(_) => ErrorKind::Failed,
    };
    SignUpAnswer::Failed(fail(kind, &error))
}

fn code_answer(error: CodeError) -> Result<ConfirmAnswer, AppError> {
    let kind = match &error {
        CodeError::Name(rule) => return Ok(ConfirmAnswer::BadName(*rule)),
        CodeError::Code => return Ok(ConfirmAnswer::BadCode),
        CodeError::AddressTaken => return Ok(ConfirmAnswer::AddressTaken),
        CodeError::TooOften(too_often) => return Err(limits::too_often(*too_often)),
        CodeError::Refused(_) => ErrorKind::Refused,
        CodeError::Unavailable(_) => ErrorKind::Unavailable,
        CodeError::Failed(_) => ErrorKind::Failed,
    };
    Ok(ConfirmAnswer::Failed(fail(kind, &error)))
}

/// Keeps what is typed into the form of this browser for the next view of its page. It counts like a sign-up: any client can
/// send it.
pub(in crate::pages) async fn keep_typed(typed: TypedSignUp) {
    let browser = browser_cookie().filter(|_| is_token_verified());
    let Some(browser) = browser else { return };
    if limits::is_too_often(Attempt::SignUp) {
        return;
    }
    let message = SignUpMessage { answer: None, typed };
    forms::log_lost(leave_message_in_browser(&browser, Slot::SignUp, &message).await);
}
