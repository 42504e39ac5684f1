//! Elements that the browser makes itself, and what happens to those that are there.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::closure::Closure;
use web_sys::js_sys::Function;
use web_sys::{Element, Event};

use super::island::keep;

/// Adds an element with a text to what stands in another.
pub(super) fn append(parent: &Element, tag: &str, text: &str) -> Option<Element> {
    let child = document().create_element(tag).ok()?;
    child.set_text_content(Some(text));
    parent.append_child(&child).ok()?;
    Some(child)
}

/// A button that only works with WebAssembly, for a page that has none without.
pub(super) fn new_button(label: &str, class: &str, press: impl FnMut(Event) + 'static) -> Option<Element> {
    let button = document().create_element("button").ok()?;
    button.set_text_content(Some(label));
    button.set_class_name(class);
    let _ = button.set_attribute("type", "button");
    listen(&button, "click", press);
    Some(button)
}

/// Hears the events of this name that happen in an element, as long as the page in view.
pub(super) fn listen(element: &Element, name: &str, hear: impl FnMut(Event) + 'static) {
    let _ = element.add_event_listener_with_callback(name, &handler(hear));
}

/// What the browser calls, as long as the page in view. Of one type for all events, which the browser pays for once.
pub(super) fn handler(hear: impl FnMut(Event) + 'static) -> Function {
    let hear = Closure::<dyn FnMut(Event)>::new(hear);
    let function = hear.as_ref().unchecked_ref::<Function>().clone();
    // Not for the browser to free: it would never, of one that holds an element which holds it.
    keep(hear);
    function
}

/// The element that an event is about.
pub(super) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
