//! Each line of the log has a name, and docs/LOGGING.md lists the names.

use std::collections::BTreeSet;
use std::path::Path;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const DOCUMENTED: &str = include_str!("../../../docs/LOGGING.md");

/// What runs in production.
const SOURCES: [&str; 4] = [
    "app/src",
    "server/src",
    "crates/cognito/src",
    "crates/operator/src",
];

/// The security log has a table of its own (`security_log.rs`).
const SECURITY: &str = "target: \"security\"";

#[test]
fn log_events_are_those_that_are_documented() {
    let mut logged = BTreeSet::new();
    let mut nameless = Vec::new();
    for source in SOURCES {
        for_each_file(&Path::new(REPOSITORY).join(source), &mut |path, text| {
            for call in calls(text).filter(|call| !call.contains(SECURITY)) {
                match call
                    .split_once("event = \"")
                    .and_then(|(_, name)| name.split_once('"'))
                {
                    Some((name, _)) => drop(logged.insert(name.to_owned())),
                    None => nameless.push(format!("{}: {call}", path.display())),
                }
            }
        });
    }
    assert_eq!(nameless, Vec::<String>::new());
    assert_eq!(logged, documented());
}

fn documented() -> BTreeSet<String> {
    let (_, table) = DOCUMENTED.split_once("| event | level | what it says |").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let rows = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    rows.map(|(name, _)| name.to_owned()).collect()
}

/// The arguments of each call of a log macro.
fn calls(text: &str) -> impl Iterator<Item = &str> {
    ["error", "warn", "info", "debug"]
        .into_iter()
        .flat_map(move |level| {
            let calls = text
                .split(&format!("tracing::{level}!("))
                .skip(1)
                .collect::<Vec<_>>();
            calls
                .into_iter()
                .map(|call| call.split_once(");").map_or(call, |(arguments, _)| arguments))
        })
}

fn for_each_file(folder: &Path, each: &mut dyn FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            for_each_file(&path, each);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            each(&path, &std::fs::read_to_string(&path).unwrap());
        }
    }
}
