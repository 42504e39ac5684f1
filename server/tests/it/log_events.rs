//! Each line of the log has a name, and docs/LOGGING.md lists the names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const DOCUMENTED: &str = include_str!("../../../docs/LOGGING.md");

/// Not in production.
const STAND_IN: &str = "local-pool";

/// The security log has a table of its own (`security_log.rs`).
const SECURITY: &str = "target: \"security\"";

#[test]
fn log_events_are_those_that_are_documented() {
    let mut logged = BTreeSet::new();
    let mut nameless = Vec::new();
    for source in sources() {
        for_each_file(&source, &mut |path, text| {
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

/// What runs in production.
fn sources() -> Vec<PathBuf> {
    let repository = Path::new(REPOSITORY);
    let crates = std::fs::read_dir(repository.join("crates")).unwrap();
    let crates = crates
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with(STAND_IN));
    let members = crates.chain([repository.join("app"), repository.join("server")]);
    members.map(|member| member.join("src")).collect()
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
