//! What is shown: one page after the other in the same document, each with the reactive owner of its islands.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use web_sys::js_sys::{Array, Function};
use web_sys::{Document, Element, Node, NodeList};

/// Of the module that a page loads; its address changes with each build.
const MODULE: &str = "link[rel=modulepreload]";
/// What says in place of a page that there is none.
const FAILURE: &str = "main .problem";
/// What stands in every page of ours.
const CONTENT: &str = "main#content";

struct CurrentPage {
    hydrate_islands: Function,
    root: Owner,
    /// Of all islands of the page in view.
    owner: Owner,
}

thread_local! {
    static CURRENT: RefCell<Option<CurrentPage>> = const { RefCell::new(None) };
}

/// Begins with the page that was loaded.
pub(super) fn start(hydrate_islands: &JsValue) {
    let root = Owner::current().unwrap_or_default();
    let owner = root.child();
    let hydrate_islands = hydrate_islands.clone().unchecked_into();
    CURRENT.set(Some(CurrentPage {
        hydrate_islands,
        root,
        owner,
    }));
    restore_owner();
}

/// Makes the next island one of the page in view. One that panicked is the owner of what is created after it, so that the next
/// would take itself for a part of it.
pub fn restore_owner() {
    CURRENT.with_borrow(|current| {
        if let Some(page) = current {
            page.owner.set();
        }
    });
}

/// What the document runs: the name of the module that it has loaded.
pub(super) fn build() -> String {
    module_of(&document()).unwrap_or_default()
}

/// Whether a page can take the place of this one. A page that loads no module has no islands and fits any build.
pub(super) fn is_ours(page: &Document) -> bool {
    let is_page = page
        .query_selector(CONTENT)
        .is_ok_and(|content| content.is_some());
    is_page && module_of(page).is_none_or(|module| module == build())
}

/// Whether a page only says what failed.
pub(super) fn is_failure(page: &Document) -> bool {
    page.query_selector(FAILURE)
        .is_ok_and(|failure| failure.is_some())
}

fn module_of(page: &Document) -> Option<String> {
    page.query_selector(MODULE).ok()??.get_attribute("href")
}

/// Lets the content of a page move into its place where the person wants motion: `style/main.css`.
pub(super) fn let_arrive(page: &Document) {
    if let Ok(Some(content)) = page.query_selector(CONTENT) {
        content.set_class_name("arriving");
    }
}

/// Puts a page that was fetched in the place of the one in view.
pub(super) fn show(page: &Document) {
    let (document, Some(next)) = (document(), page.body()) else {
        return;
    };
    // Scripts of a parsed document never run. What is for browsers without scripts would be shown.
    if let Ok(unused) = next.query_selector_all("script, noscript") {
        nodes(&unused).for_each(|node| {
            if let Some(parent) = node.parent_node() {
                let _ = parent.remove_child(&node);
            }
        });
    }
    document.set_title(&page.title());
    if let Some(body) = document.body() {
        let parts: Array = nodes(&next.child_nodes()).collect();
        body.replace_children_with_node(&parts);
    }
    copy_language(page.document_element(), document.document_element());
    // After its elements are gone: losing the focus is still an event for their handlers.
    begin_page();
}

/// Cleans up what the last page's islands made, and hydrates the new one's.
fn begin_page() {
    let begun = CURRENT.with_borrow_mut(|current| {
        let page = current.as_mut()?;
        let last = std::mem::replace(&mut page.owner, page.root.child());
        Some((last, page.hydrate_islands.clone()))
    });
    let Some((last, hydrate_islands)) = begun else {
        return;
    };
    last.cleanup();
    restore_owner();
    let _ = hydrate_islands.call0(&JsValue::UNDEFINED);
}

fn copy_language(from: Option<Element>, to: Option<Element>) {
    let (Some(from), Some(to)) = (from, to) else {
        return;
    };
    for name in ["lang", "dir"] {
        // Written once more, the same value would have the browser compute the style of the whole page anew.
        if let Some(value) = from.get_attribute(name)
            && to.get_attribute(name).as_ref() != Some(&value)
        {
            let _ = to.set_attribute(name, &value);
        }
    }
}

fn nodes(list: &NodeList) -> impl Iterator<Item = Node> + use<> {
    // Collected first: a list of children changes as they move.
    let all: Vec<Node> = (0..list.length()).filter_map(|at| list.item(at)).collect();
    all.into_iter()
}
