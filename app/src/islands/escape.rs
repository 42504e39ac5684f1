//! What Leptos leaves to us to escape: it writes the text of a title and of a text area, and HTML that is made beforehand, as it is.

/// A text that means itself in HTML, between tags.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// An option of a list, as HTML.
pub(crate) fn option(value: &str, label: &str, is_chosen: bool) -> String {
    format!("{}{}</option>", option_start(value, is_chosen), escaped(label))
}

/// The tag that an option begins with.
pub(crate) fn option_start(value: &str, is_chosen: bool) -> String {
    let value = escaped(value).replace('"', "&quot;");
    let chosen = if is_chosen { " selected" } else { "" };
    format!("<option value=\"{value}\"{chosen}>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn option_ends_where_it_ends() {
        assert_eq!(
            option("\"><b>", "</option>&", true),
            "<option value=\"&quot;&gt;&lt;b&gt;\" selected>&lt;/option&gt;&amp;</option>"
        );
    }
}
