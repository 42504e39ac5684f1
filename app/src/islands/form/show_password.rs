//! Makes a password visible.

use leptos::prelude::*;

use super::super::kept::kept_with_page;
use crate::texts::use_texts;

/// [`ShowPassword`] where nothing else is alive.
#[island]
pub(crate) fn RevealPassword(of: String) -> impl IntoView {
    kept_with_page(view! { <ShowPassword of /> })
}

/// Only WebAssembly can, so without it there is no such button.
#[component]
pub(crate) fn ShowPassword(
    /// The id of the input.
    of: String,
) -> impl IntoView {
    let texts = &use_texts().new_password;
    let (is_able, is_shown) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| is_able.set(true));
    let of = StoredValue::new(of);
    let toggle = move |_| {
        is_shown.update(|is_shown| *is_shown = !*is_shown);
        if let Some(input) = of.with_value(|of| document().get_element_by_id(of)) {
            let _ = input.set_attribute(
                "type",
                if is_shown.get_untracked() {
                    "text"
                } else {
                    "password"
                },
            );
        }
    };
    let label = move || if is_shown.get() { texts.hide } else { texts.show };
    let button = move || {
        view! {
            <button type="button" class="button quiet small" aria-controls=of.get_value() on:click=toggle>
                {label}
            </button>
        }
    };
    view! { {move || is_able.get().then(button)} }
}
