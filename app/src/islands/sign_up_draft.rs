//! The form for a new account, filled in again after a reload. The password is no part of it.

use attributes::Values;
use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast as _;
use serde::{Deserialize, Serialize};
use web_sys::{Element, HtmlFormElement};

use super::PAGE_FORM;
use super::draft::{drop_sign_up_draft, keep_sign_up_draft, sign_up_draft};
use super::elements::listen;
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
    fn come_alive(self, _: &Element) {
        let element = document().get_element_by_id(PAGE_FORM);
        let Some(form) = element.and_then(|element| element.dyn_into::<HtmlFormElement>().ok()) else {
            return;
        };
        let now = self.typed(&form);
        for (name, value) in sign_up_draft() {
            if self.inputs.contains(&name) && now.get(&name).is_none_or(String::is_empty) {
                write_named(&form, name, &value);
            }
        }
        listen(&form.clone(), "input", move |_| {
            keep_sign_up_draft(self.typed(&form));
        });
    }
}

impl SignUpDraft {
    fn typed(&self, form: &HtmlFormElement) -> Values {
        read_named(form, self.inputs.iter().map(|name| (name.as_str(), name.clone())))
    }
}

/// On the page that comes after the form: forgets what was typed.
#[derive(Serialize, Deserialize)]
pub(crate) struct DropSignUpDraft;

impl Island for DropSignUpDraft {
    fn come_alive(self, _: &Element) {
        drop_sign_up_draft();
    }
}
