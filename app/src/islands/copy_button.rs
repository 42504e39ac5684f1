//! Copies a text of the page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::JsFuture;

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
            let written = JsFuture::from(window().navigator().clipboard().write_text(&text));
            spawn_local(async move {
                // Said only once the browser has copied: it may ask first, and may refuse.
                if written.await.is_ok() {
                    is_copied.set(true);
                }
            });
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
