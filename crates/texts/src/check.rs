//! Whether a language is complete.

use std::collections::{BTreeMap, BTreeSet};

use crate::Error;
use crate::calls::{self, Calls};
use crate::language::Language;
use crate::node::{Node, join, values};

/// Of the first language: that the code hands over what its sentences say.
pub(crate) fn first(first: &Language, calls: &Calls, errors: &mut Vec<Error>) {
    let file = first.file();
    let mut seen = BTreeSet::new();
    walk("", &first.texts, &mut |key, node| {
        seen.insert(key.to_owned());
        if calls.choices.contains_key(key) {
            return false;
        }
        if !matches!(node, Node::Group(_)) {
            let declared = calls.values.get(key).into_iter().flatten();
            let declared: BTreeSet<_> = declared.map(|(name, _)| name.as_str()).collect();
            let said = node.values();
            if said != declared {
                let what = format!(
                    "has {}, and {} says {}",
                    list(&said),
                    calls::FILE,
                    list(&declared)
                );
                errors.push(Error::new(&file, key, what));
            }
        }
        true
    });
    let called = calls
        .values
        .keys()
        .chain(calls.choices.keys())
        .chain(&calls.server_only);
    for key in called.filter(|key| !seen.contains(*key)) {
        errors.push(Error::new(calls::FILE, key, format!("is not in {file}")));
    }
    group(
        "",
        &first.texts,
        &first.texts,
        &mut Against {
            first,
            other: first,
            errors,
        },
    );
    countries(first, first, errors);
}

/// Of another language: that it says all that the first one says, and no more.
pub(crate) fn other(first: &Language, other: &Language, errors: &mut Vec<Error>) {
    group(
        "",
        &first.texts,
        &other.texts,
        &mut Against { first, other, errors },
    );
    countries(first, other, errors);
}

struct Against<'a> {
    first: &'a Language,
    other: &'a Language,
    errors: &'a mut Vec<Error>,
}

impl Against<'_> {
    fn wrong(&mut self, key: &str, message: impl Into<String>) {
        self.errors.push(Error::new(self.other.file(), key, message));
    }
}

type Group = BTreeMap<String, Node>;

/// Visits each node below, as long as the visitor wants to go on downward.
fn walk(key: &str, group: &Group, visit: &mut impl FnMut(&str, &Node) -> bool) {
    for (name, node) in group {
        let key = join(key, name);
        if visit(&key, node)
            && let Node::Group(entries) = node
        {
            walk(&key, entries, visit);
        }
    }
}

fn group(key: &str, first: &Group, other: &Group, against: &mut Against) {
    for (name, node) in first {
        let key = join(key, name);
        match other.get(name) {
            Some(own) => entry(&key, node, own, against),
            None => against.wrong(&key, "is missing"),
        }
    }
    for name in other.keys().filter(|name| !first.contains_key(*name)) {
        let what = format!("is not in {}", against.first.file());
        against.wrong(&join(key, name), what);
    }
}

fn entry(key: &str, first: &Node, other: &Node, against: &mut Against) {
    match (first, other) {
        (Node::Group(first), Node::Group(other)) => group(key, first, other, against),
        (Node::Text(_), Node::Text(text)) => sentence(key, text, &first.values(), against),
        (Node::Plural(cases), Node::Plural(own)) => plural(key, cases, own, &first.values(), against),
        (Node::List(items), Node::List(own)) if items.len() == own.len() => {
            for (item, own) in items.iter().zip(own) {
                entry(key, item, own, against);
            }
        }
        (Node::List(items), Node::List(own)) => {
            against.wrong(
                key,
                format!("must have {} entries and has {}", items.len(), own.len()),
            );
        }
        _ => against.wrong(key, format!("must be {} and is {}", first.kind(), other.kind())),
    }
}

fn sentence(key: &str, text: &str, expected: &BTreeSet<&str>, against: &mut Against) {
    match values(text) {
        _ if text.trim().is_empty() => against.wrong(key, "is empty"),
        None => against.wrong(key, "has a brace without a value's name in it"),
        Some(said) if said != *expected => {
            against.wrong(
                key,
                format!("must have {} and has {}", list(expected), list(&said)),
            );
        }
        Some(_) => {}
    }
}

type Cases = BTreeMap<String, String>;

fn plural(key: &str, first: &Cases, own: &Cases, expected: &BTreeSet<&str>, against: &mut Against) {
    let numbers = first.keys().filter(|case| case.parse::<u64>().is_ok()).cloned();
    let categories = against
        .other
        .locale
        .plurals
        .iter()
        .map(|(category, _)| category.clone());
    let wanted: BTreeSet<_> = numbers.chain(categories).chain(["other".to_owned()]).collect();
    for case in wanted.iter().filter(|case| !own.contains_key(*case)) {
        against.wrong(&join(key, case), "is missing");
    }
    for (case, text) in own {
        let key = join(key, case);
        if !wanted.contains(case) {
            against.wrong(&key, "is no plural category of this language");
        } else if case == "other" {
            sentence(&key, text, expected, against);
        } else {
            // A single number may go without its digits: "one field".
            let said = values(text).filter(|said| said.is_subset(expected));
            sentence(&key, text, &said.unwrap_or_else(|| expected.clone()), against);
        }
    }
}

fn countries(first: &Language, other: &Language, errors: &mut Vec<Error>) {
    let file = format!("countries/{}.tsv", other.code);
    let codes = |language: &Language| -> BTreeSet<String> {
        language.countries.iter().map(|(code, _)| code.clone()).collect()
    };
    let (expected, own) = (codes(first), codes(other));
    for code in expected.difference(&own) {
        errors.push(Error::new(&file, code, "is missing"));
    }
    for code in own.difference(&expected) {
        errors.push(Error::new(
            &file,
            code,
            format!("is not in countries/{}.tsv", first.code),
        ));
    }
    if own.len() != other.countries.len() {
        errors.push(Error::new(file, "", "has a country twice"));
    }
}

fn list(names: &BTreeSet<&str>) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("{{{name}}}")).collect();
    if names.is_empty() {
        "no value".to_owned()
    } else {
        names.join(", ")
    }
}
