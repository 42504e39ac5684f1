//! Why there is no other page, told where the person is. What was typed stays.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlElement};

use super::super::elements::append;
use super::busy::{element, remove};
use super::{FetchError, Visit};
use crate::error::ErrorKind;
use crate::texts::use_texts;

const NOTICE: &str = "navigation-notice";

/// Says that nothing came, or nothing that can be shown.
pub(super) fn say_not_loaded(visit: &Visit, error: FetchError) {
    let texts = use_texts();
    let text = (texts.error)(match error {
        FetchError::Network => ErrorKind::Offline,
        FetchError::NotAPage => ErrorKind::Failed,
    });
    let Some(notice) = new_notice(text.title, text.body) else {
        return;
    };
    // A form has its own button.
    if visit.form.is_none() {
        append_link(&notice, &visit.url, texts.actions.try_again);
    }
    show(visit, &notice);
}

/// Says at a form what the page says that it was answered with.
pub(super) fn say_refused(visit: &Visit, page: &Document) {
    let find = |selector: &str| page.query_selector(selector).ok().flatten();
    let text = |selector: &str| {
        find(selector)
            .and_then(|element| element.text_content())
            .unwrap_or_default()
    };
    if find("main h1").is_none() {
        // Not even a page of ours that refuses it.
        return say_not_loaded(visit, FetchError::NotAPage);
    }
    let Some(notice) = new_notice(&text("main h1"), &text("main p")) else {
        return;
    };
    if let Some(next) = find("main a.button")
        && let Some(href) = next.get_attribute("href")
    {
        append_link(&notice, &href, &next.text_content().unwrap_or_default());
    }
    if let Some(reference) = find("main .reference, main small") {
        append(&notice, "p", &reference.text_content().unwrap_or_default());
    }
    show(visit, &notice);
}

/// Takes the last one away.
pub(super) fn clear() {
    remove(NOTICE);
}

fn new_notice(title: &str, body: &str) -> Option<Element> {
    let notice = element("div", NOTICE, "notice failure")?;
    let _ = notice.set_attribute("role", "alert");
    let _ = notice.set_attribute("tabindex", "-1");
    let first = append(&notice, "p", "")?;
    append(&first, "strong", title);
    let _ = first.append_with_str_1(&format!(" {body}"));
    Some(notice)
}

/// At the form, else at the top of the page, and in view.
fn show(visit: &Visit, notice: &Element) {
    let form = visit
        .form
        .as_ref()
        .map(|form| &form.element)
        .filter(|form| form.is_connected());
    if let Some(form) = form {
        let _ = form.append_child(notice);
    } else if let Ok(Some(main)) = document().query_selector("main") {
        let _ = main.prepend_with_node_1(notice);
    }
    if let Some(notice) = notice.dyn_ref::<HtmlElement>() {
        let _ = notice.focus();
    }
}

fn append_link(notice: &Element, href: &str, label: &str) {
    if let Some(link) = append(notice, "a", label) {
        let _ = link.set_attribute("href", href);
        let _ = link.set_attribute("class", "button");
    }
}
