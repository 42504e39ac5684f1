//! An attribute that the person cannot change.

use attributes::{Attribute, Lock};
use leptos::prelude::*;

use super::input::picture;
use super::sentence::display;
use crate::texts::use_texts;

/// What it is, and why it stays so.
#[component]
pub(super) fn FixedField(attribute: Attribute, value: String, lock: Lock) -> impl IntoView {
    let texts = use_texts();
    let shown = match value.as_str() {
        "" => texts.form.no_value.to_owned(),
        _ => display(texts, &attribute, &value),
    };
    let picture = picture(&attribute, &value).map(|picture| view! { <dd>{picture}</dd> });
    view! {
        <dl class="field fixed">
            <dt>{attribute.label.in_language(texts.code).to_owned()}</dt>
            {picture}
            <dd class="lines">{shown}</dd>
            <dd class="help">{(texts.attributes.lock)(lock)}</dd>
        </dl>
    }
}
