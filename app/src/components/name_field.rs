//! A field for the name somebody signs in with, or for an address.

use attributes::{NameRule, Username};
use leptos::html;
use leptos::prelude::*;

use crate::texts::use_texts;

/// A name to sign in with, or an address; the input is called like its id.
#[component]
pub(crate) fn NameField(
    id: &'static str,
    /// What sort of name.
    kind: Username,
    label: &'static str,
    help: &'static str,
    /// The input purpose (WCAG 2.2, 1.3.5).
    autocomplete: &'static str,
    value: String,
    input: NodeRef<html::Input>,
    error: RwSignal<Option<NameRule>>,
) -> impl IntoView {
    let texts = use_texts();
    let check = move |event| {
        let broken = kind.check(&event_target_value(&event)).err();
        // Not yet answered is no mistake before the form is sent.
        error.set(broken.filter(|rule| *rule != NameRule::Required));
    };
    // A text with the right keyboard: as an "email" the browser would refuse what mail servers take.
    let input_mode = match kind {
        Username::Email => "email",
        Username::PhoneNumber => "tel",
        Username::Name => "text",
    };
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let is_invalid = move || error.get().is_some();
    view! {
        <div class="field" class:invalid=is_invalid>
            <label for=id>{label}</label>
            <input
                type="text"
                inputmode=input_mode
                id=id
                name=id
                value=value
                node_ref=input
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-required="true"
                aria-invalid=move || is_invalid().then_some("true")
                aria-describedby=format!("{help_id} {error_id}")
                on:change=check
            />
            <p class="help" id=help_id>{help}</p>
            <p class="error" id=error_id aria-live="polite">{move || error.get().map(texts.sign_up.name_rule)}</p>
        </div>
    }
    .into_any()
}
