//! Pages that are fetched before a person goes there: the pointer rests on the link, presses it, or the link has the focus. One at a
//! time, only what the server shows without using anything up, used once and soon.

use std::cell::RefCell;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::js_sys::{Date, Promise, Reflect};
use web_sys::{AbortController, Document, Event, Url};

use super::{events, fetch, history};
use crate::client::VIEWS;

/// A pointer that passes over a link is gone by then.
const INTENT_AFTER: Duration = Duration::from_millis(65);
/// In milliseconds. What came earlier may show what is no longer so.
const FRESH_FOR: f64 = 5_000.0;

/// A page that was asked for, and the document once it has come.
struct Ahead {
    url: String,
    asked_at: f64,
    page: Promise,
    controller: AbortController,
}

/// The link under the pointer, or the one that has the focus.
struct Intent {
    url: String,
    timer: Option<TimeoutHandle>,
}

thread_local! {
    static AHEAD: RefCell<Option<Ahead>> = const { RefCell::new(None) };
    static INTENT: RefCell<Option<Intent>> = const { RefCell::new(None) };
}

/// Listens as long as the document lives.
pub(super) fn listen() {
    // They bubble, and the next element's says that a link was left.
    for name in ["pointerover", "focusin"] {
        let _ = window_event_listener_untyped(name, |event| note_intent(&event));
    }
    // A finger is on it: there is nothing to wait for.
    let _ = window_event_listener_untyped("pointerdown", |event| {
        if let Some(url) = view_at(&event) {
            fetch_ahead(url);
        }
    });
}

fn note_intent(event: &Event) {
    let url = view_at(event);
    if INTENT.with_borrow(|intent| intent.as_ref().map(|intent| &intent.url) == url.as_ref()) {
        return;
    }
    let next = url.map(|url| {
        let wanted = url.clone();
        let timer = set_timeout_with_handle(move || fetch_ahead(wanted), INTENT_AFTER).ok();
        Intent { url, timer }
    });
    let left = INTENT.replace(next);
    if let Some(timer) = left.and_then(|intent| intent.timer) {
        timer.clear();
    }
}

/// Where the link at an event leads, if that only shows what is there.
fn view_at(event: &Event) -> Option<String> {
    let url = events::link_at(event)?;
    let parts = Url::new(&url).ok()?;
    let is_view = VIEWS.contains(&parts.pathname().as_str()) && parts.search().is_empty();
    (is_view && !history::is_shown(&url)).then_some(url)
}

fn fetch_ahead(url: String) {
    let is_asked = AHEAD.with_borrow(|ahead| ahead.as_ref().is_some_and(|ahead| ahead.is_for(&url)));
    let Ok(controller) = AbortController::new() else {
        return;
    };
    if is_asked || super::is_under_way() || saves_data() {
        return;
    }
    let (wanted, signal) = (url.clone(), controller.signal());
    let page = future_to_promise(async move {
        let page = fetch::fetch_ahead(&wanted, &signal).await;
        Ok(page.map_or(JsValue::UNDEFINED, JsValue::from))
    });
    let asked_at = Date::now();
    let last = AHEAD.replace(Some(Ahead {
        url,
        asked_at,
        page,
        controller,
    }));
    if let Some(last) = last {
        last.controller.abort();
    }
}

/// The page at an address, if it was fetched for it lately. What was fetched for another is dropped: it may be no longer so.
pub(super) async fn take(url: &str) -> Option<Document> {
    let ahead = AHEAD.take()?;
    if !ahead.is_for(url) {
        ahead.controller.abort();
        return None;
    }
    JsFuture::from(ahead.page).await.ok()?.dyn_into().ok()
}

/// What was fetched is no longer so, as after a save.
pub(super) fn forget() {
    if let Some(ahead) = AHEAD.take() {
        ahead.controller.abort();
    }
}

impl Ahead {
    fn is_for(&self, url: &str) -> bool {
        self.url == url && Date::now() - self.asked_at < FRESH_FOR
    }
}

/// Whether the person asked for little to be loaded.
fn saves_data() -> bool {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into());
    let connection = get(&window().navigator(), "connection");
    connection
        .and_then(|connection| get(&connection, "saveData"))
        .is_ok_and(|saves| saves.is_truthy())
}
