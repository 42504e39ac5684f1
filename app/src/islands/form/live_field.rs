//! A field of a form that the browser itself posts. The rules of its attribute speak up as soon as it is filled in.

use std::iter;

use attributes::{Attribute, Rule};
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlFormElement};

use super::super::island_props::IslandProps;
use super::super::kept::kept_with_page;
use super::field::Field;
use super::inputs;
use crate::texts::{Texts, use_texts};

/// One attribute, checked in the browser by the rules that the server goes by.
#[island]
pub(crate) fn LiveField(
    attribute: IslandProps<Attribute>,
    value: String,
    /// What was wrong with it when it was last posted.
    error: IslandProps<Option<Rule>>,
    /// Codes and names of countries, if it is one.
    countries: Vec<(String, String)>,
) -> impl IntoView {
    let IslandProps(attribute) = attribute;
    let broken = RwSignal::new(error.0);
    let (field, texts) = (attribute.clone(), use_texts());
    let check = move |event: Event| {
        if let Some(form) = form_of(&event) {
            broken.try_set(broken_rule(&form, &field, texts));
        }
    };
    kept_with_page(view! {
        <div on:change=check>
            <Field attribute value error=broken.into() lock=None countries />
        </div>
    })
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
