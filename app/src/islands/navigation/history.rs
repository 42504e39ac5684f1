//! The browser's history: one entry for each page, and where each was scrolled to.

use std::cell::RefCell;
use std::collections::HashMap;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use web_sys::{ScrollRestoration, Url};

use super::HistoryEntry;

#[derive(Default)]
struct Entries {
    /// The entry in view.
    key: u32,
    last_key: u32,
    /// The entry whose page is shown: another one while a page is on its way.
    shown_key: u32,
    /// Without the fragment.
    shown: String,
    /// Left and top, in CSS pixels, of the entries that were left.
    scrolled: HashMap<u32, (f64, f64)>,
}

thread_local! {
    static ENTRIES: RefCell<Entries> = RefCell::default();
}

/// Begins with the entry of the page that was loaded.
pub(super) fn start() {
    let key = key_of_state();
    ENTRIES.with_borrow_mut(|entries| {
        entries.shown = without_fragment(&here());
        // Keys of entries from before a reload are not given out again.
        entries.last_key = key.unwrap_or_else(first_key);
        entries.key = entries.last_key;
        entries.shown_key = entries.key;
    });
    if key.is_none() {
        write_state(current_key(), None);
    }
    restore_scroll_ourselves(true);
}

/// The browser restores where a page was scrolled to before it is there; and after a reload it has to.
pub(super) fn restore_scroll_ourselves(is_ours: bool) {
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(if is_ours {
            ScrollRestoration::Manual
        } else {
            ScrollRestoration::Auto
        });
    }
}

/// Notes that a page is shown, and under which address.
pub(super) fn record(entry: HistoryEntry, url: &str) {
    match entry {
        // A form that leads back to its own page makes no entry of its own.
        HistoryEntry::Push if is_shown(url) => write_state(current_key(), Some(url)),
        HistoryEntry::Push => {
            leave();
            let key = new_key();
            if let Ok(history) = window().history() {
                let _ = history.push_state_with_url(&key.into(), "", Some(url));
            }
        }
        HistoryEntry::Replace | HistoryEntry::Refresh => write_state(current_key(), Some(url)),
        HistoryEntry::Restore(key) => write_state(key, Some(url)),
    }
    ENTRIES.with_borrow_mut(|entries| {
        entries.shown = without_fragment(url);
        entries.shown_key = entries.key;
    });
}

/// The browser went to another entry. Its key, if another page is to be shown for it.
pub(super) fn moved() -> Option<u32> {
    leave();
    let key = key_of_state();
    let entry = key.unwrap_or_else(new_key);
    if key.is_none() {
        write_state(entry, None);
    }
    ENTRIES.with_borrow_mut(|entries| {
        entries.key = entry;
        let is_other_page = entries.shown != without_fragment(&here());
        if !is_other_page {
            entries.shown_key = entry;
        }
        is_other_page.then_some(entry)
    })
}

/// Where an entry was scrolled to when it was left.
pub(super) fn scrolled(key: u32) -> Option<(f64, f64)> {
    ENTRIES.with_borrow(|entries| entries.scrolled.get(&key).copied())
}

pub(super) fn current_key() -> u32 {
    ENTRIES.with_borrow(|entries| entries.key)
}

pub(super) fn absolute(url: &str) -> String {
    Url::new_with_base(url, &here()).map_or_else(|_| url.to_owned(), |url| url.href())
}

/// Whether an address differs from the one in view by its fragment only. The browser goes there by itself.
pub(super) fn is_within_page(url: &str) -> bool {
    url.contains('#') && is_shown(url)
}

/// Whether it is the page in view, whatever the fragment.
pub(super) fn is_shown(url: &str) -> bool {
    ENTRIES.with_borrow(|entries| entries.shown == without_fragment(url))
}

pub(super) fn here() -> String {
    window().location().href().unwrap_or_default()
}

fn leave() {
    let at = (window().scroll_x(), window().scroll_y());
    if let (Ok(left), Ok(top)) = at {
        ENTRIES.with_borrow_mut(|entries| entries.scrolled.insert(entries.shown_key, (left, top)));
    }
}

fn new_key() -> u32 {
    ENTRIES.with_borrow_mut(|entries| {
        entries.last_key = entries.last_key.wrapping_add(1);
        entries.key = entries.last_key;
        entries.key
    })
}

/// Anything: entries of another document in the same tab have keys, too, and this one knows nothing of them.
fn first_key() -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number below the largest"
    )]
    let key = (web_sys::js_sys::Math::random() * f64::from(u32::MAX)) as u32;
    key
}

fn key_of_state() -> Option<u32> {
    let key = window().history().ok()?.state().ok()?.as_f64()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "one of ours, or none of ours and known by nothing"
    )]
    Some(key as u32)
}

fn write_state(key: u32, url: Option<&str>) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::from(key), "", url);
    }
}

fn without_fragment(url: &str) -> String {
    url.split('#').next().unwrap_or_default().to_owned()
}
