//! Making and confirming an account. Whoever does it has no session: what must be remembered belongs to the browser.

use account::{CodeError, PendingSignUp, SignUpError, Stage};
use attributes::{InputType, SignUpForm, SignUpPages, normalize_code};
use serde::{Deserialize, Serialize};
use signin::{Attempt, BrowserId, ReturnTo, Slot};

use super::forms::log_lost;
use super::posted::leave_message_in_browser;
use super::request::is_token_verified;
use super::{
    Untaken, browser_cookie, countries, fail, flows, is_plain_form, language, limits, redirect_within_app,
    respond, set_cookie, too_long, views, with_return_to, written,
};
use crate::api::{
    ConfirmAnswer, ConfirmPage, ConfirmView, Confirmed, PendingView, SignUpAnswer, SignUpView, TypedSignUp,
};
use crate::error::{AppError, ErrorKind};

const SIGN_UP: &str = "/signup";
pub(super) const CONFIRM: &str = "/confirm";

/// What /signup shows once after a plain post.
#[derive(Serialize, Deserialize)]
struct SignUpMessage {
    /// Nothing if it was not sent.
    answer: Option<SignUpAnswer>,
    typed: TypedSignUp,
}

/// What /confirm shows once after a plain post.
#[derive(Serialize, Deserialize)]
struct ConfirmMessage {
    answer: ConfirmAnswer,
    typed: String,
}

impl From<Untaken> for SignUpMessage {
    fn from(form: Untaken) -> Self {
        Self {
            answer: Some(SignUpAnswer::NotDone(respond::refuse(ErrorKind::NoCookies))),
            typed: TypedSignUp {
                username: form.get("username"),
                email: form.get("email"),
                values: form.values(),
            },
        }
    }
}

impl From<Untaken> for ConfirmMessage {
    fn from(form: Untaken) -> Self {
        Self {
            answer: ConfirmAnswer::NotDone(respond::refuse(ErrorKind::NoCookies)),
            typed: form.get("username"),
        }
    }
}

/// Whether people sign up on our own pages.
pub(crate) fn is_here() -> bool {
    flows().schema.sign_up_rules().pages == SignUpPages::Own
}

pub(crate) async fn form(return_to: &str) -> Result<Option<SignUpView>, AppError> {
    let untaken = Untaken::of_request();
    let return_to = match &untaken {
        Some(form) => ReturnTo::parse(&form.get("return_to")),
        None => ReturnTo::try_parse(return_to).map_err(too_long)?,
    };
    if views::visitor().await?.is_some() {
        redirect_within_app(return_to.as_str());
        return Ok(None);
    }
    if !is_here() {
        let hosted = with_return_to("/login", &return_to);
        let separator = if hosted.contains('?') { '&' } else { '?' };
        redirect_within_app(&format!("{hosted}{separator}sign_up=true"));
        return Ok(None);
    }
    let (browser, message) = browser_and_message::<SignUpMessage>(Slot::SignUp).await?;
    let message = message.or_else(|| untaken.map(SignUpMessage::from));
    let (answer, typed) = message.map_or_else(Default::default, |message| (message.answer, message.typed));
    let (account, language) = (flows(), language().code);
    let schema = &account.schema;
    let fields: Vec<_> = schema
        .for_sign_up()
        .map(|attribute| attribute.in_language(language))
        .collect();
    let has_country = fields.iter().any(|field| field.input == InputType::Country);
    Ok(Some(SignUpView {
        csrf: open_csrf(&browser),
        return_to: return_to.to_string(),
        rules: schema.sign_up_rules(),
        countries: if has_country {
            countries::names(language)
        } else {
            Vec::new()
        },
        fields,
        typed,
        answer,
    }))
}

pub(crate) async fn sign_up(form: SignUpForm, return_to: &str) -> Result<SignUpAnswer, AppError> {
    limits::count(Attempt::SignUp)?;
    if !is_here() {
        return Err(respond::refuse(ErrorKind::SignUpClosed));
    }
    let (browser, return_to) = (this_browser(), ReturnTo::parse(return_to));
    let on_the_wire = SignUpForm {
        values: written::respell(language(), &flows().schema, form.values.clone()),
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
        Err(SignUpError::Invalid(faults)) => SignUpAnswer::Invalid(faults),
        Err(error) => SignUpAnswer::NotDone(sign_up_error(&error)),
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
    match answer {
        SignUpAnswer::NotDone(error) if !is_plain_form() => Err(error),
        answer => Ok(answer),
    }
}

/// Keeps what is typed into the form of this browser for the next view of its page. It counts like a sign-up: anybody can
/// send it.
pub(crate) async fn keep_typed(typed: TypedSignUp) {
    let browser = browser_cookie().filter(|_| is_token_verified());
    let Some(browser) = browser else { return };
    if limits::is_too_often(Attempt::SignUp) {
        return;
    }
    let message = SignUpMessage { answer: None, typed };
    log_lost(leave_message_in_browser(&browser, Slot::SignUp, &message).await);
}

pub(crate) async fn confirm_page(other: bool) -> Result<ConfirmPage, AppError> {
    let (browser, message) = browser_and_message::<ConfirmMessage>(Slot::Confirm).await?;
    let message = message.or_else(|| Untaken::of_request().map(ConfirmMessage::from));
    let (answer, typed) =
        message.map_or_else(Default::default, |message| (Some(message.answer), message.typed));
    let pending = if other { None } else { pending(&browser).await? };
    if let Some(pending) = &pending
        && pending.stage() == Stage::Confirmed
    {
        return Ok(ConfirmPage::Confirmed(confirmed(pending)));
    }
    let account = flows();
    Ok(ConfirmPage::Ask(ConfirmView {
        csrf: open_csrf(&browser),
        username: account.schema.sign_up_rules().username,
        pending: pending.as_ref().map(pending_view),
        typed,
        answer,
    }))
}

pub(crate) async fn confirm(username: String, code: &str) -> Result<ConfirmAnswer, AppError> {
    limits::count(Attempt::Confirm)?;
    let browser = this_browser();
    let code = normalize_code(code);
    if code.is_empty() {
        return answer(&browser, username, ConfirmAnswer::NoCode).await;
    }
    match flows().sign_up.confirm(&browser, &username, &code.into()).await {
        Ok(()) => Ok(show_confirmed()),
        Err(error) => answer(&browser, username, code_answer(error)?).await,
    }
}

pub(crate) async fn resend(username: String) -> Result<ConfirmAnswer, AppError> {
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

/// The answer of a form about a code, or for a plain post the page that shows it. Who typed a name gets back to the form
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
    match answer {
        ConfirmAnswer::NotDone(error) if !is_plain_form() => Err(error),
        answer => Ok(answer),
    }
}

/// After a plain post: leaves a message, and goes to the page that shows it.
async fn show_on_next_page(
    browser: &BrowserId,
    slot: Slot,
    message: &impl Serialize,
    page: &str,
) -> Result<(), AppError> {
    if !is_plain_form() {
        return Ok(());
    }
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
    Ok(ConfirmAnswer::NotDone(fail(kind, &error)))
}

/// The browser that asks, and the message that waits for it. One that brings no name of its own gets one, for the next
/// form to be tied to; nothing is stored.
async fn browser_and_message<T: serde::de::DeserializeOwned>(
    slot: Slot,
) -> Result<(BrowserId, Option<T>), AppError> {
    let is_known = browser_cookie().is_some();
    let browser = this_browser();
    if !is_known {
        return Ok((browser, None));
    }
    let message = flows().signin.messages.take_in_browser(&browser, slot).await;
    let message = message.map_err(|error| fail(ErrorKind::Failed, &error))?;
    Ok((browser, message))
}

/// What the forms for anybody carry in this browser, with a one-time id for this page.
fn open_csrf(browser: &BrowserId) -> String {
    let account = flows();
    account
        .signin
        .csrf
        .one_time(&account.signin.csrf.open_form_token(browser))
        .as_str()
        .to_owned()
}

/// The browser that asks. It keeps its name until the code has come.
fn this_browser() -> BrowserId {
    let account = flows();
    let browser = browser_cookie().unwrap_or_else(|| account.signin.sign_in.new_browser());
    set_cookie(&account.signin.cookies.set_browser(&browser));
    browser
}

async fn pending(browser: &BrowserId) -> Result<Option<PendingSignUp>, AppError> {
    let pending = flows().pending_sign_ups.find(browser).await;
    pending.map_err(|error| fail(ErrorKind::Failed, &error))
}

fn pending_view(pending: &PendingSignUp) -> PendingView {
    PendingView {
        address: pending.address().map(ToOwned::to_owned),
        is_proof: pending.is_proof(),
    }
}

fn confirmed(pending: &PendingSignUp) -> Confirmed {
    Confirmed {
        made_here: pending.made_here(),
        return_to: pending.return_to().to_string(),
    }
}
