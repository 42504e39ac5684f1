//! Whether something is wrong with a form of the page: its title then says so first, and is what a screen reader reads
//! first.

#[cfg(not(feature = "ssr"))]
use leptos::prelude::document;

use crate::texts::use_texts;

/// Begins the title of the page with a word about errors.
#[cfg(feature = "ssr")]
pub(crate) fn say_in_title(is_error: bool) {
    if is_error {
        crate::pages::begin_title(use_texts().form.title_of_error);
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
