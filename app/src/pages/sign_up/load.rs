//! What the pages of a new account show: the form, then the one for its code.

use account::{PendingSignUp, Stage};
use attributes::SignUpPages;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use signin::{BrowserId, ReturnTo, Slot};

use crate::error::{AppError, ErrorKind};
use crate::pages::sign_up::view::{
    ConfirmAnswer, ConfirmPage, ConfirmView, Confirmed, PendingView, SignUpAnswer, SignUpView, TypedSignUp,
};
use crate::server::visitor::visitor;
use crate::server::{
    Untaken, browser_cookie, fail, flows, language, redirect_within_app, refuse, set_cookie, too_long,
    with_return_to,
};

/// What /signup shows once after a plain post.
#[derive(Serialize, Deserialize)]
pub(super) struct SignUpMessage {
    /// Nothing if it was not sent.
    pub answer: Option<SignUpAnswer>,
    pub typed: TypedSignUp,
}

/// What /confirm shows once after a plain post.
#[derive(Serialize, Deserialize)]
pub(super) struct ConfirmMessage {
    pub answer: ConfirmAnswer,
    pub typed: String,
}

impl From<Untaken> for SignUpMessage {
    fn from(form: Untaken) -> Self {
        Self {
            answer: Some(SignUpAnswer::Failed(refuse(ErrorKind::NoCookies))),
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
            answer: ConfirmAnswer::Failed(refuse(ErrorKind::NoCookies)),
            typed: form.get("username"),
        }
    }
}

/// Whether people sign up on our own pages.
pub(in crate::pages) fn is_here() -> bool {
    flows().schema.sign_up_rules().pages == SignUpPages::Own
}

pub(super) async fn load(return_to: String) -> Result<Option<SignUpView>, AppError> {
    let untaken = Untaken::of_request();
    let return_to = match &untaken {
        Some(form) => ReturnTo::parse(&form.get("return_to")),
        None => ReturnTo::try_parse(&return_to).map_err(too_long)?,
    };
    if visitor().await?.is_some() {
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
    Ok(Some(SignUpView {
        csrf: open_csrf(&browser),
        return_to: return_to.to_string(),
        rules: schema.sign_up_rules(),
        fields,
        typed,
        answer,
    }))
}

pub(super) async fn load_confirm(other: bool) -> Result<ConfirmPage, AppError> {
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

/// The browser that asks, and the message that waits for it. One that brings no name of its own gets one, for the next
/// form to be tied to; nothing is stored.
async fn browser_and_message<T: DeserializeOwned>(slot: Slot) -> Result<(BrowserId, Option<T>), AppError> {
    let is_known = browser_cookie().is_some();
    let browser = this_browser();
    if !is_known {
        return Ok((browser, None));
    }
    let message = flows().signin.messages.take_in_browser(&browser, slot).await;
    let message = message.map_err(|error| fail(ErrorKind::Failed, &error))?;
    Ok((browser, message))
}

/// What public forms carry in this browser, with a one-time id for this page.
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
pub(super) fn this_browser() -> BrowserId {
    let account = flows();
    let browser = browser_cookie().unwrap_or_else(|| account.signin.sign_in.new_browser());
    set_cookie(&account.signin.cookies.set_browser(&browser));
    browser
}

pub(super) async fn pending(browser: &BrowserId) -> Result<Option<PendingSignUp>, AppError> {
    let pending = flows().pending_sign_ups.find(browser).await;
    pending.map_err(|error| fail(ErrorKind::Failed, &error))
}

pub(super) fn pending_view(pending: &PendingSignUp) -> PendingView {
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
