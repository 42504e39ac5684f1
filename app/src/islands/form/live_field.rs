//! A field of a form that the browser itself posts. The rules of its attribute speak up as soon as it is filled in.

use std::iter;
use std::rc::Rc;

use attributes::{Attribute, Rule};
#[cfg(feature = "ssr")]
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use serde::{Deserialize, Serialize};
use web_sys::{Element, Event, HtmlFormElement};

use super::super::elements::{listen, target};
use super::super::island::{Island, takes_over};
use super::inputs;
use super::live::{show_error, show_length};
use super::sentence::error_message;
use crate::texts::{Texts, use_texts};
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

    fn come_alive(self, element: &Element) {
        let (attribute, texts) = (Rc::new(self.attribute), use_texts());
        let counted = attribute.clone();
        listen(element, "input", move |event| show_length(&event, &counted));
        listen(element, "change", move |event| {
            let Some(form) = form_of(&event) else { return };
            let rule = broken_rule(&form, &attribute, texts);
            let message = rule.map(|rule| error_message(texts, &attribute, rule, None));
            show_error(&form, &attribute.name, message.as_deref());
        });
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
    target(event)?.closest("form").ok()??.dyn_into().ok()
}
