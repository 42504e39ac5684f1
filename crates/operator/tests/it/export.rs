use crate::stage::{Stage, crowd};

#[tokio::test]
async fn everybody_is_in_the_file_page_after_page() {
    let stage = Stage::seeded(crowd(150)).await;
    stage
        .pool
        .misbehave(local_pool::Misbehaviour::Throttle, local_pool::Times::Once);
    let ran = stage
        .run(&["export", "--out", "people.csv", "--rate", "1000"])
        .expect(0);
    assert_eq!(ran.err, "152 users.\n");
    let text = stage.read("people.csv");
    assert_eq!(text.lines().count(), 153);
    assert!(
        text.starts_with("username,name,custom:about,custom:country,"),
        "{text}"
    );
    assert!(!text.contains("email_verified"));
    assert_eq!(stage.done("ListUsers"), 3);
}

#[tokio::test]
async fn an_export_can_be_imported_and_changes_nothing() {
    let stage = Stage::seeded(crowd(5)).await;
    for name in ["people.csv", "people.jsonl"] {
        stage.run(&["export", "--out", name]).expect(0);
        let ran = stage.run(&["import", name, "--rate", "1000"]).expect(0);
        assert!(
            ran.out.contains("7 rows: 0 changed, 7 unchanged, 0 refused"),
            "{}",
            ran.out
        );
    }
    assert_eq!(stage.writes(), 0);
}

#[cfg(unix)]
#[tokio::test]
async fn what_names_people_is_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let stage = Stage::demo().await;
    stage.run(&["export", "--out", "people.csv"]).expect(0);
    stage.run(&["import", "people.csv", "--rate", "1000"]).expect(0);
    for name in ["people.csv", "people.csv.journal", "people.csv.results.csv"] {
        let mode = std::fs::metadata(stage.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
}
