//! What doctor finds is put right, and what cannot be is told.

use std::collections::BTreeSet;

use serde_json::json;

use crate::breaks::breaks;
use crate::doctor::{apply, call, codes, described, findings};
use crate::fixture::{OperatorFixture, POOL, Ran, list};
use crate::lossy::Lossy;

const WRITES: [&str; 6] = [
    "UpdateUserPool",
    "UpdateUserPoolClient",
    "UpdateUserPoolDomain",
    "AddCustomAttributes",
    "CreateManagedLoginBranding",
    "SetUserPoolMfaConfig",
];

fn update(fixture: &OperatorFixture, more: &[&str]) -> Ran {
    let mut command = fixture.program(&["pool", "update"]);
    command.args(more).output().unwrap().into()
}

fn writes(fixture: &OperatorFixture) -> usize {
    WRITES.iter().map(|action| fixture.done(action)).sum()
}

/// The list with an attribute that the pool does not have.
fn longer_list() -> String {
    list()
        + "\n[[attribute]]\nname = \"custom:floor\"\ntype = \"Number\"\nlabel = \"Floor\"\nmin = 1\nmax = 9\n"
}

#[tokio::test]
async fn each_setting_is_put_right_by_code() {
    for (code, what) in breaks() {
        let fixture = OperatorFixture::demo().await;
        apply(&fixture, &what);
        let before = codes(&findings(&fixture, &[]));
        assert!(before.contains(code), "{code}");
        let ran = update(&fixture, &["--yes", "--only", code]).expect(0);
        assert!(ran.out.contains(&format!("[{code}]")), "{}", ran.out);
        let after = codes(&findings(&fixture, &[]));
        assert!(!after.contains(code), "{code} is still there");
        assert!(after.is_subset(&before), "{code}: {after:?}");
        let settings = described(&fixture);
        update(&fixture, &["--yes", "--only", code]).expect(0);
        assert_eq!(described(&fixture), settings, "{code}: a second run");
    }
}

#[tokio::test]
async fn second_run_has_nothing_to_do() {
    let fixture = OperatorFixture::demo().await;
    fixture.give_domain(1).await;
    let together = [
        "callback-url",
        "tells-who-exists",
        "not-readable",
        "writable-and-authorises",
        "mfa-off",
    ];
    for (_, what) in breaks().iter().filter(|(code, _)| together.contains(code)) {
        apply(&fixture, what);
    }
    fixture.write("attributes.toml", &longer_list());
    let ran = update(&fixture, &["--yes"]).expect(0);
    assert!(
        ran.out.contains("done       custom:floor [missing]"),
        "{}",
        ran.out
    );
    let left: BTreeSet<String> = codes(&findings(&fixture, &[]));
    assert_eq!(left, ["cognito-mail", "fixed-by-others"].map(String::from).into());
    let (before, settings) = (writes(&fixture), described(&fixture));
    let ran = update(&fixture, &["--yes"]).expect(0);
    assert!(ran.out.ends_with("Nothing to do.\n"), "{}", ran.out);
    assert_eq!((writes(&fixture), described(&fixture)), (before, settings));
}

#[tokio::test]
async fn new_attributes_come_with_their_rights() {
    let fixture = OperatorFixture::demo().await;
    fixture.write("attributes.toml", &longer_list());
    let ran = update(&fixture, &["--plan", "--only", "missing"]).expect(0);
    assert!(ran.out.contains("gets the rights to it"), "{}", ran.out);
    update(&fixture, &["--yes", "--only", "missing"]).expect(0);
    let found = codes(&findings(&fixture, &[]));
    for code in ["missing", "not-readable", "not-writable"] {
        assert!(!found.contains(code), "{code}");
    }
}

#[tokio::test]
async fn plans_and_unasked_updates_change_nothing() {
    let fixture = OperatorFixture::demo().await;
    let before = described(&fixture);
    let ran = update(&fixture, &["--plan"]).expect(0);
    assert!(ran.out.contains("to do      app client: "), "{}", ran.out);
    let ran = update(&fixture, &[]).expect(2);
    assert!(ran.err.contains("--yes"), "{}", ran.err);
    update(&fixture, &["--yes", "--only", "no-such"]).expect(2);
    // People sign in with it, so that whoever mistypes a new one is locked out.
    let contradicting = list().replacen("email = \"verified first\"", "email = \"at once\"", 1);
    fixture.write("attributes.toml", &contradicting);
    let ran = update(&fixture, &["--yes"]).expect(2);
    assert!(ran.err.contains("[contact]: email = \"at once\""), "{}", ran.err);
    assert_eq!(writes(&fixture), 0);
    assert_eq!(described(&fixture), before);
}

#[tokio::test]
async fn changed_and_removed_attributes_are_refused() {
    let fixture = OperatorFixture::demo().await;
    let date = "name = \"custom:start_date\"\ntype = \"DateTime\"";
    let changed = list().replacen(date, "name = \"custom:start_date\"\ntype = \"String\"", 1);
    let badge = changed.find("[[attribute]]\nname = \"custom:badge\"").unwrap();
    let end = changed[badge + 1..].find("[[attribute]]").unwrap() + badge + 1;
    fixture.write(
        "attributes.toml",
        &(changed[..badge].to_owned() + &changed[end..]),
    );
    let ran = update(&fixture, &["--yes"]).expect(1);
    for expected in [
        "not done   custom:start_date: it is a String in attributes.toml and a DateTime in the pool [type]",
        "write the pool's type, or use another name: a type never changes",
        "stays      custom:badge: attributes.toml does not have it, and a pool never loses an attribute",
    ] {
        assert!(ran.out.contains(expected), "{expected}: {}", ran.out);
    }
    let ids = json!({ "UserPoolId": POOL }).to_string();
    let (_, pool) = call(&fixture, "DescribeUserPool", &ids);
    let schema = pool["UserPool"]["SchemaAttributes"].as_array().unwrap();
    let of_date = schema.iter().find(|found| found["Name"] == "custom:start_date");
    assert_eq!(of_date.unwrap()["AttributeDataType"], "DateTime");
    assert!(schema.iter().any(|found| found["Name"] == "custom:badge"));
}

/// The step was carried out, and nobody was told.
#[tokio::test]
async fn lost_answers_are_gone_on_with() {
    let fixture = OperatorFixture::demo().await;
    fixture.write("attributes.toml", &longer_list());
    let lossy = Lossy::before(&fixture.pool, "AddCustomAttributes\r\n");
    let ran = update(&fixture, &["--yes", "--endpoint", &lossy.url]).expect(2);
    assert_eq!(lossy.lost(), 1);
    assert!(
        ran.err.contains("The same command goes on from here"),
        "{}",
        ran.err
    );
    update(&fixture, &["--yes"]).expect(0);
    assert_eq!(fixture.done("AddCustomAttributes"), 1);
    assert!(!codes(&findings(&fixture, &[])).contains("missing"));
}
