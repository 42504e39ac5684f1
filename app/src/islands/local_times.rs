//! Moments: written on the server in UTC, and in the reader's own zone as soon as WebAssembly is there.

use js_sys::{Date, Object, Reflect};
use leptos::prelude::document;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use serde::{Deserialize, Serialize};
use web_sys::Element;

use super::form::inputs::locale;
use super::island::{Island, takes_over};

/// On a page with moments: writes them all in the zone of the reader.
#[derive(Serialize, Deserialize)]
pub(crate) struct LocalTimes;

takes_over!(LocalTimes);

impl Island for LocalTimes {
    fn come_alive(self, _: &Element) {
        let Ok(times) = document().query_selector_all("time[datetime]") else {
            return;
        };
        for at in 0..times.length() {
            let time = times.item(at).and_then(|time| time.dyn_into::<Element>().ok());
            if let Some((time, at)) =
                time.and_then(|time| Some((time.clone(), time.get_attribute("datetime")?)))
            {
                time.set_text_content(Some(&in_local_zone(&at)));
            }
        }
    }
}

/// `15 Jan 2027, 09:00 CET`, in the language of the page: a day that is read alike everywhere, in the order that the server writes.
fn in_local_zone(at: &str) -> String {
    let style = Object::new();
    for (name, value) in [
        ("day", "numeric"),
        ("month", "short"),
        ("year", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("timeZoneName", "short"),
    ] {
        let _ = Reflect::set(&style, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    String::from(Date::new(&JsValue::from_str(at)).to_locale_string(locale(), &style))
}
