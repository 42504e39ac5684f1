//! A field for the name somebody signs in with, or for an address.

use attributes::{NameRule, Username};
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
    /// What was wrong with it when it was last posted.
    error: Option<NameRule>,
) -> impl IntoView {
    // A text with the right keyboard: as an "email" the browser would refuse what mail servers take.
    let input_mode = match kind {
        Username::Email => "email",
        Username::PhoneNumber => "tel",
        Username::Name => "text",
    };
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let sentence = error.map(use_texts().pages().sign_up.name_rule);
    view! {
        <div class="field" class:invalid=error.is_some()>
            <label for=id>{label}</label>
            <input
                type="text"
                inputmode=input_mode
                id=id
                name=id
                value=value
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-required="true"
                aria-invalid=error.map(|_| "true")
                aria-describedby=format!("{help_id} {error_id}")
                autofocus=error.is_some()
            />
            <p class="help" id=help_id>{help}</p>
            <p class="error" id=error_id>{sentence}</p>
        </div>
    }
    .into_any()
}
