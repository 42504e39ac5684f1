//! The structs, and the type of each field.

use super::{Group, on_server, struct_name};
use crate::calls::Calls;
use crate::node::{Node, join};

pub(super) struct Types<'a> {
    pub first: &'a Group,
    pub calls: &'a Calls,
}

/// What a choice answers with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ChoiceType {
    Text,
    Formatted,
    /// A struct with a text for each part.
    Parts,
}

impl Types<'_> {
    pub(super) fn structs(&self) -> String {
        let mut rust = String::from(
            "/// The sentences of one language that are said in the browser, too. It carries them in every language.\n\
             pub struct Texts {\n\
             /// Its code (BCP 47), as in `<html lang>`.\npub code: &'static str,\n\
             /// What it calls itself.\npub name: &'static str,\n\
             /// Which way it is written: `ltr` or `rtl`, as in `<html dir>`.\npub direction: &'static str,\n\
             /// Whether a comma stands between a whole number and its fraction.\npub decimal_comma: bool,\n\
             /// Its code for the Hosted UI, if that speaks it.\n\
             #[cfg(feature = \"ssr\")]\npub hosted_ui: Option<&'static str>,\n\
             /// Code and name of each country, in alphabetical order.\n\
             #[cfg(feature = \"ssr\")]\npub countries: &'static [(&'static str, &'static str)],\n",
        );
        let mut below = String::new();
        for (name, node) in self.first.iter().filter(|(name, _)| *name != "pages") {
            self.field("", name, node, &mut rust, &mut below);
        }
        rust += "}\n";
        rust += &below;
        if let Some(Node::Group(pages)) = self.first.get("pages") {
            self.group("pages", pages, &mut rust);
        }
        rust
    }

    fn group(&self, key: &str, group: &Group, rust: &mut String) {
        let mut below = String::new();
        *rust += &on_server(self.calls, key, &format!("pub struct {} {{\n", struct_name(key)));
        for (name, node) in group {
            self.field(key, name, node, rust, &mut below);
        }
        *rust += "}\n";
        *rust += &below;
    }

    fn field(&self, key: &str, name: &str, node: &Node, rust: &mut String, below: &mut String) {
        let key = join(key, name);
        let kind = match node {
            _ if self.calls.choices.contains_key(&key) => self.choice(&key, node, below),
            _ if self.calls.values.contains_key(&key) => {
                let types = self.calls.values[&key].iter().map(|(_, kind)| kind.as_str());
                format!("fn({}) -> String", types.collect::<Vec<_>>().join(", "))
            }
            Node::Text(_) | Node::Plural(_) => "&'static str".to_owned(),
            Node::List(items) if matches!(items.first(), Some(Node::List(_))) => {
                "&'static [(&'static str, &'static str)]".to_owned()
            }
            Node::List(_) => "&'static [&'static str]".to_owned(),
            Node::Group(entries) => {
                self.group(&key, entries, below);
                struct_name(&key)
            }
        };
        *rust += &on_server(self.calls, &key, &format!("pub {name}: {kind},\n"));
    }

    fn choice(&self, key: &str, node: &Node, below: &mut String) -> String {
        let of = &self.calls.choices[key];
        if of == "str" {
            return "fn(&str) -> Option<&'static str>".to_owned();
        }
        match self.answer(key, node) {
            ChoiceType::Text => format!("fn({of}) -> &'static str"),
            ChoiceType::Formatted => format!("fn({of}) -> String"),
            ChoiceType::Parts => {
                if let Some(parts) = parts(node) {
                    *below += "#[derive(Clone, Copy)]\n";
                    let fields = parts.keys().map(|part| format!("pub {part}: &'static str,\n"));
                    *below += &format!(
                        "pub struct {}Text {{\n{}}}\n",
                        struct_name(key),
                        fields.collect::<String>()
                    );
                }
                format!("fn({of}) -> {}Text", struct_name(key))
            }
        }
    }

    /// The same in each language: what has values or plurals in the first one has them in all.
    pub(super) fn answer(&self, key: &str, node: &Node) -> ChoiceType {
        let Node::Group(variants) = node else {
            return ChoiceType::Text;
        };
        let needs_values = |node: &Node| matches!(node, Node::Plural(_)) || !node.values().is_empty();
        let prefix = format!("{key}.");
        if parts(node).is_some() {
            ChoiceType::Parts
        } else if variants.values().any(needs_values)
            || self
                .calls
                .same_as
                .keys()
                .any(|variant| variant.starts_with(&prefix))
        {
            ChoiceType::Formatted
        } else {
            ChoiceType::Text
        }
    }
}

/// The parts of the texts of a choice, if they have parts.
fn parts(node: &Node) -> Option<&Group> {
    let Node::Group(variants) = node else { return None };
    match variants.values().next() {
        Some(Node::Group(parts)) => Some(parts),
        _ => None,
    }
}
