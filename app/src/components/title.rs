//! The title of a page. The one of `leptos_meta` writes what it is given into the document as it is, so that a name
//! with `</title>` in it would go on as markup: it is used here and nowhere else (`clippy.toml`).

use leptos::prelude::*;

use super::escape::escaped;
use crate::brand::use_brand;
use crate::texts::use_texts;

/// In characters. What people call themselves can be 2,048 long.
const LONGEST_NAME: usize = 80;
/// The same for a whole title.
const LONGEST_TITLE: usize = 120;

/// The title of the page in view.
#[component]
pub(crate) fn Title(#[prop(into)] text: String) -> impl IntoView {
    let text = escaped(&cut(&text, LONGEST_TITLE));
    #[expect(clippy::disallowed_methods, reason = "the text is escaped")]
    let title = view! { <leptos_meta::Title text /> };
    title
}

/// What all titles have in common.
#[component]
pub(crate) fn TitleFormat() -> impl IntoView {
    format_titles("")
}

fn format_titles(before: &'static str) -> impl IntoView {
    let product = escaped(use_brand().name());
    let formatter = move |title: String| format!("{before}{title} · {product}");
    #[expect(clippy::disallowed_methods, reason = "all that is added is escaped")]
    let titles = view! { <leptos_meta::Title formatter /> };
    titles
}

/// Whether something is wrong with a form of the page: its title then says so first, and is what a screen reader reads
/// first.
#[cfg(feature = "ssr")]
pub(crate) fn say_in_title(is_error: bool) {
    if is_error {
        // The last format counts.
        drop(format_titles(use_texts().form.title_of_error));
    }
}

/// The same after a form was sent by WebAssembly. It stays as the summary does: until the form is sent again.
#[cfg(not(feature = "ssr"))]
pub(crate) fn say_in_title(is_error: bool) {
    let prefix = use_texts().form.title_of_error;
    let title = document().title();
    let plain = title.strip_prefix(prefix).unwrap_or(&title);
    let before = if is_error { prefix } else { "" };
    document().set_title(&format!("{before}{plain}"));
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
