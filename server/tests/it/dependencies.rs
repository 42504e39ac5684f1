//! Who may use whom: the arrows of `docs/ARCHITECTURE.md`, read from `cargo tree`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

const OURS: [&str; 17] = [
    "account",
    "app",
    "attributes",
    "brand",
    "clock",
    "cognito",
    "frontend",
    "local-pool",
    "operator",
    "private-file",
    "rate-limit",
    "server",
    "session-store",
    "signin",
    "soak",
    "test-support",
    "texts",
];
/// The crates that the flows live in.
const LAYERS: [&str; 3] = ["account", "session-store", "signin"];
const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// The names of all packages that end up in a build of `package`, itself included.
fn packages(package: &str, options: &[&str]) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "tree",
            "--offline",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--package",
            package,
        ])
        .args(options)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(ToOwned::to_owned)
        .collect()
}

/// Which modules each module of a crate names as `crate::module`. A folder counts as one module.
fn module_uses(package: &str) -> BTreeMap<String, BTreeSet<String>> {
    let source = PathBuf::from(format!("{REPOSITORY}/crates/{package}/src"));
    let mut uses = BTreeMap::<String, BTreeSet<String>>::new();
    for file in rust_files(&source) {
        let inside = file.strip_prefix(&source).unwrap();
        let module = inside.iter().next().unwrap().to_str().unwrap();
        let module = module.trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let named = code.flat_map(|line| line.split("crate::").skip(1));
        let named = named.map(|rest| {
            rest.split(|c: char| !(c.is_lowercase() || c == '_'))
                .next()
                .unwrap()
        });
        let others = named.filter(|name| !name.is_empty() && *name != module);
        uses.entry(module.clone())
            .or_default()
            .extend(others.map(ToOwned::to_owned));
    }
    // It names them all; nothing goes through it.
    uses.remove("lib");
    uses
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

fn ours(packages: &BTreeSet<String>) -> Vec<&str> {
    packages
        .iter()
        .map(String::as_str)
        .filter(|name| OURS.contains(name))
        .collect()
}

/// Of each part with these options: itself and all of ours that it is built with.
const ARROWS: [(&str, &[&str], &str); 16] = [
    ("frontend", &WASM, "app attributes brand frontend"),
    (
        "app",
        &["--features", "ssr"],
        "account app attributes brand clock cognito rate-limit session-store signin",
    ),
    (
        "account",
        &[],
        "account attributes clock cognito rate-limit session-store signin",
    ),
    ("signin", &[], "clock cognito rate-limit session-store signin"),
    ("session-store", &[], "clock session-store"),
    (
        "session-store",
        &["--all-features"],
        "clock private-file session-store",
    ),
    ("attributes", &[], "attributes"),
    ("brand", &[], "attributes brand"),
    ("texts", &[], "texts"),
    ("test-support", &[], "test-support"),
    ("clock", &[], "clock"),
    ("cognito", &[], "clock cognito"),
    ("local-pool", &[], "clock local-pool private-file rate-limit"),
    (
        "operator",
        &[],
        "attributes brand operator private-file rate-limit",
    ),
    (
        "server",
        &[],
        "account app attributes brand clock cognito local-pool private-file rate-limit server session-store signin",
    ),
    (
        "server",
        &["--no-default-features"],
        "account app attributes brand clock cognito private-file rate-limit server session-store signin",
    ),
];

#[test]
fn each_part_uses_only_what_is_drawn() {
    for (package, options, expected) in ARROWS {
        assert_eq!(
            ours(&packages(package, options)).join(" "),
            expected,
            "{package} {options:?}"
        );
    }
}

#[test]
fn attributes_are_known_from_account_upwards_only() {
    for package in ["clock", "cognito", "rate-limit", "session-store", "signin"] {
        let packages = packages(package, &["--all-features"]);
        assert!(!packages.contains("attributes"), "{package} uses attributes");
    }
}

#[test]
fn no_modules_use_each_other_in_a_circle() {
    for package in LAYERS {
        let mut uses = module_uses(package);
        // Takes away, again and again, what uses nothing that is left.
        loop {
            let left: BTreeSet<String> = uses.keys().cloned().collect();
            uses.retain(|_, used| used.iter().any(|name| left.contains(name)));
            if uses.len() == left.len() {
                break;
            }
        }
        assert!(uses.is_empty(), "{package}: a circle within {uses:?}");
    }
}

#[test]
fn lower_crates_know_neither_axum_nor_leptos() {
    for package in ["account", "attributes", "cognito", "session-store", "signin"] {
        let packages = packages(package, &[]);
        for framework in ["axum", "leptos", "leptos_axum"] {
            assert!(!packages.contains(framework), "{package} uses {framework}");
        }
    }
}

#[test]
fn the_aws_sdk_stays_with_the_operator() {
    let is_sdk = |name: &String| name.starts_with("aws-") && !name.starts_with("aws-lc");
    assert!(packages("operator", &[]).iter().any(is_sdk));
    for package in ["server", "local-pool"] {
        let sdk: Vec<_> = packages(package, &[]).into_iter().filter(is_sdk).collect();
        assert!(sdk.is_empty(), "{package} uses {sdk:?}");
    }
}

#[test]
fn the_operator_has_one_tls() {
    let packages = packages("operator", &[]);
    for other in ["openssl-sys", "native-tls", "ring"] {
        assert!(!packages.contains(other), "the operator uses {other}");
    }
}

#[test]
fn the_browser_half_stays_small() {
    let packages = packages("frontend", &WASM);
    for heavy in ["tokio", "axum", "reqwest", "chrono", "jsonwebtoken", "rusqlite"] {
        assert!(!packages.contains(heavy), "the browser would load {heavy}");
    }
}
