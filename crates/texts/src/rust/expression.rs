//! What stands in the constants.

use std::collections::BTreeMap;

use super::types::{ChoiceType, Types};
use super::{Group, camel, counted, on_server, struct_name};
use crate::language::Language;
use crate::node::{Node, join, values};

pub(super) struct Expressions<'a> {
    pub types: &'a Types<'a>,
    pub language: &'a Language,
    /// What the language is called in Rust.
    pub constant: &'a str,
}

impl Expressions<'_> {
    pub(super) fn group(&self, key: &str, group: &Group) -> String {
        let fields = group.iter().map(|(name, node)| self.field(key, name, node));
        format!("{} {{\n{}}}", struct_name(key), fields.collect::<String>())
    }

    pub(super) fn field(&self, key: &str, name: &str, node: &Node) -> String {
        let key = join(key, name);
        let calls = self.types.calls;
        let expression = match node {
            Node::Group(variants) if calls.choices.contains_key(&key) => self.choice(&key, node, variants),
            _ if calls.values.contains_key(&key) => {
                let names = calls.values[&key].iter().map(|(name, _)| name.as_str());
                let names = names.collect::<Vec<_>>().join(", ");
                format!("|{names}| {}", formatted(self.language, node, ""))
            }
            Node::Group(entries) => self.group(&key, entries),
            _ => plain(node),
        };
        on_server(calls, &key, &format!("{name}: {expression},\n"))
    }

    fn choice(&self, key: &str, node: &Node, variants: &Group) -> String {
        let of = self.types.calls.choices[key].as_str();
        if of == "str" {
            let arms = variants
                .iter()
                .map(|(name, node)| format!("{name:?} => {},\n", plain(node)));
            let arms = arms.collect::<String>();
            return format!("|name| Some(match name {{\n{arms}_ => return None,\n}})");
        }
        let answer = self.types.answer(key, node);
        let (path, by_reference) = match of.strip_prefix('&') {
            Some(path) => (path, "*"),
            None => (of, ""),
        };
        let arms = variants.iter().map(|(name, node)| {
            let pattern = pattern(path, name, node);
            let text = match (answer, node) {
                (ChoiceType::Formatted, _) => formatted(self.language, node, by_reference),
                (ChoiceType::Parts, Node::Group(parts)) => {
                    let parts = parts
                        .iter()
                        .map(|(part, node)| format!("{part}: {}, ", plain(node)));
                    format!("{}Text {{ {}}}", struct_name(key), parts.collect::<String>())
                }
                (ChoiceType::Text | ChoiceType::Parts, _) => plain(node),
            };
            (pattern, text)
        });
        let arms: Vec<_> = arms.chain(self.borrowed(key, path, by_reference)).collect();
        format!("|choice| match choice {{\n{}}}", merged(arms))
    }

    /// Variants that another choice words.
    fn borrowed(&self, key: &str, path: &str, by_reference: &str) -> Vec<(String, String)> {
        let prefix = format!("{key}.");
        let own = self.types.calls.same_as.iter().filter_map(|(variant, lender)| {
            let pattern = format!("{path}::{}(carried)", camel(variant.strip_prefix(&prefix)?));
            let text = format!("({}.{lender})({by_reference}carried).to_owned()", self.constant);
            Some((pattern, text))
        });
        own.collect()
    }
}

/// The variant, with the values that its text has. A value that has no name on the type is called by its place.
fn pattern(path: &str, name: &str, node: &Node) -> String {
    let values = node.values().into_iter().map(|value| match value.parse::<u8>() {
        Ok(place) => format!("{place}: {}, ", binding(value)),
        Err(_) => format!("{value}, "),
    });
    let values = values.collect::<String>();
    match values.as_str() {
        "" => format!("{path}::{}", camel(name)),
        values => format!("{path}::{} {{ {values}.. }}", camel(name)),
    }
}

/// `{0}` is called `value0` in Rust.
fn binding(value: &str) -> String {
    match value.parse::<u8>() {
        Ok(place) => format!("value{place}"),
        Err(_) => value.to_owned(),
    }
}

fn plain(node: &Node) -> String {
    match node {
        Node::Text(text) => format!("{text:?}"),
        Node::List(items) => {
            let items: Vec<_> = items.iter().map(item).collect();
            format!("&[{}]", items.join(", "))
        }
        Node::Plural(_) | Node::Group(_) => unreachable!("such a text is called with values"),
    }
}

fn item(node: &Node) -> String {
    match node {
        Node::List(pair) => {
            let pair: Vec<_> = pair.iter().map(plain).collect();
            format!("({})", pair.join(", "))
        }
        _ => plain(node),
    }
}

/// A `String` with values in it.
fn formatted(language: &Language, node: &Node, by_reference: &str) -> String {
    let Node::Plural(cases) = node else {
        return match node {
            Node::Text(text) => sentence(text),
            _ => unreachable!("only texts have values"),
        };
    };
    let count = counted(node).map(binding).unwrap_or_default();
    match branches(language, cases) {
        branches if branches.starts_with("if ") => {
            format!("{{ let n = quantity({by_reference}{count}); {branches} }}")
        }
        same_for_all => same_for_all,
    }
}

/// Single numbers before categories, and `other` for the rest. Neighbours that say the same share a branch.
fn branches(language: &Language, cases: &BTreeMap<String, String>) -> String {
    let numbers = cases
        .keys()
        .filter_map(|case| Some((case, case.parse::<u64>().ok()?)));
    let numbers = numbers.map(|(case, number)| (format!("n == {number}"), &cases[case]));
    let categories = language.locale.plurals.iter();
    let categories = categories.map(|(category, condition)| (condition.clone(), &cases[category]));
    let mut branches: Vec<(String, &String)> = Vec::new();
    for (condition, text) in numbers.chain(categories) {
        match branches.last_mut() {
            Some((conditions, last)) if *last == text => *conditions += &format!(" || {condition}"),
            _ => branches.push((condition, text)),
        }
    }
    let other = &cases["other"];
    branches.pop_if(|(_, text)| *text == other);
    let rust = branches
        .iter()
        .map(|(condition, text)| format!("if {condition} {{ {} }} else ", sentence(text)));
    match branches.len() {
        0 => sentence(other),
        _ => rust.collect::<String>() + &format!("{{ {} }}", sentence(other)),
    }
}

fn sentence(text: &str) -> String {
    let names = values(text).unwrap_or_default();
    if names.is_empty() {
        return format!("{text:?}.to_owned()");
    }
    let text = names.into_iter().fold(text.to_owned(), |text, name| {
        text.replace(&format!("{{{name}}}"), &format!("{{{}}}", binding(name)))
    });
    format!("format!({text:?})")
}

/// The arms of a `match`; variants that are worded alike share one.
fn merged(arms: Vec<(String, String)>) -> String {
    let mut patterns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (pattern, text) in arms {
        patterns.entry(text).or_default().push(pattern);
    }
    let arms = patterns
        .into_iter()
        .map(|(text, patterns)| format!("{} => {text},\n", patterns.join(" | ")));
    arms.collect()
}
