//! A field of a form that the browser itself posts. The rules of its attribute speak up as soon as it is filled in.

#[cfg(not(feature = "ssr"))]
use std::iter;

use attributes::{Attribute, Rule};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(not(feature = "ssr"))]
use {
    super::inputs,
    super::live::{show_error, show_length},
    super::sentence::error_message,
    crate::texts::{Texts, use_texts},
    leptos::ev::Event,
    leptos::wasm_bindgen::JsCast as _,
    web_sys::{Element, HtmlFormElement},
};

use super::super::island::{Island, takes_over};
#[cfg(feature = "ssr")]
use {super::field::Field, crate::server::html::Html};

/// One attribute, checked in the browser by the rules that the server goes by.
#[derive(Serialize, Deserialize)]
pub(crate) struct LiveField {
    pub attribute: Attribute,
    pub value: String,
    /// What was wrong with it when it was last posted.
    pub error: Option<Rule>,
}

takes_over!(LiveField);

impl Island for LiveField {
    #[cfg(feature = "ssr")]
    fn view(self) -> impl IntoView + 'static {
        let mut html = Html::new();
        let field = Field {
            attribute: &self.attribute,
            value: &self.value,
            error: self.error,
            lock: None,
            now: None,
        };
        field.write(&mut html);
        view! { <div inner_html=html.into_string()></div> }
    }

    #[cfg(not(feature = "ssr"))]
    fn view(self) -> impl IntoView + 'static {
        let (attribute, texts) = (StoredValue::new(self.attribute), use_texts());
        let check = move |event: Event| {
            let Some(form) = form_of(&event) else { return };
            // One that loses the focus because its page goes away has nothing left to say.
            attribute.try_with_value(|field| {
                let rule = broken_rule(&form, field, texts);
                let message = rule.map(|rule| error_message(texts, field, rule, None));
                show_error(&form, &field.name, message.as_deref());
            });
        };
        let count = move |event: Event| {
            attribute.try_with_value(|field| show_length(&event, field));
        };
        // What stands in it stays as it came.
        view! { <div on:change=check on:input=count inner_html=""></div> }
    }
}

#[cfg(not(feature = "ssr"))]
fn broken_rule(form: &HtmlFormElement, field: &Attribute, texts: &Texts) -> Option<Rule> {
    if inputs::is_unreadable(form, &field.name) {
        return Some(inputs::unreadable(field));
    }
    let typed = inputs::read(form, iter::once(field.name.as_str()));
    let raw = typed.get(&field.name).map_or(field.unsent(), String::as_str);
    field.check(&texts.spelling(field, raw)).err()
}

#[cfg(not(feature = "ssr"))]
fn form_of(event: &Event) -> Option<HtmlFormElement> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("form").ok()??.dyn_into().ok()
}
