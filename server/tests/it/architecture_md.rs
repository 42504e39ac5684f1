//! The walks in docs/ARCHITECTURE.md name files that are there, and as many as they say.

use std::collections::BTreeSet;
use std::path::Path;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const ARCHITECTURE: &str = include_str!("../../../docs/ARCHITECTURE.md");

#[test]
fn walks_name_as_many_files_as_they_say() {
    let (_, chapter) = ARCHITECTURE.split_once("## Three walks").unwrap();
    let (chapter, _) = chapter.split_once("\n## ").unwrap();
    let walks: Vec<&str> = chapter.split("\n**").skip(1).collect();
    assert_eq!(walks.len(), 3);
    for walk in walks {
        let (heading, text) = walk.split_once('\n').unwrap();
        let (steps, on_the_way) = text.split_once("\nOn the way").unwrap_or((text, ""));
        let counts = [
            files(steps, char::is_numeric),
            files(on_the_way, |first| first == '*'),
        ];
        let counts: Vec<usize> = counts.into_iter().filter(|count| *count > 0).collect();
        assert_eq!(numbers(heading), counts, "{heading}");
    }
}

/// How many files the items of a list name that begin in this way. Each is there: at its path, or beside the one before it.
fn files(text: &str, begins_item: impl Fn(char) -> bool) -> usize {
    let repository = Path::new(REPOSITORY);
    let mut found = BTreeSet::new();
    let (mut is_item, mut folder) = (false, repository.to_owned());
    for line in text.lines() {
        is_item = line.starts_with(&begins_item) || is_item && line.starts_with("  ");
        for name in line
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|name| is_item && is_file(name))
        {
            let beside = folder.join(name);
            let path = if beside.is_file() {
                beside
            } else {
                repository.join(name)
            };
            assert!(path.is_file(), "no file {name}: {line}");
            path.parent().unwrap().clone_into(&mut folder);
            found.insert(path);
        }
    }
    found.len()
}

fn is_file(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "rs" || ending == "lua")
}

/// The numbers of files that a heading says: `26 files …, and 38 on the way`.
fn numbers(heading: &str) -> Vec<usize> {
    let (_, said) = heading.split_once(": ").unwrap();
    said.split(' ').filter_map(|word| word.parse().ok()).collect()
}
