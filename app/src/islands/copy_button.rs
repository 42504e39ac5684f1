//! Copies a text of the page.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use leptos::wasm_bindgen::closure::Closure;
use serde::{Deserialize, Serialize};

use super::island::{Island, takes_over};

/// Copies what an element says, without the blanks that only help the eye. Only WebAssembly can, and only a page that came
/// safely may: otherwise there is no such button.
#[derive(Serialize, Deserialize)]
pub(crate) struct CopyButton {
    /// The id of the element.
    pub of: String,
    pub label: String,
    /// What is said once it is copied.
    pub done: String,
}

takes_over!(CopyButton);

impl Island for CopyButton {
    fn view(self) -> impl IntoView + 'static {
        let Self { of, label, done } = self;
        let (is_able, is_copied) = (RwSignal::new(false), RwSignal::new(false));
        Effect::new(move |_| is_able.set(window().is_secure_context()));
        let of = StoredValue::new(of);
        let copy = move |_| {
            let Some(element) = of.with_value(|of| document().get_element_by_id(of)) else {
                return;
            };
            let text: String = element
                .text_content()
                .unwrap_or_default()
                .split_whitespace()
                .collect();
            let note = Closure::once(move |_: JsValue| is_copied.set(true));
            let _ = window().navigator().clipboard().write_text(&text).then(&note);
            // It is called once the browser has copied; a few bytes for each press.
            note.forget();
        };
        let button = move || {
            let label = label.clone();
            view! { <button type="button" class="button quiet" on:click=copy>{label}</button> }
        };
        view! {
            {move || is_able.get().then(button.clone())}
            <span class="help" role="status">{move || is_copied.get().then(|| done.clone())}</span>
        }
    }
}
