//! Where a person is after a page was put in the place of another.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{FocusOptions, HtmlElement};

use super::{HistoryEntry, busy, history};

/// Scrolls to where the person left the page or to its top, and focuses what matters: the outcome of a form or its first
/// error, which the page names itself, else what the address names, else the heading. What is not the heading is announced with
/// the title of the page before it.
pub(super) fn settle(entry: HistoryEntry, url: &str) {
    if let HistoryEntry::Restore(key) = entry {
        let (left, top) = history::scrolled(key).unwrap_or_default();
        window().scroll_to_with_x_and_y(left, top);
        focus_heading();
        return;
    }
    if entry == HistoryEntry::Refresh {
        return;
    }
    if let Some(outcome) = find("[autofocus]") {
        busy::announce(&document().title());
        // Into view, as a browser does with a page that comes with it.
        let _ = outcome.focus();
        return;
    }
    let fragment = url.split_once('#').map(|(_, fragment)| fragment);
    if let Some(target) = fragment.and_then(|id| document().get_element_by_id(id)) {
        target.scroll_into_view();
        busy::announce(&document().title());
        focus(target.unchecked_ref());
        return;
    }
    window().scroll_to_with_x_and_y(0.0, 0.0);
    focus_heading();
}

/// To where an entry of the same page was scrolled to.
pub(super) fn restore_scroll(key: u32) {
    if let Some((left, top)) = history::scrolled(key) {
        window().scroll_to_with_x_and_y(left, top);
    }
}

fn focus_heading() {
    if let Some(heading) = find("main h1") {
        focus(&heading);
    }
}

/// Without moving the page. What takes no focus by itself takes it from here only.
fn focus(element: &HtmlElement) {
    if element.tab_index() < 0 {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}
