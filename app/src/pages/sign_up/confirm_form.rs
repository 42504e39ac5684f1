//! The form for a confirmation code: one form with two buttons, so that users without a code can ask for one with the
//! name they typed. A plain form, which the browser itself posts.

use attributes::NameRule;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::posts::{ConfirmSignUp, ResendSignUpCode};
use crate::islands::form::{Frame, NameField, NotSaved};
use crate::islands::island;
use crate::pages::sign_up::view::{ConfirmAnswer, ConfirmView, PendingView};
use crate::pages::small_form::{Announcement, sends_itself, with_address};
use crate::texts::use_texts;

const USERNAME: &str = "username";
const CODE: &str = "code";

/// The form for a code. When the account is confirmed, the page says so by itself.
#[component]
pub(crate) fn ConfirmForm(view: ConfirmView) -> impl IntoView {
    let texts = &use_texts().pages().confirm;
    let error = match view.answer {
        Some(ConfirmAnswer::BadCode) => Some(texts.bad_code),
        Some(ConfirmAnswer::NoCode) => Some(texts.no_code),
        _ => None,
    };
    view! {
        <Status answer=view.answer.clone() />
        <form class="attributes" method="post" action=ConfirmSignUp::url()>
            <input type="hidden" name="csrf" value=view.csrf.clone() />
            {recipient(&view)}
            <CodeField error sends=view.pending.is_some() />
            <p class="buttons">
                <button type="submit" class="button">{texts.submit}</button>
                <button type="submit" class="button quiet" formaction=ResendSignUpCode::url()>{texts.resend}</button>
            </p>
        </form>
    }
    .into_any()
}

/// Whom the form is about: asked for, unless this browser knows.
fn recipient(view: &ConfirmView) -> AnyView {
    let texts = use_texts().pages();
    let error = match view.answer {
        Some(ConfirmAnswer::BadName(rule)) => Some(rule),
        _ => None::<NameRule>,
    };
    match &view.pending {
        Some(pending) => view! {
            <p>{with_address(&sent(pending))} " " <a href="/confirm?other=true">{texts.confirm.other}</a></p>
        }
        .into_any(),
        None => island(NameField {
            id: USERNAME.to_owned(),
            kind: view.username,
            label: (texts.sign_up.username)(view.username).to_owned(),
            help: (texts.confirm.lead)(view.username).to_owned(),
            autocomplete: "username".to_owned(),
            value: view.typed.clone(),
            error,
        })
        .into_any(),
    }
}

fn sent(pending: &PendingView) -> String {
    let texts = &use_texts().pages().confirm;
    match &pending.address {
        Some(address) if pending.is_proof => (texts.proof_sent_to)(address),
        Some(address) => (texts.sent_to)(address),
        None => texts.sent.to_owned(),
    }
}

#[component]
fn CodeField(
    error: Option<&'static str>,
    /// By itself, once it is whole: not beside a name that has to be typed, too.
    sends: bool,
) -> impl IntoView {
    let texts = &use_texts().pages().confirm;
    let frame = Frame::new(CODE.to_owned(), error.map(ToOwned::to_owned));
    let input = view! {
        <input
            type="text"
            id=CODE
            name=CODE
            inputmode="numeric"
            autocomplete="one-time-code"
            autocapitalize="none"
            spellcheck="false"
            enterkeyhint="go"
            data-sends=sends.then_some("")
            dir="ltr"
            aria-required="true"
            aria-invalid=frame.invalid
            aria-describedby=frame.described_by()
            autofocus=error.is_some()
        />
    };
    let help = view! { {texts.code_help} {sends.then(sends_itself)} };
    frame.around(texts.code, input, help).into_any()
}

/// What came of the last try, when no field is to blame.
#[component]
fn Status(answer: Option<ConfirmAnswer>) -> impl IntoView {
    let texts = &use_texts().pages().confirm;
    let message = match answer {
        Some(ConfirmAnswer::Sent(_)) => {
            Some(view! { <p class="notice success">{texts.sent_again}</p> }.into_any())
        }
        Some(ConfirmAnswer::AddressTaken) => {
            Some(view! { <p class="notice failure">{texts.address_taken}</p> }.into_any())
        }
        Some(ConfirmAnswer::Failed(error)) => Some(view! { <NotSaved error what=texts.failed /> }.into_any()),
        _ => None,
    };
    message.map(|message| view! { <Announcement>{message}</Announcement> })
}
