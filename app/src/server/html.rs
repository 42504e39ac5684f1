//! HTML that is written at once: what the browser leaves as it came. Leptos builds a tree of a view, hands it on, and writes it in the end,
//! which for the fields of a form costs several times as much (decision 48).

use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use leptos::tachys::view::Position;
use memchr::memchr3;

use crate::islands::push_escaped;

/// HTML on its way. What is put into it is escaped.
pub(crate) struct Html(String);

/// What an attribute of an element can be.
pub(crate) trait AttributeValue {
    /// Writes ` name="value"`, or nothing where there is none.
    fn write(&self, name: &str, html: &mut String);
}

/// Names and values.
pub(crate) type Attributes<'a> = &'a [(&'static str, &'a dyn AttributeValue)];

impl Html {
    /// Nothing yet.
    pub fn new() -> Self {
        Self(String::new())
    }

    /// Nothing yet, with room for so many bytes: a text that grows is copied each time.
    pub fn with_room(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// An element with what `content` puts into it.
    pub fn element(&mut self, name: &str, attributes: Attributes, content: impl FnOnce(&mut Self)) {
        self.void(name, attributes);
        content(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element with nothing but a text.
    pub fn text_element(&mut self, name: &str, attributes: Attributes, text: &str) {
        self.element(name, attributes, |html| html.text(text));
    }

    /// An element without an end, such as an input.
    pub fn void(&mut self, name: &str, attributes: Attributes) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            value.write(name, &mut self.0);
        }
        self.0.push('>');
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        push_escaped(&mut self.0, text);
    }

    /// HTML that was written before.
    pub fn written(&mut self, html: &str) {
        self.0.push_str(html);
    }

    /// What Leptos makes of a view.
    pub fn view(&mut self, view: impl IntoView) {
        view.to_html_with_buf(&mut self.0, &mut Position::FirstChild, true, false, Vec::new());
    }

    /// An element that the browser takes over as the island of this name, with its properties as JSON. Between single quotes: JSON has
    /// few of them.
    pub fn island(&mut self, name: &str, properties: Option<&str>, view: impl IntoView) {
        self.written("<leptos-island data-component=\"");
        self.written(name);
        self.written("\"");
        if let Some(properties) = properties {
            self.written(" data-props='");
            push_json(&mut self.0, properties);
            self.written("'");
        }
        self.written(">");
        self.view(view);
        self.written("</leptos-island>");
    }

    /// All of it.
    pub fn into_string(self) -> String {
        self.0
    }

    /// All of it, for a view around it.
    pub fn into_element(self) -> InertElement {
        InertElement::new(self.0)
    }
}

/// Adds JSON between single quotes.
fn push_json(html: &mut String, mut json: &str) {
    while let Some(at) = memchr3(b'&', b'<', b'\'', json.as_bytes()) {
        html.push_str(&json[..at]);
        html.push_str(match json.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&#39;",
        });
        json = &json[at + 1..];
    }
    html.push_str(json);
}

impl AttributeValue for &str {
    fn write(&self, name: &str, html: &mut String) {
        [*self].write(name, html);
    }
}

impl AttributeValue for String {
    fn write(&self, name: &str, html: &mut String) {
        self.as_str().write(name, html);
    }
}

/// Of pieces that stand one behind the other.
impl<const N: usize> AttributeValue for [&str; N] {
    fn write(&self, name: &str, html: &mut String) {
        html.push(' ');
        html.push_str(name);
        html.push_str("=\"");
        for piece in self {
            push_escaped(html, piece);
        }
        html.push('"');
    }
}

impl<T: AttributeValue> AttributeValue for Option<T> {
    fn write(&self, name: &str, html: &mut String) {
        if let Some(value) = self {
            value.write(name, html);
        }
    }
}

/// Of an attribute that is there or not, such as `checked`.
impl AttributeValue for bool {
    fn write(&self, name: &str, html: &mut String) {
        if *self {
            html.push(' ');
            html.push_str(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_stay_in_their_attribute() {
        let mut html = Html::new();
        html.island("Any", Some(r#"{"text":"'></leptos-island><script>&quot;"}"#), ());
        assert_eq!(
            html.into_string()
                .strip_prefix("<leptos-island data-component=\"Any\" data-props="),
            Some("'{\"text\":\"&#39;>&lt;/leptos-island>&lt;script>&amp;quot;\"}'><!></leptos-island>")
        );
    }

    #[test]
    fn nothing_breaks_out_of_its_element() {
        let planted = "\"></p><script>&";
        let mut html = Html::new();
        html.element(
            "p",
            &[
                ("title", &["\"></p>", "<script>&"]),
                ("hidden", &true),
                ("lang", &None::<&str>),
            ],
            |html| {
                html.text(planted);
                html.void("input", &[("value", &""), ("checked", &false)]);
            },
        );
        assert_eq!(
            html.into_string(),
            "<p title=\"&quot;&gt;&lt;/p&gt;&lt;script&gt;&amp;\" hidden>\
             &quot;&gt;&lt;/p&gt;&lt;script&gt;&amp;<input value=\"\"></p>"
        );
    }
}
