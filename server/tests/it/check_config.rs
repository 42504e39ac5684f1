//! `server check-config`: it finds what the start finds, all at once, and changes nothing.

use std::process::Output;

use crate::installation::Installation;
use crate::start_up::Pool;

struct Checked {
    installation: Installation,
    output: Output,
    said: String,
}

impl Checked {
    #[track_caller]
    fn assert_refused_with(&self, expected: &[&str]) {
        assert_eq!(self.output.status.code(), Some(1), "{}", self.said);
        for part in expected {
            assert!(self.said.contains(part), "no {part:?} in {}", self.said);
        }
    }
}

fn check(settings: &[(&str, &str)]) -> Checked {
    check_in(Installation::new(), settings)
}

fn check_in(installation: Installation, settings: &[(&str, &str)]) -> Checked {
    let output = installation
        .command(settings)
        .arg("check-config")
        .output()
        .unwrap();
    let said = [&output.stdout[..], &output.stderr[..]].concat();
    let said = String::from_utf8(said).unwrap();
    Checked {
        installation,
        output,
        said,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn usable_configuration_passes_and_changes_nothing() {
    let pool = Pool::start().await;
    for settings in [pool.settings(&[]), Vec::new()] {
        let checked = check(&settings);
        assert_eq!(checked.output.status.code(), Some(0), "{}", checked.said);
        assert!(
            checked.said.contains("The configuration can be used."),
            "{}",
            checked.said
        );
        assert!(
            !checked.installation.file("var").exists(),
            "it has made something"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn check_config_finds_fatal_problems_at_once() {
    let pool = Pool::start().await;
    let installation = Installation::new();
    std::fs::remove_file(installation.file("hash.txt")).unwrap();
    std::fs::create_dir(installation.file("folder")).unwrap();
    let checked = check_in(
        installation,
        &pool.settings(&[
            ("COGNITO_USER_POOL_ID", "us-east-1_Nowhere00"),
            ("SESSION_STORE", "sqlite://folder"),
        ]),
    );
    checked.assert_refused_with(&["hash.txt", "SESSION_STORE", "COGNITO_USER_POOL_ID"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn store_that_cannot_be_made_is_found() {
    let pool = Pool::start().await;
    // Not by a folder without rights: tests may run as root, who has all.
    let below_a_file = ("SESSION_STORE", "sqlite://attributes.toml/x/sessions.db");
    check(&pool.settings(&[below_a_file])).assert_refused_with(&["SESSION_STORE", "because: "]);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_settings_are_all_named() {
    let checked = check(&[
        ("CLIENT_ID", "1example23456789"),
        ("LOG_FORMAT", "xml"),
        ("DRAIN_SECONDS", "soon"),
    ]);
    checked.assert_refused_with(&[
        "COGNITO_USER_POOL_ID",
        "LOG_FORMAT",
        "SESSION_KEY",
        "DRAIN_SECONDS",
    ]);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_client_secret_fails_the_check() {
    let pool = Pool::start().await;
    let checked = check(&pool.settings(&[("CLIENT_SECRET", "hunter2hunter2")]));
    checked.assert_refused_with(&["the pool accepts no client secret"]);
    assert!(!checked.said.contains("hunter2"), "{}", checked.said);
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_are_taken_from_files() {
    let pool = Pool::start().await;
    let installation = Installation::new();
    std::fs::write(
        installation.file("client"),
        format!("{}\n", pool.pool.client_secret()),
    )
    .unwrap();
    let mut settings = pool.settings(&[("CLIENT_SECRET_FILE", "client")]);
    settings.retain(|(name, _)| *name != "CLIENT_SECRET");
    let checked = check_in(installation, &settings);
    assert_eq!(checked.output.status.code(), Some(0), "{}", checked.said);
    let checked = check(&settings);
    checked.assert_refused_with(&["CLIENT_SECRET_FILE", "cannot be read"]);
    assert!(!checked.said.contains("is missing"), "{}", checked.said);
}

#[test]
fn template_that_makes_no_pool_is_found() {
    let template = include_str!("../../../crates/operator/src/template/golden/small.yaml");
    let with_both = template.replace(
        "[ALLOW_USER_SRP_AUTH]",
        "[ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]",
    );
    assert_ne!(with_both, template, "the template has another wording");
    for (text, expected) in [
        (
            with_both.as_str(),
            &[
                "LOCAL_POOL_TEMPLATE",
                "because: ",
                "CreateUserPoolClient is refused",
            ][..],
        ),
        (
            "Resources: {}\n",
            &["LOCAL_POOL_TEMPLATE: pool.yaml: line 1", "AWS::Cognito::UserPool"],
        ),
    ] {
        let installation = Installation::new();
        std::fs::write(installation.file("pool.yaml"), text).unwrap();
        check_in(installation, &[("LOCAL_POOL_TEMPLATE", "pool.yaml")]).assert_refused_with(expected);
    }
    let installation = Installation::new();
    std::fs::write(installation.file("pool.yaml"), template).unwrap();
    let checked = check_in(installation, &[("LOCAL_POOL_TEMPLATE", "pool.yaml")]);
    assert_eq!(checked.output.status.code(), Some(0), "{}", checked.said);
    check(&[("LOCAL_POOL_TEMPLATE", "nowhere.yaml")]).assert_refused_with(&["nowhere.yaml cannot be read"]);
}
