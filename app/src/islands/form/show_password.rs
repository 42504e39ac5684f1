//! Makes a password visible.

use leptos::prelude::document;
use serde::{Deserialize, Serialize};
use web_sys::Element;

use super::super::elements::{new_button, target};
use super::super::island::{Island, takes_over};
use crate::texts::use_texts;

/// A button to show what is typed into a password's input, which stands before it. Only WebAssembly can, so without it there is no such
/// button.
#[derive(Serialize, Deserialize)]
pub(crate) struct RevealPassword {
    /// The id of the input.
    pub of: String,
}

takes_over!(RevealPassword);

impl Island for RevealPassword {
    fn come_alive(self, _: &Element) {
        add_reveal_button(&self.of);
    }
}

/// Adds the button behind the input of this id.
pub(super) fn add_reveal_button(of: &str) {
    let texts = &use_texts().new_password;
    let Some(input) = document().get_element_by_id(of) else {
        return;
    };
    let shown = input.clone();
    let button = new_button(texts.show, "button quiet small", move |event| {
        let is_shown = shown.get_attribute("type").as_deref() == Some("text");
        let (kind, label) = if is_shown {
            ("password", texts.show)
        } else {
            ("text", texts.hide)
        };
        let _ = shown.set_attribute("type", kind);
        if let Some(button) = target(&event) {
            button.set_text_content(Some(label));
        }
    });
    if let Some(button) = button {
        let _ = button.set_attribute("aria-controls", of);
        let _ = input.after_with_node_1(&button);
    }
}
