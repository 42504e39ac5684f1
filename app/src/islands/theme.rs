//! The choice of appearance, which works with WebAssembly only and so is shown only then.

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;

use super::kept::kept_with_page;
use crate::texts::use_texts;

const KEY: &str = "theme";

/// Applies the stored choice before the first paint. The value is one of ours or it matches no style.
#[cfg(feature = "ssr")]
pub(crate) const APPLY_THEME: &str =
    "try{document.documentElement.dataset.theme=JSON.parse(localStorage.getItem('theme'))||''}catch{}";

#[island]
pub(crate) fn ThemeChoice() -> impl IntoView {
    let texts = use_texts();
    let theme = RwSignal::new(None::<String>);
    Effect::new(move |_| theme.set(Some(LocalStorage::get(KEY).unwrap_or_default())));
    let choose = move |name: String| {
        // A browser that stores nothing still shows the choice until the page is left.
        if name.is_empty() {
            LocalStorage::delete(KEY);
        } else {
            let _ = LocalStorage::set(KEY, &name);
        }
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
        choices.map(|(name, label)| view! { <option value=name selected=name == current>{label}</option> })
    };
    kept_with_page(view! {
        {move || theme.get().map(|current| view! {
            <label>
                {texts.theme.label} " "
                <select on:change=move |event| choose(event_target_value(&event))>{options(&current)}</select>
            </label>
        })}
    })
}
