//! What Leptos leaves to us to escape: it writes the text of a title and of a text area as it is.

/// A text that means itself in HTML, between tags.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
