//! The title of a page. The one of `leptos_meta` writes what it is given into the document as it is, so that a name
//! with `</title>` in it would go on as markup: it is used here and nowhere else (`clippy.toml`).

use leptos::prelude::*;

use crate::brand::use_brand;
use crate::islands::escaped;

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

/// All titles of the page in view begin with this; the last call counts.
pub(crate) fn format_titles(before: &'static str) -> impl IntoView {
    let product = escaped(use_brand().name());
    let formatter = move |title: String| format!("{before}{title} · {product}");
    #[expect(clippy::disallowed_methods, reason = "all that is added is escaped")]
    let titles = view! { <leptos_meta::Title formatter /> };
    titles
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
