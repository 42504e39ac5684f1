//! Small forms that post: without WebAssembly by the browser, with it by `fetch`. What is wrong stands above the
//! form and at each input.

use attributes::Values;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use web_sys::{FormData, HtmlFormElement};

use super::save_status::NotSaved;
use crate::api::{Input, Mistake};
use crate::error::AppError;
use crate::texts::use_texts;

/// What is said above the forms of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    /// It is done.
    Done(&'static str),
    /// It is not.
    NotSaved(AppError),
}

/// A form with one button.
#[component]
pub(crate) fn PostForm(
    /// The server function's address, for a plain post.
    action: &'static str,
    csrf: String,
    /// Gets what stands in the inputs, by name. `None`: the browser itself posts, because the answer leads away.
    #[prop(optional_no_strip)]
    submit: Option<Callback<Values>>,
    /// Whether an answer is being waited for.
    #[prop(into)]
    pending: Signal<bool>,
    label: &'static str,
    /// A button that is not the obvious next step.
    #[prop(optional)]
    quiet: bool,
    #[prop(optional)] node_ref: NodeRef<html::Form>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let texts = use_texts();
    let on_submit = move |event: SubmitEvent| {
        let Some(submit) = submit else { return };
        event.prevent_default();
        if let Some(form) = node_ref.get_untracked().filter(|_| !pending.get_untracked()) {
            submit.run(read(&form));
        }
    };
    view! {
        // The server says better what is wrong than the browser does.
        <form class="attributes" method="post" action=action novalidate node_ref=node_ref on:submit=on_submit>
            <input type="hidden" name="csrf" value=csrf />
            {children.map(|children| children())}
            <button
                type="submit"
                class="button"
                class:quiet=quiet
                aria-disabled=move || pending.get().then_some("true")
            >
                {move || if pending.get() { texts.account.working } else { label }}
            </button>
        </form>
    }
    .into_any()
}

/// What stands in all inputs of a form that have a name.
fn read(form: &HtmlFormElement) -> Values {
    let Ok(data) = FormData::new_with_form(form) else {
        return Values::new();
    };
    let elements = form.elements();
    (0..elements.length())
        .filter_map(|at| elements.item(at)?.get_attribute("name"))
        .filter_map(|name| {
            let value = data.get(&name).as_string()?;
            Some((name, value))
        })
        .collect()
}

/// One input with its label, help, and what is wrong with it.
#[component]
pub(crate) fn FormInput(
    input: Input,
    /// Under which it is posted.
    name: &'static str,
    #[prop(default = "text")] kind: &'static str,
    /// The input purpose of WCAG 2.2, 1.3.5.
    autocomplete: &'static str,
    #[prop(optional)] input_mode: Option<&'static str>,
    /// What it asks for, if the general name does not say.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional, into)] value: String,
    #[prop(optional)] help: Option<&'static str>,
    #[prop(into)] mistakes: Signal<Vec<Mistake>>,
) -> impl IntoView {
    let texts = use_texts();
    let id = input_id(input);
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let reason = move || {
        let mistake =
            |mistakes: &Vec<Mistake>| mistakes.iter().find(|mistake| mistake.input == input).copied();
        mistakes
            .with(mistake)
            .map(|mistake| (texts.account.reason)(mistake.reason))
    };
    view! {
        <div class="field" class:invalid=move || reason().is_some()>
            <label for=id>{label.unwrap_or_else(|| (texts.account.input)(input).to_owned())}</label>
            <input
                type=kind
                id=id
                name=name
                value=value
                autocomplete=autocomplete
                inputmode=input_mode
                aria-required="true"
                aria-invalid=move || reason().map(|_| "true")
                aria-describedby=format!("{help_id} {error_id}")
            />
            <p class="help" id=help_id>{help}</p>
            <p class="error" id=error_id aria-live="polite">{reason}</p>
        </div>
    }
    .into_any()
}

fn input_id(input: Input) -> &'static str {
    match input {
        Input::CurrentPassword => "current-password",
        Input::NewPassword => "new-password",
        Input::FactorCode => "factor-code",
        Input::AccountName => "account-name",
        Input::Email => "new-email",
        Input::EmailCode => "email-code",
        Input::Phone => "new-phone",
        Input::PhoneCode => "phone-code",
    }
}

/// A link to each input that is wrong; takes the focus when it appears.
#[component]
pub(crate) fn MistakeSummary(#[prop(into)] mistakes: Signal<Vec<Mistake>>) -> impl IntoView {
    let texts = use_texts();
    // A page that comes back with mistakes begins with them.
    let autofocus = mistakes.with_untracked(|mistakes| !mistakes.is_empty());
    let line = |Mistake { input, reason }: Mistake| {
        let (target, label) = (format!("#{}", input_id(input)), (texts.account.input)(input));
        view! { <li><a href=target>{label} ": " {(texts.account.reason)(reason)}</a></li> }
    };
    view! {
        <div class="summary" role="alert" tabindex="-1" autofocus=autofocus>
            {move || {
                let mistakes = mistakes.get();
                let count = mistakes.len();
                (count > 0).then(|| view! {
                    <h2>{(texts.form.summary)(count)}</h2>
                    <ul>{mistakes.into_iter().map(line).collect_view()}</ul>
                })
            }}
        </div>
    }
    .into_any()
}

/// What became of the form that was sent last.
#[component]
pub(crate) fn Status(#[prop(into)] told: Signal<Option<Told>>) -> impl IntoView {
    let message = move || match told.get()? {
        Told::Done(sentence) => Some(view! { <p class="notice success">{sentence}</p> }.into_any()),
        Told::NotSaved(error) => Some(view! { <NotSaved error /> }.into_any()),
    };
    view! { <div role="status" aria-live="polite">{message}</div> }
}
