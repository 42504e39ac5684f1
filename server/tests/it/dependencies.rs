//! Who may use whom: the arrows of `docs/ARCHITECTURE.md`, read from `cargo tree`.

use std::collections::BTreeSet;
use std::process::Command;

const OURS: [&str; 17] = [
    "app",
    "attributes",
    "auth",
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

fn ours(packages: &BTreeSet<String>) -> Vec<&str> {
    packages
        .iter()
        .map(String::as_str)
        .filter(|name| OURS.contains(name))
        .collect()
}

#[test]
fn each_part_uses_only_what_is_drawn() {
    for (package, options, expected) in [
        (
            "frontend",
            WASM.as_slice(),
            vec!["app", "attributes", "brand", "frontend"],
        ),
        (
            "app",
            &["--features", "ssr"],
            vec![
                "app",
                "attributes",
                "auth",
                "brand",
                "clock",
                "cognito",
                "rate-limit",
                "session-store",
                "signin",
            ],
        ),
        (
            "auth",
            &[],
            vec![
                "attributes",
                "auth",
                "clock",
                "cognito",
                "rate-limit",
                "session-store",
                "signin",
            ],
        ),
        (
            "signin",
            &[],
            vec!["clock", "cognito", "rate-limit", "session-store", "signin"],
        ),
        ("session-store", &[], vec!["clock", "session-store"]),
        (
            "session-store",
            &["--all-features"],
            vec!["clock", "private-file", "session-store"],
        ),
        ("attributes", &[], vec!["attributes"]),
        ("brand", &[], vec!["attributes", "brand"]),
        ("texts", &[], vec!["texts"]),
        ("test-support", &[], vec!["test-support"]),
        ("clock", &[], vec!["clock"]),
        ("cognito", &[], vec!["clock", "cognito"]),
        (
            "local-pool",
            &[],
            vec!["clock", "local-pool", "private-file", "rate-limit"],
        ),
        (
            "operator",
            &[],
            vec!["attributes", "operator", "private-file", "rate-limit"],
        ),
        (
            "server",
            &[],
            vec![
                "app",
                "attributes",
                "auth",
                "brand",
                "clock",
                "cognito",
                "local-pool",
                "private-file",
                "rate-limit",
                "server",
                "session-store",
                "signin",
            ],
        ),
        (
            "server",
            &["--no-default-features"],
            vec![
                "app",
                "attributes",
                "auth",
                "brand",
                "clock",
                "cognito",
                "private-file",
                "rate-limit",
                "server",
                "session-store",
                "signin",
            ],
        ),
    ] {
        assert_eq!(
            ours(&packages(package, options)),
            expected,
            "{package} {options:?}"
        );
    }
}

#[test]
fn the_parts_below_the_server_know_neither_axum_nor_leptos() {
    for package in ["attributes", "auth", "cognito", "session-store", "signin"] {
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
    for heavy in ["tokio", "axum", "reqwest", "chrono", "jsonwebtoken", "sqlx"] {
        assert!(!packages.contains(heavy), "the browser would load {heavy}");
    }
}
