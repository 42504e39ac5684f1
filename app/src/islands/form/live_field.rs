//! A field of a form that the browser itself posts. The rules of its attribute speak up as soon as it is filled in.

use std::iter;

use attributes::{Attribute, Rule};
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use serde::{Deserialize, Serialize};
use web_sys::{Element, HtmlFormElement};

use super::super::island::{Island, takes_over};
use super::field::Field;
use super::inputs;
use crate::texts::{Texts, use_texts};

/// One attribute, checked in the browser by the rules that the server goes by.
#[derive(Serialize, Deserialize)]
pub(crate) struct LiveField {
    pub attribute: Attribute,
    pub value: String,
    /// What was wrong with it when it was last posted.
    pub error: Option<Rule>,
    /// Codes and names of countries, if it is one.
    pub countries: Vec<(String, String)>,
}

takes_over!(LiveField);

impl Island for LiveField {
    fn view(self) -> impl IntoView + 'static {
        let Self {
            attribute,
            value,
            error,
            countries,
        } = self;
        let broken = RwSignal::new(error);
        let (field, texts) = (attribute.clone(), use_texts());
        let check = move |event: Event| {
            if let Some(form) = form_of(&event) {
                broken.try_set(broken_rule(&form, &field, texts));
            }
        };
        view! {
            <div on:change=check>
                <Field attribute value error=broken.into() lock=None countries />
            </div>
        }
    }
}

fn broken_rule(form: &HtmlFormElement, field: &Attribute, texts: &Texts) -> Option<Rule> {
    if inputs::is_unreadable(form, &field.name) {
        return Some(inputs::unreadable(field));
    }
    let typed = inputs::read(form, iter::once(field.name.as_str()));
    let raw = typed.get(&field.name).map_or(field.unsent(), String::as_str);
    field.check(&texts.spelling(field, raw)).err()
}

fn form_of(event: &Event) -> Option<HtmlFormElement> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("form").ok()??.dyn_into().ok()
}
