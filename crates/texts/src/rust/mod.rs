//! The texts as Rust: structs from the first language, a constant of each from every language.

mod expression;
mod types;

use std::collections::BTreeMap;

use crate::calls::Calls;
use crate::language::Language;
use crate::node::Node;
use expression::Expressions;
use types::Types;

type Group = BTreeMap<String, Node>;

/// Rust for the texts of these languages, which are known to be complete.
pub(crate) fn write(languages: &[Language], calls: &Calls) -> String {
    let types = Types {
        first: &languages[0].texts,
        calls,
    };
    let mut rust = types.structs();
    for language in languages {
        let expressions = Expressions {
            types: &types,
            language,
            constant: &constant(&language.code),
        };
        rust += &constants(&expressions);
    }
    rust += &languages_table(languages, calls);
    rust
}

/// `EN` and `EN_PAGES`.
fn constants(expressions: &Expressions) -> String {
    let (language, name) = (expressions.language, expressions.constant);
    let (code, locale) = (&language.code, &language.locale);
    let mut rust = String::new();
    let Some(Node::Group(pages)) = language.texts.get("pages") else {
        unreachable!("a language without pages is refused");
    };
    if expressions.types.calls.is_server_only("pages") {
        rust += "#[cfg(feature = \"ssr\")]\n";
    }
    rust += &format!(
        "static {name}_PAGES: Pages = {};\n",
        expressions.group("pages", pages)
    );
    rust += &format!("static {name}: Texts = Texts {{\n");
    rust += &format!(
        "code: {code:?},\nname: {:?},\ndirection: {:?},\n",
        locale.name, locale.direction
    );
    rust += &format!("decimal_comma: {},\n", locale.decimal_comma);
    rust += &format!("#[cfg(feature = \"ssr\")]\nhosted_ui: {:?},\n", locale.hosted_ui);
    rust += &format!(
        "#[cfg(feature = \"ssr\")]\ncountries: &{:?},\n",
        language.countries
    );
    for (key, node) in language.texts.iter().filter(|(key, _)| *key != "pages") {
        rust += &expressions.field("", key, node);
    }
    rust + "};\n"
}

/// All languages, and how one gets to the pages of each.
fn languages_table(languages: &[Language], calls: &Calls) -> String {
    let names: Vec<_> = languages
        .iter()
        .map(|language| format!("&{}", constant(&language.code)))
        .collect();
    let (first, others) = languages.split_first().expect("there is a first language");
    let arms = others
        .iter()
        .map(|language| format!("{:?} => &{}_PAGES,\n", language.code, constant(&language.code)));
    let pages_in = format!(
        "fn pages_in(code: &str) -> &'static Pages {{\nmatch code {{\n{}_ => &{}_PAGES,\n}}\n}}\n",
        arms.collect::<String>(),
        constant(&first.code),
    );
    format!(
        "/// All languages there are, the one for everybody else first.\n\
         pub static LANGUAGES: &[&Texts] = &[{}];\n{}",
        names.join(", "),
        on_server(calls, "pages", &pages_in),
    )
}

/// `pt-br` is `PT_BR`.
fn constant(code: &str) -> String {
    code.replace('-', "_").to_ascii_uppercase()
}

/// `not_a_url` is `NotAUrl`.
fn camel(name: &str) -> String {
    let words = name.split(['_', '.']).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_ascii_uppercase() + rest
        })
        .collect()
}

/// `pages.account.leave` is `AccountLeave`.
fn struct_name(key: &str) -> String {
    match key {
        "pages" => "Pages".to_owned(),
        _ => camel(key.strip_prefix("pages.").unwrap_or(key)),
    }
}

/// The number that chooses the plural category: `count`, or the only value there is.
fn counted(node: &Node) -> Option<&str> {
    let values = node.values();
    if values.contains("count") {
        Some("count")
    } else {
        values.first().copied()
    }
}

/// A line of a struct or a constant, with the condition that it is only there on the server.
fn on_server(calls: &Calls, key: &str, line: &str) -> String {
    if calls.is_server_only(key) {
        format!("#[cfg(feature = \"ssr\")]\n{line}")
    } else {
        line.to_owned()
    }
}
