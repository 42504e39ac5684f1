//! The form for a confirmation code: one form with two buttons, so that whoever has no code can ask for one with the
//! name they typed.

use attributes::{NameRule, Username};
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::name_field::NameField;
use crate::api::{
    ConfirmAnswer, ConfirmSignUp, ConfirmView, PendingView, ResendSignUpCode, confirm_sign_up,
    resend_sign_up_code,
};
use crate::error::AppError;
use crate::texts::use_texts;

const USERNAME: &str = "username";
const CODE: &str = "code";

/// What is sent: a name or none, and a code or the wish for one.
#[derive(Clone)]
struct Sent {
    username: String,
    code: Option<String>,
}

/// What the handlers share.
#[derive(Clone, Copy)]
struct State {
    username: NodeRef<html::Input>,
    code: NodeRef<html::Input>,
    name_error: RwSignal<Option<NameRule>>,
    pending: RwSignal<Option<PendingView>>,
    answer: RwSignal<Option<ConfirmAnswer>>,
    send: Action<Sent, Result<ConfirmAnswer, AppError>>,
}

/// The form for a code. When the account is confirmed, the server leads to the page that says so.
#[island]
pub(crate) fn ConfirmForm(view: ConfirmView) -> impl IntoView {
    let texts = use_texts();
    let state = State::new(&view);
    Effect::new(move |_| match state.send.value().get() {
        Some(Ok(answer)) => state.show(answer),
        Some(Err(error)) => state.show(ConfirmAnswer::NotDone(error)),
        None => {}
    });
    let confirm = move |event: SubmitEvent| {
        event.prevent_default();
        state.submit(true);
    };
    let resend = move |event: MouseEvent| {
        event.prevent_default();
        state.submit(false);
    };
    let busy = move || state.send.pending().get();
    let disabled = move || busy().then_some("true");
    view! {
        <Status state />
        <form class="attributes" method="post" action=ConfirmSignUp::url() on:submit=confirm>
            <input type="hidden" name="csrf" value=view.csrf.clone() />
            {who(state, view.username, &view.typed)}
            <CodeField state />
            <p class="buttons">
                <button type="submit" class="button" aria-disabled=disabled>
                    {move || if busy() { texts.confirm.submitting } else { texts.confirm.submit }}
                </button>
                <button type="submit" class="button quiet" formaction=ResendSignUpCode::url() aria-disabled=disabled on:click=resend>
                    {texts.confirm.resend}
                </button>
            </p>
        </form>
    }
}

/// Whom the form is about: asked for, unless this browser knows.
fn who(state: State, kind: Username, typed: &str) -> impl IntoView + use<> {
    let texts = use_texts();
    let typed = StoredValue::new(typed.to_owned());
    move || match state.pending.get() {
        Some(pending) => {
            let sent = pending
                .address
                .as_deref()
                .map_or(texts.confirm.sent.to_owned(), texts.confirm.sent_to);
            let sent = if pending.is_not_sent {
                texts.confirm.not_sent.to_owned()
            } else {
                sent
            };
            view! {
                <p>{sent} " " <a href="/confirm?other=true">{texts.confirm.other}</a></p>
            }
            .into_any()
        }
        None => view! {
            <NameField id=USERNAME kind label=(texts.sign_up.username)(kind) help=texts.confirm.lead
                autocomplete="username" value=typed.get_value() input=state.username error=state.name_error />
        }
        .into_any(),
    }
}

#[component]
fn CodeField(state: State) -> impl IntoView {
    let texts = use_texts();
    let error = move || match state.answer.get() {
        Some(ConfirmAnswer::BadCode) => Some(texts.confirm.bad_code),
        Some(ConfirmAnswer::NoCode) => Some(texts.confirm.no_code),
        _ => None,
    };
    view! {
        <div class="field" class:invalid=move || error().is_some()>
            <label for=CODE>{texts.confirm.code}</label>
            <input
                type="text"
                id=CODE
                name=CODE
                node_ref=state.code
                inputmode="numeric"
                autocomplete="one-time-code"
                autocapitalize="none"
                spellcheck="false"
                aria-required="true"
                aria-invalid=move || error().map(|_| "true")
                aria-describedby="code-help code-error"
            />
            <p class="help" id="code-help">{texts.confirm.code_help}</p>
            <p class="error" id="code-error" aria-live="polite">{error}</p>
        </div>
    }
    .into_any()
}

/// What came of the last try, when no field is to blame.
#[component]
fn Status(state: State) -> impl IntoView {
    let texts = use_texts();
    let message = move || match state.answer.get() {
        Some(ConfirmAnswer::Sent(pending)) if !pending.is_not_sent => {
            Some(view! { <p class="notice success">{texts.confirm.sent_again}</p> }.into_any())
        }
        Some(ConfirmAnswer::AddressTaken) => {
            Some(view! { <p class="notice failure">{texts.confirm.address_taken}</p> }.into_any())
        }
        Some(ConfirmAnswer::NotDone(error)) => {
            Some(super::not_done(texts.confirm.not_done, error).into_any())
        }
        _ => None,
    };
    view! { <div role="status" aria-live="polite">{message}</div> }
}

impl State {
    fn new(view: &ConfirmView) -> Self {
        let send = Action::new(|sent: &Sent| {
            let Sent { username, code } = sent.clone();
            async move {
                match code {
                    Some(code) => confirm_sign_up(username, code).await,
                    None => resend_sign_up_code(username).await,
                }
            }
        });
        let name_error = match view.answer {
            Some(ConfirmAnswer::BadName(rule)) => Some(rule),
            _ => None,
        };
        Self {
            username: NodeRef::new(),
            code: NodeRef::new(),
            name_error: RwSignal::new(name_error),
            pending: RwSignal::new(view.pending.clone()),
            answer: RwSignal::new(view.answer.clone()),
            send,
        }
    }

    fn submit(self, with_code: bool) {
        if self.send.pending().get_untracked() {
            return;
        }
        let text = |input: NodeRef<html::Input>| {
            input
                .get_untracked()
                .map(|input| input.value())
                .unwrap_or_default()
        };
        let code = text(self.code);
        if with_code && code.trim().is_empty() {
            self.show(ConfirmAnswer::NoCode);
            return;
        }
        self.send.dispatch(Sent {
            username: text(self.username),
            code: with_code.then_some(code),
        });
    }

    fn show(self, answer: ConfirmAnswer) {
        let name_error = match answer {
            ConfirmAnswer::BadName(rule) => Some(rule),
            _ => None,
        };
        self.name_error.set(name_error);
        if let ConfirmAnswer::Sent(pending) = &answer {
            self.pending.set(Some(pending.clone()));
        }
        let wrong = match answer {
            ConfirmAnswer::BadCode | ConfirmAnswer::NoCode => Some(self.code),
            ConfirmAnswer::BadName(_) => Some(self.username),
            _ => None,
        };
        self.answer.set(Some(answer));
        if let Some(input) = wrong.and_then(|input| input.get_untracked()) {
            let _ = input.focus();
        }
    }
}
