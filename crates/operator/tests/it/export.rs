use crate::fixture::{BOB, OperatorFixture, crowd};

#[tokio::test]
async fn export_contains_all_users_of_all_pages() {
    let fixture = OperatorFixture::seeded(crowd(150)).await;
    fixture
        .pool
        .misbehave(local_pool::Misbehaviour::Throttle, local_pool::Times::Once);
    let ran = fixture
        .run(&["export", "--out", "people.csv", "--rate", "1000"])
        .expect(0);
    assert_eq!(ran.err, "152 users.\n");
    let text = fixture.read("people.csv");
    assert_eq!(text.lines().count(), 153);
    assert!(
        text.starts_with("username,name,custom:about,custom:country,"),
        "{text}"
    );
    assert!(!text.contains("email_verified"));
    assert_eq!(fixture.done("ListUsers"), 3);
}

#[tokio::test]
async fn an_export_can_be_imported_and_changes_nothing() {
    let fixture = OperatorFixture::seeded(crowd(5)).await;
    for name in ["people.csv", "people.jsonl"] {
        fixture.run(&["export", "--out", name]).expect(0);
        let ran = fixture.run(&["import", name, "--rate", "1000"]).expect(0);
        assert!(
            ran.out.contains("7 rows: 0 changed, 7 unchanged, 0 refused"),
            "{}",
            ran.out
        );
    }
    assert_eq!(fixture.writes(), 0);
}

#[tokio::test]
async fn spreadsheet_export_is_imported_after_excel() {
    let fixture = OperatorFixture::demo().await;
    fixture
        .run(&[
            "set",
            BOB,
            "custom:job_title==1+1",
            "custom:newsletter=true",
            "custom:weekly_hours=37.5",
        ])
        .expect(0);
    fixture
        .run(&["export", "--out", "people.csv", "--for-spreadsheet"])
        .expect(0);
    let text = fixture.read("people.csv");
    assert!(text.starts_with('\u{feff}') && text.contains(",'=1+1,"), "{text}");
    let ran = fixture.run(&["import", "people.csv", "--rate", "1000"]).expect(0);
    assert!(
        ran.out.contains("2 rows: 0 changed, 2 unchanged, 0 refused"),
        "{}",
        ran.out
    );

    // What a spreadsheet with a decimal comma makes of it.
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    for record in reader.records() {
        let fields = record.unwrap();
        writer
            .write_record(fields.iter().map(|field| match field {
                "username" => "Username".to_owned(),
                "37.5" => "37,5".to_owned(),
                "true" | "false" => field.to_uppercase(),
                _ => field.to_owned(),
            }))
            .unwrap();
        writer.write_record(fields.iter().map(|_| "")).unwrap();
    }
    let saved = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    fixture.write("saved.csv", &format!("sep=;\r\n{saved}"));
    let ran = fixture.run(&["import", "saved.csv", "--rate", "1000"]).expect(0);
    assert!(
        ran.out.contains("2 rows: 0 changed, 2 unchanged, 0 refused"),
        "{}",
        ran.out
    );
}

#[cfg(unix)]
#[tokio::test]
async fn what_names_people_is_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = OperatorFixture::demo().await;
    fixture.run(&["export", "--out", "people.csv"]).expect(0);
    fixture.run(&["import", "people.csv", "--rate", "1000"]).expect(0);
    for name in ["people.csv", "people.csv.journal", "people.csv.results.csv"] {
        let mode = std::fs::metadata(fixture.path(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
}
