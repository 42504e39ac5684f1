//! What Leptos leaves to us to escape: it writes the text of a title and of a text area, and HTML that is made beforehand, as it is.

/// A text that means itself in HTML, between tags and in an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_escaped(&mut html, text);
    html
}

/// Adds a text that means itself.
pub(crate) fn push_escaped(html: &mut String, text: &str) {
    // What is between is copied as a whole; all that is escaped is ASCII, so that each cut is between two characters.
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        html.push_str(&text[copied..at]);
        html.push_str(escaped);
        copied = at + 1;
    }
    html.push_str(&text[copied..]);
}

/// An option of a list, as HTML.
pub(crate) fn option(value: &str, label: &str, is_chosen: bool) -> String {
    format!("{}{}</option>", option_start(value, is_chosen), escaped(label))
}

/// The tag that an option begins with.
pub(crate) fn option_start(value: &str, is_chosen: bool) -> String {
    let chosen = if is_chosen { " selected" } else { "" };
    format!("<option value=\"{}\"{chosen}>", escaped(value))
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

    #[test]
    fn no_text_ends_its_element() {
        let planted = "</textarea><script>alert(1)</script>&lt;\"é";
        assert_eq!(
            escaped(planted),
            "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;&quot;é"
        );
    }
}
