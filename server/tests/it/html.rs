//! What a browser makes of a page: its elements, by a real parser.

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// An element, with what is inside it as text.
#[derive(Clone, Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    /// Where it stands among all elements of the page, and where what is inside it ends.
    place: usize,
    end: usize,
}

/// All elements of a page, in the order in which they begin.
#[derive(Debug)]
pub struct Document(Vec<Element>);

impl Document {
    pub fn parse(html: &str) -> Self {
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
        let mut elements = Vec::new();
        collect(&dom.document, &mut elements);
        Self(elements)
    }

    pub fn all(&self) -> &[Element] {
        &self.0
    }

    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> + Clone {
        self.0.iter().filter(move |element| element.name == name)
    }

    pub fn title(&self) -> &str {
        self.named("title").next().map_or("", |title| &title.text)
    }

    /// What stands inside an element.
    pub fn inside(&self, element: &Element) -> &[Element] {
        &self.0[element.place + 1..element.end]
    }
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(found, _)| found == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Answers the text in a node.
fn collect(node: &Handle, elements: &mut Vec<Element>) -> String {
    let children = |elements: &mut Vec<Element>| {
        let children = node.children.borrow();
        children.iter().map(|child| collect(child, elements)).collect()
    };
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        NodeData::Element { name, attrs, .. } => {
            let place = elements.len();
            let attribute = |attribute: &html5ever::Attribute| {
                (attribute.name.local.to_string(), attribute.value.to_string())
            };
            elements.push(Element {
                name: name.local.to_string(),
                attributes: attrs.borrow().iter().map(attribute).collect(),
                text: String::new(),
                place,
                end: 0,
            });
            let text: String = children(elements);
            elements[place].text.clone_from(&text);
            elements[place].end = elements.len();
            text
        }
        _ => children(elements),
    }
}
