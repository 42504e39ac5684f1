//! Making and confirming an account. Whoever does it has no session: what must be remembered belongs to the browser.

use account::{CodeError, SignUpError, Stage};
use attributes::{Password, SignUpForm, Values, normalize_code};
use leptos::server;
use serde::Serialize;
use signin::{Attempt, BrowserId, ReturnTo, Slot};

use super::load::{ConfirmMessage, SignUpMessage, is_here, pending, pending_view, this_browser};
use crate::client::AppClient;
use crate::error::{AppError, ErrorKind};
use crate::pages::sign_up::view::{ConfirmAnswer, SignUpAnswer, TypedSignUp};
use crate::server::{
    CONFIRM, browser_cookie, fail, flows, format, forms, is_token_verified, language,
    leave_message_in_browser, limits, redirect_within_app, refuse, with_return_to,
};

const SIGN_UP: &str = "/signup";

/// Makes an account, then goes on to the page for its code.
#[server(endpoint = "sign_up", client = AppClient)]
pub async fn sign_up(
    #[server(default)] username: String,
    #[server(default)] email: String,
    #[server(default)] password: Password,
    #[server(default)] values: Values,
    #[server(default)] zones: Values,
    #[server(default)] return_to: String,
) -> Result<SignUpAnswer, AppError> {
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
    let on_the_wire = SignUpForm {
        values: format::respell(language(), &flows().schema, form.values.clone()),
        ..form.clone()
    };
    let made = flows()
        .sign_up
        .sign_up(&browser, &on_the_wire, return_to.clone())
        .await;
    let answer = match made {
        Ok(()) => {
            redirect_within_app(CONFIRM);
            return Ok(SignUpAnswer::Next);
        }
        Err(SignUpError::Invalid(errors)) => SignUpAnswer::Invalid(errors),
        Err(error) => SignUpAnswer::Failed(sign_up_error(&error)),
    };
    let SignUpForm {
        username,
        email,
        values,
        ..
    } = form;
    let message = SignUpMessage {
        answer: Some(answer.clone()),
        typed: TypedSignUp {
            username,
            email,
            values,
        },
    };
    let page = with_return_to(SIGN_UP, &return_to);
    show_on_next_page(&browser, Slot::SignUp, &message, &page).await?;
    Ok(answer)
}

/// Confirms an account with its code. Without a name it is that of this browser.
#[server(endpoint = "confirm_sign_up", client = AppClient)]
pub async fn confirm_sign_up(
    #[server(default)] username: String,
    #[server(default)] code: String,
) -> Result<ConfirmAnswer, AppError> {
    limits::count(Attempt::Confirm)?;
    let browser = this_browser();
    let code = normalize_code(&code);
    if code.is_empty() {
        return answer(&browser, username, ConfirmAnswer::NoCode).await;
    }
    match flows().sign_up.confirm(&browser, &username, &code.into()).await {
        Ok(()) => Ok(show_confirmed()),
        Err(error) => answer(&browser, username, code_answer(error)?).await,
    }
}

/// Sends another code to who waits for one.
#[server(endpoint = "resend_sign_up_code", client = AppClient)]
pub async fn resend_sign_up_code(#[server(default)] username: String) -> Result<ConfirmAnswer, AppError> {
    limits::count(Attempt::ResendCode)?;
    let browser = this_browser();
    if let Err(error) = flows().sign_up.resend_code(&browser, &username).await {
        return answer(&browser, username, code_answer(error)?).await;
    }
    match pending(&browser).await? {
        Some(pending) if pending.stage() != Stage::Confirmed => {
            let sent = ConfirmAnswer::Sent(pending_view(&pending));
            answer(&browser, String::new(), sent).await
        }
        _ => Ok(show_confirmed()),
    }
}

/// The page finds out by itself: the account of this browser is confirmed.
fn show_confirmed() -> ConfirmAnswer {
    redirect_within_app(CONFIRM);
    ConfirmAnswer::Confirmed
}

/// The answer of a form about a code, on the page that shows it. Who typed a name gets back to the form
/// with the name.
async fn answer(
    browser: &BrowserId,
    typed: String,
    answer: ConfirmAnswer,
) -> Result<ConfirmAnswer, AppError> {
    let page = if typed.is_empty() {
        CONFIRM.to_owned()
    } else {
        format!("{CONFIRM}?other=true")
    };
    let message = ConfirmMessage {
        answer: answer.clone(),
        typed,
    };
    show_on_next_page(browser, Slot::Confirm, &message, &page).await?;
    Ok(answer)
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

fn sign_up_error(error: &SignUpError) -> AppError {
    let kind = match error {
        SignUpError::Invalid(_) => ErrorKind::BadRequest,
        SignUpError::Refused(_) => ErrorKind::SignUpRefused,
        SignUpError::Closed(_) => ErrorKind::SignUpClosed,
        SignUpError::Unavailable(_) => ErrorKind::Unavailable,
        SignUpError::Failed(_) => ErrorKind::Failed,
    };
    fail(kind, error)
}

fn code_answer(error: CodeError) -> Result<ConfirmAnswer, AppError> {
    let kind = match &error {
        CodeError::Name(rule) => return Ok(ConfirmAnswer::BadName(*rule)),
        CodeError::Code => {
            return Ok(ConfirmAnswer::BadCode);
        }
        CodeError::AddressTaken => return Ok(ConfirmAnswer::AddressTaken),
        CodeError::TooOften(too_often) => return Err(limits::too_often(*too_often)),
        CodeError::Refused(_) => ErrorKind::Refused,
        CodeError::Unavailable(_) => ErrorKind::Unavailable,
        CodeError::Failed(_) => ErrorKind::Failed,
    };
    Ok(ConfirmAnswer::Failed(fail(kind, &error)))
}

/// Keeps what is typed into the form of this browser for the next view of its page. It counts like a sign-up: anybody can
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
