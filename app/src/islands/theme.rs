//! The choice of appearance, which works with WebAssembly only and so is shown only then.

use gloo_storage::{LocalStorage, Storage as _};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use web_sys::Element;

use super::elements::{append, listen};
use super::island::{Island, takes_over};
use crate::texts::use_texts;

const KEY: &str = "theme";

/// Applies the stored choice before the first paint. The value is one of ours or it matches no style.
#[cfg(feature = "ssr")]
pub(crate) const APPLY_THEME: &str =
    "try{document.documentElement.dataset.theme=JSON.parse(localStorage.getItem('theme'))||''}catch{}";

#[derive(Serialize, Deserialize)]
pub(crate) struct ThemeChoice;

takes_over!(ThemeChoice);

impl Island for ThemeChoice {
    fn come_alive(self, element: &Element) {
        let texts = &use_texts().theme;
        let label = append(element, "label", texts.label);
        let Some(select) = label.and_then(|label| {
            let _ = label.append_with_str_1(" ");
            append(&label, "select", "")
        }) else {
            return;
        };
        let current = stored_theme();
        for (name, label) in [("", texts.system), ("light", texts.light), ("dark", texts.dark)] {
            let Some(option) = append(&select, "option", label) else {
                continue;
            };
            let _ = option.set_attribute("value", name);
            if name == current {
                let _ = option.set_attribute("selected", "");
            }
        }
        listen(&select, "change", |event| {
            let name = event_target_value(&event);
            store_theme(&name);
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("data-theme", &name);
            }
        });
    }
}

/// What was chosen, written as JSON: see [`APPLY_THEME`].
fn stored_theme() -> String {
    let stored = storage().and_then(|storage| storage.get_item(KEY).ok()?);
    stored.unwrap_or_default().trim_matches('"').to_owned()
}

/// A browser that stores nothing still shows the choice until the page is left.
fn store_theme(name: &str) {
    let Some(storage) = storage() else { return };
    let _ = if name.is_empty() {
        storage.remove_item(KEY)
    } else {
        storage.set_item(KEY, &format!("\"{name}\""))
    };
}

fn storage() -> Option<web_sys::Storage> {
    // First: `raw` panics in a browser that stores nothing.
    window().local_storage().ok().flatten()?;
    Some(LocalStorage::raw())
}
