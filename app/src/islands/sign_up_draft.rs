//! The form for a new account, filled in again after a reload. The password is no part of it.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use serde::{Deserialize, Serialize};
use web_sys::HtmlFormElement;

use super::PAGE_FORM;
use super::draft::{drop_sign_up_draft, keep_sign_up_draft, sign_up_draft};
use super::form::inputs::{read_named, write_named};
use super::island::{Island, takes_over};

/// Keeps what is typed into these inputs, and writes it where nothing stands yet.
#[derive(Serialize, Deserialize)]
pub(crate) struct SignUpDraft {
    /// By name.
    pub inputs: Vec<String>,
}

takes_over!(SignUpDraft, DropSignUpDraft);

impl Island for SignUpDraft {
    fn view(self) -> impl IntoView + 'static {
        let inputs = self.inputs;
        Effect::new(move |_| {
            let Some(form) = page_form() else { return };
            let typed = |form: &HtmlFormElement, inputs: &[String]| {
                read_named(form, inputs.iter().map(|name| (name.as_str(), name.clone())))
            };
            let now = typed(&form, &inputs);
            for (name, value) in sign_up_draft() {
                if inputs.contains(&name) && now.get(&name).is_none_or(String::is_empty) {
                    write_named(&form, name, &value);
                }
            }
            let inputs = inputs.clone();
            let keep = window_event_listener(ev::input, move |_| keep_sign_up_draft(typed(&form, &inputs)));
            on_cleanup(move || keep.remove());
        });
    }
}

/// On the page that comes after the form: forgets what was typed.
#[derive(Serialize, Deserialize)]
pub(crate) struct DropSignUpDraft;

impl Island for DropSignUpDraft {
    fn view(self) -> impl IntoView + 'static {
        Effect::new(|_| drop_sign_up_draft());
    }
}

fn page_form() -> Option<HtmlFormElement> {
    document().get_element_by_id(PAGE_FORM)?.dyn_into().ok()
}
