//! Copies a text of the page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::elements::new_button;
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
    #[cfg(feature = "ssr")]
    fn view(self) -> impl IntoView + 'static {
        view! { <span class="help" role="status"></span> }
    }

    fn come_alive(self, element: &Element) {
        if !window().is_secure_context() {
            return;
        }
        let Self { of, label, done } = self;
        let status = element.first_element_child();
        let button = new_button(&label, "button quiet", move |_| {
            if let (Some(element), Some(status)) = (document().get_element_by_id(&of), status.clone()) {
                spawn_local(copy(element, status, done.clone()));
            }
        });
        if let Some(button) = button {
            let _ = element.prepend_with_node_1(&button);
        }
    }
}

async fn copy(element: Element, status: Element, done: String) {
    let text = element.text_content().unwrap_or_default();
    let text: String = text.split_whitespace().collect();
    let written = JsFuture::from(window().navigator().clipboard().write_text(&text));
    // Said only once the browser has copied: it may ask first, and may refuse.
    if written.await.is_ok() {
        status.set_text_content(Some(&done));
    }
}
