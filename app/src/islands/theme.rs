//! The choice of appearance, which works with WebAssembly only and so is shown only then.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

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
    fn view(self) -> impl IntoView + 'static {
        let texts = use_texts();
        let theme = RwSignal::new(None::<String>);
        Effect::new(move |_| theme.set(Some(stored_theme())));
        let choose = move |name: String| {
            store_theme(&name);
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("data-theme", &name);
            }
            theme.set(Some(name));
        };
        let choices = [
            ("", texts.theme.system),
            ("light", texts.theme.light),
            ("dark", texts.theme.dark),
        ];
        let options = move |current: &str| {
            choices
                .map(|(name, label)| view! { <option value=name selected=name == current>{label}</option> })
        };
        view! {
            {move || theme.get().map(|current| view! {
                <label>
                    {texts.theme.label} " "
                    <select on:change=move |event| choose(event_target_value(&event))>{options(&current)}</select>
                </label>
            })}
        }
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
    window().local_storage().ok()?
}
