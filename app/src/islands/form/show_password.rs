//! Makes a password visible.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::island::{Island, takes_over};
use crate::texts::use_texts;

/// [`ShowPassword`] where nothing else is alive.
#[derive(Serialize, Deserialize)]
pub(crate) struct RevealPassword {
    /// The id of the input.
    pub of: String,
}

takes_over!(RevealPassword);

impl Island for RevealPassword {
    fn view(self) -> impl IntoView + 'static {
        view! { <ShowPassword of=self.of /> }
    }
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
