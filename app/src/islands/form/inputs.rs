//! The inputs of a form as the browser has them: what was typed before WebAssembly arrived counts, too.

use attributes::{Attribute, AttributeType, Rule, Values, join_moment, split_moment};
use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::js_sys::{Date, Object, Reflect};
use web_sys::{
    Element, FocusOptions, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use super::names::input_name;
use crate::texts::use_texts;

/// What stands in the inputs of these attributes. An untouched radio button says nothing.
pub(crate) fn read<'a>(form: &HtmlFormElement, names: impl Iterator<Item = &'a str>) -> Values {
    read_named(form, names.map(|name| (name, input_name(name))))
}

/// What stands in the inputs of these names, under the key beside each.
pub(crate) fn read_named<'a>(
    form: &HtmlFormElement,
    inputs: impl Iterator<Item = (&'a str, String)>,
) -> Values {
    let Ok(data) = FormData::new_with_form(form) else {
        return Values::new();
    };
    let mut values = Values::new();
    // One by one: collected, a map would bring a sorting of its own.
    for (key, input) in inputs {
        let Some(value) = data.get(&input).as_string() else {
            continue;
        };
        let zone = zone_of(&input).and_then(|zone| Some((data.get(&zone).as_string()?, zone)));
        let value = match zone {
            Some((offset, zone)) if offset.is_empty() => {
                join_moment(&value, &fill_in_zone(form, zone, &value))
            }
            Some((offset, _)) => join_moment(&value, &offset),
            None => value,
        };
        values.insert(key.to_owned(), value);
    }
    values
}

/// The zone beside an input for a moment: of `values[name]` it is `zones[name]`.
fn zone_of(input: &str) -> Option<String> {
    Some(format!("zones{}", input.strip_prefix("values")?))
}

/// Who has not chosen a zone means the one of the browser, as it is on that day.
fn fill_in_zone(form: &HtmlFormElement, zone_input: String, local: &str) -> String {
    let behind = Date::new(&local.into()).get_timezone_offset();
    if !behind.is_finite() {
        return String::new();
    }
    #[expect(clippy::cast_possible_truncation, reason = "minutes of less than a day")]
    let behind = behind as i32;
    let (sign, size) = if behind > 0 { ('-', behind) } else { ('+', -behind) };
    let zone = match size {
        0 => "Z".to_owned(),
        _ => format!("{sign}{:02}:{:02}", size / 60, size % 60),
    };
    for select in named(form, zone_input) {
        set(&select, &zone);
    }
    zone
}

/// How moments are written on the page: English by itself would be that of the United States.
pub(crate) fn locale() -> &'static str {
    match use_texts().code {
        "en" => "en-GB",
        code => code,
    }
}

/// The time of day, as the page's language writes it.
pub(crate) fn time_now() -> String {
    let style = Object::new();
    for part in ["hour", "minute"] {
        let _ = Reflect::set(&style, &part.into(), &"2-digit".into());
    }
    String::from(Date::new_0().to_locale_time_string_with_options(locale(), &style))
}

/// Scrolls as little as it takes to show what has the focus.
pub(crate) fn keep_focus_in_view() {
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    if let Some(focused) = document().active_element() {
        focused.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

/// Moves the focus to the element of this id, without moving the page if it is in view already.
pub(crate) fn focus(id: &str, is_in_view: bool) {
    focus_on(document().get_element_by_id(id).as_ref(), is_in_view);
}

/// Moves the focus to the first field of a form.
pub(crate) fn focus_first(form: &HtmlFormElement) {
    let first = form.query_selector(".field :is(input, select, textarea)");
    focus_on(first.ok().flatten().as_ref(), false);
}

fn focus_on(element: Option<&Element>, is_in_view: bool) {
    if let Some(element) = element.and_then(|element| element.dyn_ref::<HtmlElement>()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(is_in_view);
        let _ = element.focus_with_options(&options);
    }
}

/// Writes a value into the input of an attribute.
pub(crate) fn write(form: &HtmlFormElement, name: &str, value: &str) {
    write_named(form, input_name(name), value);
}

/// Writes a value into the input of this name.
pub(crate) fn write_named(form: &HtmlFormElement, input: String, value: &str) {
    let zone = zone_of(&input).and_then(|zone| named(form, zone).next());
    let parts = zone.as_ref().and_then(|_| split_moment(value));
    if let (Some(select), Some((_, zone))) = (&zone, &parts) {
        set(select, zone);
    }
    let value = parts.as_ref().map_or(value, |(local, _)| local.as_str());
    for element in named(form, input) {
        set(&element, value);
    }
}

fn set(element: &Element, value: &str) {
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

/// Whether the browser cannot make a value of what was typed, such as half a date. It then says "".
pub(crate) fn is_unreadable(form: &HtmlFormElement, name: &str) -> bool {
    named(form, input_name(name)).any(|element| {
        let input = element.dyn_ref::<HtmlInputElement>();
        input.is_some_and(|input| input.validity().bad_input())
    })
}

/// What is wrong with half a date, or half a moment.
pub(crate) fn unreadable(field: &Attribute) -> Rule {
    match field.kind {
        AttributeType::DateTime { time: true } => Rule::NotATimestamp,
        _ => Rule::NotADate,
    }
}

pub(super) fn named(form: &HtmlFormElement, name: String) -> impl Iterator<Item = Element> {
    let elements = form.elements();
    (0..elements.length())
        .filter_map(move |at| elements.item(at))
        .filter(move |element| element.get_attribute("name").as_ref() == Some(&name))
}
