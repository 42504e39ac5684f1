//! What is not complete does not become Rust, and the error says where.

use texts::{Folder, generate};

const LOCALE: &str = "[locale]\nname = 'x'\ndirection = 'ltr'\ndecimal_comma = false\n";
const COUNTRIES: &str = "DE\tGermany\nFR\tFrance\n";
const CALLS: &str = "[values]\n'form.summary' = 'count: usize'\n'pages.hello' = 'name: &str'\n";
const ENGLISH: &str = "\
[form]
summary = { one = 'One field', other = '{count} fields' }
[pages]
title = 'Home'
hello = 'Hello, {name}'
lines = ['One', 'Two']
";

/// English as above, and another language with two plural categories and these texts.
fn folder(other: &str) -> Folder {
    let english = format!("{LOCALE}plurals = {{ one = 'n = 1' }}\n{ENGLISH}");
    let other = format!("{LOCALE}plurals = {{ one = 'n = 1', two = 'n = 2' }}\n{other}");
    Folder {
        languages: vec![("en".into(), english), ("he".into(), other)],
        countries: vec![("en".into(), COUNTRIES.into()), ("he".into(), COUNTRIES.into())],
        calls: CALLS.into(),
    }
}

fn complete() -> String {
    ENGLISH.replace("one = 'One field'", "one = 'One field', two = 'Two fields'")
}

fn errors(folder: &Folder) -> Vec<String> {
    let errors = generate(folder).expect_err("the texts are not complete");
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn complete_texts_become_rust() {
    let rust = generate(&folder(&complete())).expect("both languages are complete");
    for line in [
        "pub summary: fn(usize) -> String,",
        "summary: |count| { let n = quantity(count); if matches!(n, 1) { \"One field\".to_owned() } else \
         if matches!(n, 2) { \"Two fields\".to_owned() } else { format!(\"{count} fields\") } }",
        "hello: |name| format!(\"Hello, {name}\")",
        "lines: &[\"One\", \"Two\"]",
        "\"he\" => &HE_PAGES",
    ] {
        assert!(rust.contains(line), "{line}\n{rust}");
    }
}

#[test]
fn incomplete_texts_name_file_and_key() {
    let whole = complete();
    for (from, to, error) in [
        ("title = 'Home'", "", "he.toml: `pages.title`: is missing"),
        ("title = 'Home'", "title = ''", "he.toml: `pages.title`: is empty"),
        (
            "title = 'Home'",
            "title = 'Home'\nmore = 'x'",
            "he.toml: `pages.more`: is not in en.toml",
        ),
        (
            "title = 'Home'",
            "title = ['Home']",
            "he.toml: `pages.title`: must be a text and is a list",
        ),
        (
            "title = 'Home'",
            "title = 'Home {'",
            "he.toml: `pages.title`: has a brace without a value's name in it",
        ),
        (
            "{name}",
            "{nom}",
            "he.toml: `pages.hello`: must have {name} and has {nom}",
        ),
        (
            "{name}",
            "you",
            "he.toml: `pages.hello`: must have {name} and has no value",
        ),
        (
            "{count} fields",
            "fields",
            "he.toml: `form.summary.other`: must have {count} and has no value",
        ),
        (
            ", two = 'Two fields'",
            "",
            "he.toml: `form.summary.two`: is missing",
        ),
        ("two =", "few =", "he.toml: `form.summary.two`: is missing"),
        (
            "'One', 'Two'",
            "'One'",
            "he.toml: `pages.lines`: must have 2 entries and has 1",
        ),
    ] {
        let errors = errors(&folder(&whole.replace(from, to)));
        assert_eq!(errors[0], error);
    }
}

#[test]
fn unknown_plural_category_is_refused() {
    let texts = complete().replace("two =", "few = 'A few', two =");
    let errors = errors(&folder(&texts));
    assert_eq!(
        errors,
        ["he.toml: `form.summary.few`: is no plural category of this language"]
    );
}

#[test]
fn all_errors_are_reported_at_once() {
    let errors = errors(&folder(
        &complete().replace("title = 'Home'", "").replace("{name}", ""),
    ));
    assert_eq!(errors.len(), 2, "{errors:?}");
}

#[test]
fn locale_says_what_it_expects() {
    for (from, to, error) in [
        ("[locale]", "[place]", "he.toml: `locale`: the table is missing"),
        (
            "name = 'x'",
            "name = ''",
            "he.toml: `locale.name`: must be what the language calls itself",
        ),
        (
            "'ltr'",
            "'left'",
            "he.toml: `locale.direction`: must be \"ltr\" or \"rtl\"",
        ),
        (
            "decimal_comma = false",
            "",
            "he.toml: `locale.decimal_comma`: must be true or false",
        ),
        (
            "name = 'x'",
            "name = 'x'\nnick = 'y'",
            "he.toml: `locale.nick`: is not known",
        ),
        (
            "'n = 2'",
            "'two'",
            "he.toml: `locale.plurals.two`: must be a category of the CLDR with a rule such as \"n % 10 = 2..4\"",
        ),
    ] {
        let mut folder = folder(&complete());
        folder.languages[1].1 = folder.languages[1].1.replacen(from, to, 1);
        assert_eq!(errors(&folder), [error]);
    }
}

#[test]
fn broken_toml_has_line_and_column() {
    let errors = errors(&folder("[pages\n"));
    assert!(
        errors[0].starts_with("he.toml: TOML parse error at line 6, column"),
        "{errors:?}"
    );
}

#[test]
fn countries_must_be_complete() {
    for (countries, error) in [
        (None, "countries/he.tsv: is missing"),
        (Some("DE\tGermany\n"), "countries/he.tsv: `FR`: is missing"),
        (
            Some("DE\tx\nFR\ty\nXX\tz\n"),
            "countries/he.tsv: `XX`: is not in countries/en.tsv",
        ),
        (
            Some("DE\tx\nFR\ty\nFR\tz\n"),
            "countries/he.tsv: has a country twice",
        ),
        (
            Some("DE\tx\nFR\n"),
            "countries/he.tsv: `FR`: must be a code, a tab and a name",
        ),
    ] {
        let mut folder = folder(&complete());
        folder.countries.pop();
        folder
            .countries
            .extend(countries.map(|lines| ("he".to_owned(), lines.to_owned())));
        assert_eq!(errors(&folder), [error]);
    }
}

#[test]
fn calls_must_fit_the_texts() {
    for (from, to, error) in [
        (
            "name: &str",
            "nom: &str",
            "en.toml: `pages.hello`: has {name}, and calls.toml says {nom}",
        ),
        (
            "'pages.hello' = 'name: &str'",
            "",
            "en.toml: `pages.hello`: has {name}, and calls.toml says no value",
        ),
        (
            "'form.summary'",
            "'form.sum'",
            "en.toml: `form.summary`: has {count}, and calls.toml says no value",
        ),
        (
            "name: &str",
            "name",
            "calls.toml: `pages.hello`: must be values such as \"name: &str\"",
        ),
        ("[values]", "[vals]", "calls.toml: `vals`: is not known"),
    ] {
        let mut folder = folder(&complete());
        folder.calls = folder.calls.replace(from, to);
        assert_eq!(errors(&folder)[0], error);
    }
}
