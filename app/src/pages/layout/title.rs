//! The title of a page. It stands in the head, which is written when the page is known.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;

use crate::brand::use_brand;

/// In characters. What people call themselves can be 2,048 long.
const LONGEST_NAME: usize = 80;
/// The same for a whole title.
const LONGEST_TITLE: usize = 120;

/// What the page says of its title; the last that is said counts. Travels in the context of a page.
#[derive(Clone, Default)]
pub(crate) struct PageTitle(Arc<Mutex<Parts>>);

#[derive(Default)]
struct Parts {
    before: &'static str,
    text: String,
}

impl PageTitle {
    fn change(change: impl FnOnce(&mut Parts)) {
        let title = use_context::<Self>();
        if let Some(Ok(mut parts)) = title.as_ref().map(|Self(parts)| parts.lock()) {
            change(&mut parts);
        }
    }
}

/// The title of the page in view.
#[component]
pub(crate) fn Title(#[prop(into)] text: String) -> impl IntoView {
    PageTitle::change(|parts| parts.text = cut(&text, LONGEST_TITLE));
}

/// The title of the page in view begins with this.
pub(crate) fn begin_title(before: &'static str) {
    PageTitle::change(|parts| parts.before = before);
}

/// The title as the document has it.
pub(super) fn title() -> String {
    let mut title = String::new();
    PageTitle::change(|Parts { before, text }| title = format!("{before}{text} · {}", use_brand().name()));
    title
}

/// A name that fits into a line or two.
pub(crate) fn short_name(name: &str) -> String {
    cut(name, LONGEST_NAME)
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_end_in_an_ellipsis() {
        assert_eq!(short_name("Ana"), "Ana");
        assert_eq!(short_name(&"é".repeat(80)), "é".repeat(80));
        assert_eq!(short_name(&"é".repeat(81)), format!("{}…", "é".repeat(80)));
    }
}
