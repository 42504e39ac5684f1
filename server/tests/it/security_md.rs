//! Each test that docs/SECURITY.md names is where it says.

use std::collections::BTreeSet;
use std::path::Path;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn tests_named_in_the_security_table_exist() {
    let table = std::fs::read_to_string(format!("{REPOSITORY}/docs/SECURITY.md")).unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).collect();
    let mut named = 0;
    let mut wrong = Vec::new();
    for row in &rows {
        let (mut file, mut is_rust) = (String::new(), true);
        for (is_code, token) in tokens(row) {
            let is_file = is_code && (has_ending(token, "rs") || has_ending(token, "ts"));
            if is_file {
                let path = Path::new(REPOSITORY).join(token);
                is_rust = has_ending(token, "rs");
                file = std::fs::read_to_string(path).unwrap_or_else(|_| {
                    wrong.push(format!("no file {token}"));
                    String::new()
                });
            } else if (is_code && is_rust_test(token)) || !(is_code || is_rust) {
                named += 1;
                if !has_test(&file, is_code, token) {
                    wrong.push(format!("no test {token}"));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(named > 150, "only {named} names were found");
}

#[test]
fn rows_of_the_security_table_are_numbered_once() {
    let table = std::fs::read_to_string(format!("{REPOSITORY}/docs/SECURITY.md")).unwrap();
    let numbers = table.lines().filter_map(|line| {
        let (number, _) = line.strip_prefix("| ")?.split_once(" |")?;
        number.parse::<usize>().ok()
    });
    let numbers: Vec<usize> = numbers.collect();
    let expected: Vec<usize> = (1..=numbers.len()).collect();
    assert_eq!(numbers, expected);
    assert!(numbers.into_iter().collect::<BTreeSet<_>>().len() >= 75);
}

fn has_ending(token: &str, ending: &str) -> bool {
    Path::new(token).extension().is_some_and(|found| found == ending)
}

/// What stands in backticks (true) or in double quotes (false).
fn tokens(row: &str) -> Vec<(bool, &str)> {
    let mut tokens = Vec::new();
    let mut rest = row;
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
fn is_rust_test(token: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    token.bytes().all(is_word) && token.matches('_').count() >= 2
}

/// Rust tests may be listed in a macro instead of being functions there.
fn has_test(file: &str, is_rust: bool, name: &str) -> bool {
    if !is_rust {
        let start = name.split('…').next().unwrap_or_default().trim();
        return file.contains(start);
    }
    let is_function = file.contains(&format!("fn {name}("));
    is_function || file.lines().any(|line| line.trim().trim_end_matches(',') == name)
}
