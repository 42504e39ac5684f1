//! What a person sees and hears while a page or a form is on its way.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlFormElement};

use super::{PostedForm, notice};
use crate::texts::use_texts;

/// What comes sooner needs no sign of being on its way.
const SHOWN_AFTER: Duration = Duration::from_millis(150);
/// Screen readers say what changes in a region that was there before.
const SAID_AFTER: Duration = Duration::from_millis(100);
/// Another site that has not answered by then may have been stopped.
const STOPPED_AFTER: Duration = Duration::from_secs(5);

const PROGRESS: &str = "navigation-progress";
const SENDING: &str = "navigation-sending";
const LIVE: &str = "navigation-live";

/// As long as a visit is on its way. At its end all is as it was.
pub(super) struct Busy {
    form: Option<PostedForm>,
    timer: Option<TimeoutHandle>,
}

impl Busy {
    pub fn begin(form: Option<&PostedForm>) -> Self {
        notice::clear();
        if let Some(form) = form {
            set_busy(form, true);
        }
        let shown = form.cloned();
        let timer = set_timeout_with_handle(move || show_progress(shown.as_ref()), SHOWN_AFTER).ok();
        Self {
            form: form.cloned(),
            timer,
        }
    }

    /// The browser is leaving this page; should it come back, [`end_all`] ends it.
    pub fn until_page_is_left(mut self) {
        self.form = None;
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        std::mem::forget(self);
        // A person can stop it, and try again.
        set_timeout(end_all, STOPPED_AFTER);
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        if let Some(form) = &self.form {
            set_busy(form, false);
        }
        remove(PROGRESS);
        remove(SENDING);
    }
}

/// Whether a form is on its way.
pub(super) fn is_busy(form: &HtmlFormElement) -> bool {
    form.has_attribute("aria-busy")
}

/// Ends whatever is shown as being on its way.
pub(super) fn end_all() {
    remove(PROGRESS);
    remove(SENDING);
    let Ok(busy) = document().query_selector_all("form[aria-busy], form[aria-busy] [aria-disabled]") else {
        return;
    };
    for at in 0..busy.length() {
        if let Some(element) = busy.item(at).and_then(|node| node.dyn_into::<Element>().ok()) {
            let _ = element.remove_attribute("aria-busy");
            let _ = element.remove_attribute("aria-disabled");
        }
    }
}

/// Has a screen reader say something.
pub(super) fn announce(text: &str) {
    let live = document().get_element_by_id(LIVE).or_else(|| {
        let live = element("div", LIVE, "unseen")?;
        let _ = live.set_attribute("role", "status");
        let _ = document().body()?.append_child(&live);
        Some(live)
    });
    let text = text.to_owned();
    set_timeout(
        move || {
            if let Some(live) = live {
                live.set_text_content(Some(&text));
            }
        },
        SAID_AFTER,
    );
}

fn show_progress(form: Option<&PostedForm>) {
    if let Some(bar) = element("div", PROGRESS, "navigation-progress")
        && let Some(body) = document().body()
    {
        let _ = bar.set_attribute("aria-hidden", "true");
        let _ = body.append_child(&bar);
    }
    let sending = use_texts().actions.sending;
    if let Some(form) = form
        && let Some(note) = element("span", SENDING, "sending")
    {
        note.set_text_content(Some(sending));
        announce(sending);
        let _ = match &form.submitter {
            Some(button) => button.after_with_node_1(&note),
            None => form.element.append_with_node_1(&note),
        };
    }
}

fn set_busy(form: &PostedForm, is_busy: bool) {
    let set = |element: &Element, name| {
        let _ = if is_busy {
            element.set_attribute(name, "true")
        } else {
            element.remove_attribute(name)
        };
    };
    set(&form.element, "aria-busy");
    if let Some(button) = &form.submitter {
        set(button, "aria-disabled");
    }
}

pub(super) fn element(tag: &str, id: &str, class: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    element.set_id(id);
    element.set_class_name(class);
    Some(element)
}

pub(super) fn remove(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.remove();
    }
}
