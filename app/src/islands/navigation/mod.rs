//! One layer over every link and every form. A click, back and forward, and the answer to a posted form change the page without
//! loading the document again: the same HTML is fetched and put in the place of what is shown. Whatever is
//! unusual is a plain load, which is what the page does without WebAssembly.

mod ahead;
mod busy;
mod events;
mod fetch;
mod focus;
mod history;
mod notice;
mod page;

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    AbortController, AbortSignal, Document, HtmlElement, HtmlFormElement, HtmlInputElement,
    HtmlTextAreaElement, UrlSearchParams,
};

use busy::Busy;
use fetch::{FetchError, Fetched};
pub use page::restore_owner;

/// What a person goes to.
pub(super) struct Visit {
    /// Absolute.
    url: String,
    form: Option<PostedForm>,
    entry: HistoryEntry,
}

/// A form on its way.
#[derive(Clone)]
pub(super) struct PostedForm {
    body: UrlSearchParams,
    element: HtmlFormElement,
    /// What was pressed.
    submitter: Option<HtmlElement>,
}

impl Visit {
    fn get(url: String, entry: HistoryEntry) -> Self {
        Self {
            url,
            form: None,
            entry,
        }
    }
}

impl PostedForm {
    /// Whether it has unsaved changes, which a page that is shown in its place would lose.
    fn is_edited(&self) -> bool {
        let elements = self.element.elements();
        (0..elements.length())
            .filter_map(|at| elements.item(at))
            .any(|element| {
                let input = element.dyn_ref::<HtmlInputElement>();
                let area = element.dyn_ref::<HtmlTextAreaElement>();
                let is_changed = |input: &HtmlInputElement| {
                    input.value() != input.default_value() || input.checked() != input.default_checked()
                };
                input.is_some_and(|input| input.type_() != "hidden" && is_changed(input))
                    || area.is_some_and(|area| area.default_value().as_ref() != Ok(&area.value()))
            })
    }
}

/// What becomes of the browser's history.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum HistoryEntry {
    Push,
    /// The page takes the place of the one in view.
    Replace,
    /// The same page again, as it is now.
    Refresh,
    /// The browser went there already; the key of the entry.
    Restore(u32),
}

thread_local! {
    /// The visit under way: one at a time.
    static UNDER_WAY: RefCell<Option<AbortController>> = const { RefCell::new(None) };
}

/// Takes over the links and forms of this document.
///
/// `hydrate_islands` hydrates the islands of the page in view; it stands in JavaScript because only there a panic can be
/// caught.
pub fn start(hydrate_islands: &JsValue) {
    page::start(hydrate_islands);
    history::start();
    events::listen();
    ahead::listen();
}

/// Goes to an address of ours, as a link to it would.
pub(crate) fn go(url: &str) {
    begin(Visit::get(history::absolute(url), HistoryEntry::Push));
}

/// Puts an address of ours in the place of the one in view.
pub(crate) fn replace(url: &str) {
    begin(Visit::get(history::absolute(url), HistoryEntry::Replace));
}

/// Shows the page in view as it is now. A visit under way goes on.
pub(crate) fn refresh() {
    if !is_under_way() {
        begin(Visit::get(history::here(), HistoryEntry::Refresh));
    }
}

/// What was fetched beforehand is no longer so: something is written.
pub(crate) fn forget_ahead() {
    ahead::forget();
}

fn is_under_way() -> bool {
    UNDER_WAY.with_borrow(Option::is_some)
}

/// Stays on the page in view.
fn stop() {
    if let Some(overtaken) = UNDER_WAY.take() {
        overtaken.abort();
    }
    notice::clear();
}

/// Begins a visit. One that is under way is overtaken.
fn begin(visit: Visit) {
    let Ok(controller) = AbortController::new() else {
        return load_plainly(&visit, &visit.url);
    };
    let signal = controller.signal();
    let overtaken = UNDER_WAY.with(|under_way| under_way.borrow_mut().replace(controller));
    if let Some(overtaken) = overtaken {
        overtaken.abort();
    }
    // At once: a second press in the same moment finds the form busy.
    let busy = Busy::begin(visit.form.as_ref());
    spawn_local(run(visit, busy, signal));
}

async fn run(visit: Visit, busy: Busy, signal: AbortSignal) {
    let fetched = fetch::fetch(&visit, &signal).await;
    if signal.aborted() {
        return;
    }
    UNDER_WAY.set(None);
    match fetched {
        Ok(Fetched::Elsewhere(url)) => {
            // Until this page goes away it is on its way there.
            busy.until_page_is_left();
            load_plainly(&visit, &url);
        }
        Ok(Fetched::Page { url, document }) => arrive(&visit, &url, &document, busy),
        Ok(Fetched::Refusal(document)) => {
            drop(busy);
            notice::say_refused(&visit, &document);
        }
        Err(error) => {
            drop(busy);
            notice::say_not_loaded(&visit, error);
        }
    }
}

fn arrive(visit: &Visit, url: &str, document: &Document, busy: Busy) {
    if page::is_failure(document) && visit.form.as_ref().is_some_and(PostedForm::is_edited) {
        // What was typed and not taken stays; the reason comes to it.
        drop(busy);
        return notice::say_refused(visit, document);
    }
    // First: where the last page was scrolled to is noted, which nothing has changed yet that would have to be laid out for it, and
    // the next one's islands read its address.
    history::record(visit.entry, url);
    drop(busy);
    // What comes back from a form is mostly the same page; the way back is often the browser's own to show.
    if visit.form.is_none() && visit.entry == HistoryEntry::Push {
        page::let_arrive(document);
    }
    page::show(document);
    focus::settle(visit.entry, url);
}

/// What the browser does by itself.
fn load_plainly(visit: &Visit, url: &str) {
    let location = window().location();
    let _ = match visit.entry {
        // Going to where it is, a browser would look for the fragment only.
        _ if url == history::here() => location.reload(),
        HistoryEntry::Push => location.assign(url),
        HistoryEntry::Replace | HistoryEntry::Refresh | HistoryEntry::Restore(_) => location.replace(url),
    };
}
