use crate::fixture::{ALICE, BOB, OperatorFixture};

#[tokio::test]
async fn empty_values_are_removed_others_normalized() {
    let fixture = OperatorFixture::demo().await;
    let ran = fixture
        .run(&[
            "set",
            BOB,
            "custom:desk_number= 042 ",
            "custom:newsletter=",
            "custom:role=admin",
        ])
        .expect(0);
    assert_eq!(
        ran.out,
        "changed: custom:desk_number, custom:role, custom:newsletter\n"
    );
    let bob = fixture.person("Bob Example");
    assert_eq!(bob["custom:desk_number"], "42");
    assert_eq!(bob["custom:role"], "admin");
    assert!(!bob.contains_key("custom:newsletter"));
    assert_eq!(bob["custom:department"], "support");
    assert_eq!(fixture.writes(), 1);
}

#[tokio::test]
async fn what_is_so_already_is_not_written() {
    let fixture = OperatorFixture::demo().await;
    let ran = fixture
        .run(&["set", BOB, "custom:desk_number=12", "custom:employee_id=E-1042"])
        .expect(0);
    assert_eq!(ran.out, "unchanged: it is so already\n");
    assert_eq!(fixture.writes(), 0);
}

#[tokio::test]
async fn rule_violations_are_refused_before_any_write() {
    let fixture = OperatorFixture::demo().await;
    for (assignment, expected) in [
        ("custom:desk_number=501", "custom:desk_number: is more than 500"),
        (
            "custom:department=Sales",
            "custom:department: is not one of the choices",
        ),
        (
            "custom:employee_id=E-2",
            "custom:employee_id: cannot be changed after the account was made",
        ),
        ("custom:job_title=", "custom:job_title: is required"),
        ("email_verified=true", "email_verified: is not in attributes.toml"),
        ("sub=1", "sub: is not in attributes.toml"),
        ("custom:nobody=1", "custom:nobody: is not in attributes.toml"),
    ] {
        let ran = fixture
            .run(&["set", BOB, assignment, "custom:role=admin"])
            .expect(1);
        assert!(ran.err.contains(expected), "{assignment}: {}", ran.err);
    }
    let ran = fixture
        .run(&["set", BOB, "custom:role=a", "custom:role=b"])
        .expect(2);
    assert!(ran.err.contains("`custom:role` is given twice"), "{}", ran.err);
    assert_eq!(fixture.writes(), 0);
    assert_eq!(fixture.person("Bob Example")["custom:role"], "member");
}

#[tokio::test]
async fn unknown_user_is_reported() {
    let fixture = OperatorFixture::demo().await;
    let ran = fixture
        .run(&["set", "nobody@example.com", "custom:role=admin"])
        .expect(1);
    assert_eq!(ran.err, "refused: there is no such user\n");
}

#[tokio::test]
async fn a_dry_run_tells_and_writes_nothing() {
    let fixture = OperatorFixture::demo().await;
    let ran = fixture
        .run(&["set", "--dry-run", ALICE, "custom:role=admin"])
        .expect(0);
    assert_eq!(ran.out, "would change: custom:role\n");
    assert_eq!(fixture.writes(), 0);
    assert!(fixture.audit().is_empty());
}

#[tokio::test]
async fn audit_log_names_actor_and_attributes_without_values() {
    let fixture = OperatorFixture::demo().await;
    fixture
        .run(&["set", BOB, "custom:role=chief-of-all", "custom:desk_number="])
        .expect(0);
    fixture.run(&["set", ALICE, "custom:role=guest"]).expect(0);
    let audit = fixture.audit();
    assert_eq!(audit.len(), 2);
    assert_eq!(audit[0]["by"]["account"], "tester");
    assert_eq!(audit[0]["by"]["access_key"], "local-pool");
    assert_eq!(audit[0]["set"], serde_json::json!(["custom:role"]));
    assert_eq!(audit[0]["removed"], serde_json::json!(["custom:desk_number"]));
    assert_ne!(audit[0]["sub"], audit[1]["sub"]);
    let text = fixture.read("var/audit.jsonl");
    for personal in ["chief", "guest", "bob", "alice", "Example"] {
        assert!(!text.contains(personal), "{personal}: {text}");
    }
}

#[tokio::test]
async fn missing_pool_is_explained_in_a_sentence() {
    let fixture = OperatorFixture::demo().await;
    for (arguments, expected) in [
        (
            &["set", "--pool", "eu-west-1_nowhere", BOB, "custom:role=x"][..],
            "ResourceNotFoundException",
        ),
        (
            &["set", "--pool", "nowhere", BOB, "custom:role=x"],
            "is not a user pool id",
        ),
        (
            &["set", "--endpoint", "http://example.com", BOB, "custom:role=x"],
            "must be https://",
        ),
        (
            &[
                "set",
                "--endpoint",
                "http://127.0.0.1:1",
                "--patience",
                "0",
                BOB,
                "custom:role=x",
            ],
            "gave no usable answer",
        ),
        (
            &["set", "--file", "other.toml", BOB, "custom:role=x"],
            "other.toml: No such file",
        ),
    ] {
        let ran = fixture.run(arguments).expect(2);
        assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
    }
}
