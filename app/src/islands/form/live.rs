//! What changes at a field while one types. The server has rendered it; here its parts are found.

use attributes::{Attribute, AttributeType};
use leptos::ev::Event;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlFormElement, HtmlTextAreaElement};

use super::inputs::named;
use super::names::input_name;
use crate::texts::use_texts;

/// Says what is wrong with a field, or nothing. What the person cannot change has no input, and nothing to say.
pub(crate) fn show_error(form: &HtmlFormElement, name: &str, message: Option<&str>) {
    if let Some(input) = named(form, input_name(name)).next() {
        show_error_of(&input, message);
    }
}

/// Says what is wrong with the field of this input, or nothing.
pub(super) fn show_error_of(input: &Element, message: Option<&str>) {
    let Some(field) = field_of(input) else { return };
    let Some(note) = field.query_selector("p.error").ok().flatten() else {
        return;
    };
    // A screen reader would say the same again.
    if note.text_content().as_deref() == Some(message.unwrap_or_default()) {
        return;
    }
    note.set_text_content(message);
    mark(input, message.is_some());
}

/// Marks the field of this input as one with an error, or as one without.
pub(super) fn mark(input: &Element, is_invalid: bool) {
    if let Some(field) = field_of(input) {
        let _ = field.class_list().toggle_with_force("invalid", is_invalid);
    }
    // Of one in a row of radio buttons nothing is said: the group has the message.
    if input.get_attribute("type").as_deref() != Some("radio") {
        let _ = if is_invalid {
            input.set_attribute("aria-invalid", "true")
        } else {
            input.remove_attribute("aria-invalid")
        };
    }
}

fn field_of(input: &Element) -> Option<Element> {
    input.closest(".field").ok().flatten()
}

/// Says how much of a text on several lines there is.
pub(crate) fn show_length(event: &Event, field: &Attribute) {
    let AttributeType::String { max_length, .. } = field.kind else {
        return;
    };
    let area = event
        .target()
        .and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok());
    if let Some(area) = area
        // Its help comes first.
        && let Some(note) = area.next_element_sibling().and_then(|help| help.next_element_sibling())
    {
        let length = area.value().chars().count();
        note.set_text_content(Some(&(use_texts().form.length)(length, max_length)));
    }
}
