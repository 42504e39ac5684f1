//! Which clicks and which posts become visits. All that is modified, leads elsewhere or has another handler stays the
//! browser's.

use attributes::normalize_code;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{
    Element, Event, FormData, HtmlAnchorElement, HtmlElement, HtmlFormElement, HtmlInputElement, MouseEvent,
    SubmitEvent, UrlSearchParams,
};

use super::{HistoryEntry, PostedForm, Visit, begin, busy, focus, history, stop};

/// Of the codes that pools send and apps show.
const CODE_LENGTH: usize = 6;

/// Listens as long as the document lives. On the window, so that the handlers of islands have had their say before.
pub(super) fn listen() {
    let _ = window_event_listener(ev::click, |event| {
        if let Some(visit) = visit_of_click(&event) {
            event.prevent_default();
            begin(visit);
        }
    });
    let _ = window_event_listener(ev::submit, |event| follow_submit(&event));
    let _ = window_event_listener(ev::input, |event| {
        let _ = send_whole_code(&event);
    });
    let _ = window_event_listener_untyped("popstate", |_| {
        if let Some(key) = history::moved() {
            begin(Visit::get(history::here(), HistoryEntry::Restore(key)));
        } else {
            stop();
            focus::restore_scroll(history::current_key());
        }
    });
    // A document that is loaded again scrolls by itself.
    let _ = window_event_listener_untyped("pagehide", |_| history::restore_scroll_ourselves(false));
    // One that comes back from the browser's cache was on its way to somewhere when it was left.
    let _ = window_event_listener_untyped("pageshow", |_| {
        history::restore_scroll_ourselves(true);
        busy::end_all();
    });
}

fn visit_of_click(event: &MouseEvent) -> Option<Visit> {
    let is_modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || is_modified {
        return None;
    }
    let url = link_at(event)?;
    if history::is_within_page(&url) {
        return None;
    }
    // As browsers do with a link to the page in view.
    let entry = if url == history::here() {
        HistoryEntry::Replace
    } else {
        HistoryEntry::Push
    };
    Some(Visit::get(url, entry))
}

/// Where the link at an event leads, if that is a page of ours in this window.
pub(super) fn link_at(event: &Event) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    let is_external = link.rel().split(' ').any(|word| word == "external");
    if is_external || link.has_attribute("download") || !is_this_window(link.get_attribute("target")) {
        return None;
    }
    let url = link.href();
    is_ours(&url).then_some(url)
}

fn follow_submit(event: &SubmitEvent) {
    if event.default_prevented() {
        return;
    }
    let Some(form) = event
        .target()
        .and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
    else {
        return;
    };
    let submitter = event
        .submitter()
        .and_then(|button| button.dyn_into::<HtmlElement>().ok());
    let Some(visit) = visit_of_form(&form, submitter) else {
        return;
    };
    event.prevent_default();
    // A form is sent once, however often it is pressed.
    if !busy::is_busy(&form) {
        begin(visit);
    }
}

/// Presses the button of a form whose code has its last digit, however it is grouped. One that is on its way is not sent again.
fn send_whole_code(event: &Event) -> Option<()> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let code = normalize_code(&input.value());
    if input.has_attribute("data-sends")
        && code.len() == CODE_LENGTH
        && code.bytes().all(|digit| digit.is_ascii_digit())
    {
        let button = input.closest("form").ok()??.query_selector("button").ok()??;
        button.dyn_into::<HtmlElement>().ok()?.click();
    }
    Some(())
}

fn visit_of_form(form: &HtmlFormElement, submitter: Option<HtmlElement>) -> Option<Visit> {
    // By attributes: an input called `action` would stand in for the property.
    let attribute = |name: &str| {
        let of_button = submitter
            .as_ref()
            .and_then(|button| button.get_attribute(&format!("form{name}")));
        of_button.or_else(|| form.get_attribute(name))
    };
    let is_post = attribute("method").is_some_and(|method| method.eq_ignore_ascii_case("post"));
    let url = history::absolute(&attribute("action").unwrap_or_default());
    if !is_post || !is_ours(&url) || !is_this_window(attribute("target")) || attribute("enctype").is_some() {
        return None;
    }
    let body = typed_into(form, submitter.as_ref())?;
    let form = PostedForm {
        body,
        element: form.clone(),
        submitter,
    };
    Some(Visit {
        url,
        form: Some(form),
        entry: HistoryEntry::Push,
    })
}

/// What the browser would post.
fn typed_into(form: &HtmlFormElement, submitter: Option<&HtmlElement>) -> Option<UrlSearchParams> {
    let data = FormData::new_with_form(form).ok()?;
    // It takes whatever lists names and values.
    let body = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    if let Some(button) = submitter
        && let Some(name) = button.get_attribute("name")
    {
        body.append(&name, &button.get_attribute("value").unwrap_or_default());
    }
    Some(body)
}

fn is_ours(url: &str) -> bool {
    let here = window().location().origin();
    let there = web_sys::Url::new(url).map(|url| url.origin());
    matches!((here, there), (Ok(here), Ok(there)) if here == there)
}

fn is_this_window(target: Option<String>) -> bool {
    target.is_none_or(|target| target.is_empty() || target.eq_ignore_ascii_case("_self"))
}
