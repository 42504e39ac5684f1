//! A field for a new password: what the pool wants of it, ticked off while one types. The password itself stays in the
//! input and nowhere else.

use attributes::{Password, PasswordRule, PasswordRules};
use leptos::html;
use leptos::prelude::*;

use crate::texts::use_texts;

/// The id of its input.
pub(crate) const PASSWORD_INPUT: &str = "password";

/// A new password. With WebAssembly it can be made visible.
#[component]
pub(crate) fn PasswordField(
    rules: PasswordRules,
    label: &'static str,
    input: NodeRef<html::Input>,
    /// What the password lacked when it was last looked at.
    broken: Signal<Vec<PasswordRule>>,
) -> impl IntoView {
    let texts = use_texts();
    let typed = RwSignal::new(None::<Vec<PasswordRule>>);
    let is_shown = RwSignal::new(false);
    let look = move |event| typed.set(Some(rules.broken(&Password(event_target_value(&event)))));
    let all = rules.list();
    let count = all.len();
    let lines = all.into_iter().map(move |rule| {
        let is_met = move || typed.with(|typed| typed.as_ref().is_some_and(|broken| !broken.contains(&rule)));
        view! { <li class:met=is_met>{(texts.sign_up.password_rule)(rule)}</li> }
    });
    let progress = move || {
        let lacks = typed.with(|typed| {
            typed
                .as_ref()
                .map(|broken| rules.list().iter().filter(|rule| broken.contains(rule)).count())
        });
        lacks.map(|lacks| (texts.sign_up.password_meets)(count - lacks, count))
    };
    let complaint = move || {
        let broken = broken.get();
        let lines = broken
            .iter()
            .map(|rule| view! { <li>{(texts.sign_up.password_rule)(*rule)}</li> })
            .collect_view();
        (!broken.is_empty()).then(|| view! { <p>{texts.sign_up.password_needs} ":"</p> <ul>{lines}</ul> })
    };
    let is_invalid = move || broken.with(|broken| !broken.is_empty());
    view! {
        <div class="field" class:invalid=is_invalid>
            <label for=PASSWORD_INPUT>{label}</label>
            <input
                type=move || if is_shown.get() { "text" } else { "password" }
                id=PASSWORD_INPUT
                name="password"
                node_ref=input
                autocomplete="new-password"
                autocapitalize="none"
                spellcheck="false"
                aria-required="true"
                aria-invalid=move || is_invalid().then_some("true")
                aria-describedby="password-rules password-error"
                on:input=look
            />
            <ShowPassword is_shown />
            <div id="password-rules" class="help">
                <p>{texts.sign_up.password_needs} ":"</p>
                <ul class="rules">{lines.collect_view()}</ul>
                <p role="status">{progress}</p>
            </div>
            <div class="error" id="password-error" aria-live="polite">{complaint}</div>
        </div>
    }
    .into_any()
}

/// Makes the password visible; only WebAssembly can, so without it there is no such button.
#[component]
fn ShowPassword(is_shown: RwSignal<bool>) -> impl IntoView {
    let texts = use_texts();
    let is_able = RwSignal::new(false);
    Effect::new(move |_| is_able.set(true));
    let label = move || {
        if is_shown.get() {
            texts.sign_up.hide_password
        } else {
            texts.sign_up.show_password
        }
    };
    view! {
        <Show when=move || is_able.get()>
            <button type="button" class="button quiet small" on:click=move |_| is_shown.update(|shown| *shown = !*shown)>
                {label}
            </button>
        </Show>
    }
}
