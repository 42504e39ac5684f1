//! The inputs of a form as the browser has them: what was typed before WebAssembly arrived counts, too.

use attributes::Values;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, FormData, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use super::field::input_name;

/// What stands in the inputs of these attributes. A radio button that nobody touched says nothing.
pub(super) fn read<'a>(form: &HtmlFormElement, names: impl Iterator<Item = &'a str>) -> Values {
    read_named(form, names.map(|name| (name, input_name(name))))
}

/// What stands in the inputs of these names, under the key beside each.
pub(super) fn read_named<'a>(
    form: &HtmlFormElement,
    inputs: impl Iterator<Item = (&'a str, String)>,
) -> Values {
    let Ok(data) = FormData::new_with_form(form) else {
        return Values::new();
    };
    inputs
        .filter_map(|(key, input)| Some((key.to_owned(), data.get(&input).as_string()?)))
        .collect()
}

/// Writes a value into the input of an attribute.
pub(super) fn write(form: &HtmlFormElement, name: &str, value: &str) {
    write_named(form, input_name(name), value);
}

/// Writes a value into the input of this name.
pub(super) fn write_named(form: &HtmlFormElement, input: String, value: &str) {
    for element in named(form, input) {
        if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
            select.set_value(value);
        } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value(value);
        } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            match input.type_().as_str() {
                "radio" | "checkbox" => input.set_checked(input.value() == value),
                _ => input.set_value(value),
            }
        }
    }
}

/// Whether the browser cannot make a value of what was typed, such as half a date. It then says "".
pub(super) fn is_unreadable(form: &HtmlFormElement, name: &str) -> bool {
    named(form, input_name(name)).any(|element| {
        let input = element.dyn_ref::<HtmlInputElement>();
        input.is_some_and(|input| input.validity().bad_input())
    })
}

fn named(form: &HtmlFormElement, name: String) -> impl Iterator<Item = Element> {
    let elements = form.elements();
    (0..elements.length())
        .filter_map(move |at| elements.item(at))
        .filter(move |element| element.get_attribute("name").as_ref() == Some(&name))
}
