//! The tests that docs/SECURITY.md and its chapters name exist.

use std::path::Path;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What a promise without a test says.
const REASONS: [&str; 5] = [
    "Delegated",
    "**Deviation**",
    "Does not apply",
    "\"Ways in\"",
    "`make check-fast`",
];

/// One section of a chapter: `## 23. One refresh per session`, its source and its tests.
struct Promise {
    number: usize,
    title: String,
    text: String,
}

#[test]
fn tests_named_in_the_security_chapters_exist() {
    let mut named = 0;
    let mut wrong = Vec::new();
    for promise in promises() {
        let (mut file, mut has_names) = (String::new(), true);
        for (is_code, token) in tokens(&promise.text) {
            let is_file = is_code && ["rs", "py", "ts"].iter().any(|kind| has_ending(token, kind));
            if is_file {
                // Those of Playwright have titles, and no names.
                has_names = !has_ending(token, "ts");
                file = read(token).unwrap_or_else(|| {
                    wrong.push(format!("{}: no file {token}", promise.number));
                    String::new()
                });
            } else if (is_code && is_test_name(token)) || !(is_code || has_names) {
                named += 1;
                if !has_test(&file, is_code, token) {
                    wrong.push(format!("{}: no test {token}", promise.number));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(named > 300, "only {named} names were found");
}

#[test]
fn security_promises_have_a_source_and_a_test() {
    for Promise { number, text, .. } in promises() {
        assert!(
            text.trim_start().starts_with("Source: "),
            "{number} names no source"
        );
        let is_tested = tokens(&text)
            .iter()
            .any(|(_, token)| has_ending(token, "rs") || has_ending(token, "ts"));
        let has_reason = REASONS.iter().any(|reason| text.contains(reason));
        assert!(is_tested || has_reason, "{number} names no test and no reason");
    }
}

#[test]
fn security_index_lists_each_promise_once() {
    let index = read("docs/SECURITY.md").unwrap();
    let listed = index.lines().filter_map(|line| {
        let (number, title) = line.strip_prefix("* **")?.split_once("** ")?;
        Some((number.parse().ok()?, title.to_owned()))
    });
    let mut listed: Vec<(usize, String)> = listed.collect();
    let mut written: Vec<_> = promises()
        .into_iter()
        .map(|promise| (promise.number, promise.title))
        .collect();
    listed.sort();
    written.sort();
    assert_eq!(listed, written);
    let numbers: Vec<usize> = written.into_iter().map(|(number, _)| number).collect();
    let expected: Vec<_> = (1..=numbers.len()).collect();
    assert_eq!(numbers, expected);
    assert!(numbers.len() >= 85);
}

/// All numbered sections of all chapters. "Ways in" and "Keys" have no number: they are no promises.
fn promises() -> Vec<Promise> {
    let folder = std::fs::read_dir(format!("{REPOSITORY}/docs/security")).unwrap();
    let chapters = folder.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let sections = chapters.flat_map(|chapter| chapter.split("\n## ").map(str::to_owned).collect::<Vec<_>>());
    let promises = sections.filter_map(|section| {
        let (heading, text) = section.split_once('\n')?;
        let (number, title) = heading.split_once(". ")?;
        Some(Promise {
            number: number.parse().ok()?,
            title: title.to_owned(),
            text: text.to_owned(),
        })
    });
    promises.collect()
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(REPOSITORY).join(path)).ok()
}

fn has_ending(token: &str, ending: &str) -> bool {
    Path::new(token).extension().is_some_and(|found| found == ending)
}

/// What stands in backticks (true) or in double quotes (false).
fn tokens(text: &str) -> Vec<(bool, &str)> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['`', '"']) {
        let mark = &rest[start..=start];
        let Some((token, after)) = rest[start + 1..].split_once(mark) else {
            break;
        };
        tokens.push((mark == "`", token));
        rest = after;
    }
    tokens
}

/// Names of our tests are sentences; what else stands in backticks is not.
fn is_test_name(token: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    token.bytes().all(is_word) && token.matches('_').count() >= 2
}

/// Tests in Rust may be listed in a macro instead of being functions there.
fn has_test(file: &str, has_name: bool, name: &str) -> bool {
    if !has_name {
        let start = name.split('…').next().unwrap_or_default().trim();
        return file.contains(start);
    }
    let is_function = ["fn", "def"]
        .iter()
        .any(|word| file.contains(&format!("{word} {name}(")));
    is_function || file.lines().any(|line| line.trim().trim_end_matches(',') == name)
}
