use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clock::{Clock, ManualClock};
use local_pool::{LocalPool, Misbehaviour, Times};

use crate::fixture::{ALICE, BOB, OperatorFixture, crowd, person};

const FAST: [&str; 2] = ["--rate", "100000"];

fn import<'a>(input: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["import", input], FAST.as_slice(), more].concat()
}

/// Status and reason by row.
fn results(fixture: &OperatorFixture, name: &str) -> BTreeMap<u64, (String, String)> {
    let text = fixture.read(name);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        (
            record[0].parse().unwrap(),
            (record[2].to_owned(), record[3].to_owned()),
        )
    });
    rows.collect()
}

#[tokio::test]
async fn every_row_has_its_line_in_the_results() {
    let fixture = OperatorFixture::demo().await;
    let csv = format!(
        "username,custom:desk_number,custom:role\n{ALICE},7,guest\n{BOB},12,member\n{BOB},501,\n\
         nobody@example.com,1,\n,1,\n{ALICE},,\n"
    );
    fixture.write("people.csv", &csv);
    let ran = fixture.run(&import("people.csv", &[])).expect(1);
    assert!(
        ran.out.contains("6 rows: 1 changed, 2 unchanged, 3 refused"),
        "{}",
        ran.out
    );
    assert!(
        ran.err.contains("6 rows, 2 of them against the rules."),
        "{}",
        ran.err
    );
    let results = results(&fixture, "people.csv.results.csv");
    let expected = [
        (1, "changed", "custom:desk_number custom:role"),
        (2, "unchanged", ""),
        (3, "refused", "custom:desk_number: is more than 500"),
        (4, "refused", "there is no such user"),
        (5, "refused", "there is no username"),
        (6, "unchanged", ""),
    ];
    let expected = expected.map(|(row, status, reason)| (row, (status.to_owned(), reason.to_owned())));
    assert_eq!(results, expected.into());
    assert_eq!(fixture.writes(), 1);
    assert_eq!(fixture.audit().len(), 1);
}

#[tokio::test]
async fn unknown_columns_are_refused_before_any_write() {
    let fixture = OperatorFixture::demo().await;
    let csv = format!("username,custom:role,email_verified,custom:typo\n{BOB},admin,true,x\n");
    fixture.write("people.csv", &csv);
    let lines = format!(
        "{{\"username\":\"{ALICE}\",\"custom:role\":\"admin\"}}\n{{\"username\":\"{BOB}\",\"sub\":\"x\"}}"
    );
    fixture.write("people.jsonl", &lines);
    for (input, names) in [
        ("people.csv", "`custom:typo`, `email_verified`"),
        ("people.jsonl", "`sub`"),
    ] {
        let ran = fixture.run(&import(input, &[])).expect(2);
        assert!(ran.err.contains(names), "{}", ran.err);
        assert!(!fixture.path(&format!("{input}.journal")).exists());
    }
    assert_eq!(fixture.writes(), 0);
}

#[tokio::test]
async fn truncated_file_is_refused_before_any_write() {
    let fixture = OperatorFixture::demo().await;
    fixture.write(
        "people.csv",
        &format!("username,custom:role\n{BOB},admin\n{ALICE}\n"),
    );
    fixture.write(
        "people.json",
        &format!("[{{\"username\":\"{BOB}\",\"custom:role\":\"admin\"}},"),
    );
    for (input, expected) in [
        ("people.csv", "line 3: there are 1 fields"),
        ("people.json", "row 2"),
    ] {
        let ran = fixture.run(&import(input, &[])).expect(2);
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
    assert_eq!(fixture.writes(), 0);
}

#[tokio::test]
async fn dry_run_reports_and_writes_nothing() {
    let fixture = OperatorFixture::demo().await;
    fixture.write(
        "people.csv",
        &format!("username,custom:role\n{ALICE},guest\n{BOB},member\nnobody,x\n"),
    );
    let ran = fixture.run(&import("people.csv", &["--dry-run"])).expect(1);
    assert!(
        ran.out
            .contains("It would be: 3 rows: 1 changed, 1 unchanged, 1 refused"),
        "{}",
        ran.out
    );
    assert_eq!(results(&fixture, "people.csv.dry-run.csv")[&1].0, "changed");
    assert_eq!(fixture.writes(), 0);
    assert!(!fixture.path("people.csv.journal").exists() && fixture.audit().is_empty());
}

#[tokio::test]
async fn blanks_remove_values_only_on_request() {
    let fixture = OperatorFixture::demo().await;
    let csv = format!("username,custom:newsletter,custom:job_title\n{BOB},,\n");
    fixture.write("leave.csv", &csv);
    fixture.run(&import("leave.csv", &[])).expect(0);
    assert_eq!(fixture.writes(), 0);
    fixture.write("remove.csv", &csv);
    let ran = fixture
        .run(&import("remove.csv", &["--blank", "remove"]))
        .expect(1);
    assert!(ran.err.contains("custom:job_title: is required"), "{}", ran.err);
    fixture.write("optional.csv", &format!("username,custom:newsletter\n{BOB},\n"));
    fixture
        .run(&import("optional.csv", &["--blank", "remove"]))
        .expect(0);
    assert!(!fixture.person("Bob Example").contains_key("custom:newsletter"));
}

#[tokio::test]
async fn rows_of_one_user_keep_their_order() {
    let fixture = OperatorFixture::demo().await;
    let mut csv = "username,custom:desk_number\n".to_owned();
    for number in 1..=40 {
        let _ = writeln!(csv, "{BOB},{number}");
    }
    fixture.write("people.csv", &csv);
    fixture.run(&import("people.csv", &["--at-once", "16"])).expect(0);
    assert_eq!(fixture.person("Bob Example")["custom:desk_number"], "40");
}

#[tokio::test]
async fn finished_import_is_not_repeated_journals_are_separate() {
    let fixture = OperatorFixture::demo().await;
    let csv = format!("username,custom:role\n{BOB},a\n{ALICE},b\n");
    fixture.write("people.csv", &csv);
    fixture.run(&import("people.csv", &[])).expect(0);
    let ran = fixture.run(&import("people.csv", &[])).expect(0);
    assert!(
        ran.out.contains("2 rows: 2 changed, 0 unchanged, 0 refused"),
        "{}",
        ran.out
    );
    assert_eq!((fixture.writes(), fixture.done("AdminGetUser")), (2, 2));
    fixture.write("people.csv", &csv.replace(",b", ",c"));
    let ran = fixture.run(&import("people.csv", &[])).expect(2);
    assert!(ran.err.contains("is about another input"), "{}", ran.err);
    assert_eq!(fixture.writes(), 2);
}

#[tokio::test]
async fn throttled_run_stops_and_next_run_resumes() {
    let fixture = OperatorFixture::seeded(crowd(20)).await;
    let mut csv = "username,custom:role\n".to_owned();
    for number in 1..=20 {
        let _ = writeln!(csv, "{},member", person(number));
    }
    fixture.write("people.csv", &csv);
    fixture.pool.misbehave(Misbehaviour::Throttle, Times::Always);
    let ran = fixture
        .run(&import("people.csv", &["--patience", "1", "--at-once", "2"]))
        .expect(2);
    assert!(
        ran.err.contains("The same command goes on from here"),
        "{}",
        ran.err
    );
    fixture.pool.behave();
    let ran = fixture.run(&import("people.csv", &[])).expect(0);
    assert!(ran.out.contains("20 rows: 20 changed"), "{}", ran.out);
    assert_eq!(fixture.writes(), 20);
}

#[tokio::test]
async fn import_stays_within_quotas_or_backs_off() {
    // The pool's time stands still until it refuses: a slow machine meets the quota, too.
    let clock = Clock::fixed_at(ManualClock::ahead_of_system().now());
    let pool = LocalPool::builder().seed(crowd(90)).clock(clock.clone());
    let fixture = OperatorFixture::with(pool.quotas(true)).await;
    let mut csv = "username,custom:role\n".to_owned();
    for number in 1..=90 {
        let _ = writeln!(csv, "{},member", person(number));
    }
    fixture.write("people.csv", &csv);
    let refusals = || {
        let requests = fixture.pool.requests();
        requests.iter().filter(|request| request.status == 400).count()
    };
    let is_over = AtomicBool::new(false);
    let ran = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut seen = 0;
            while !is_over.load(Ordering::Relaxed) {
                let refused = refusals();
                if refused > seen {
                    seen = refused;
                    clock.advance(Duration::from_secs(1));
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        // Three times what Cognito allows.
        let ran = fixture.run(&["import", "people.csv", "--rate", "80"]);
        is_over.store(true, Ordering::Relaxed);
        ran.expect(0)
    });
    assert!(ran.out.contains("90 rows: 90 changed"), "{}", ran.out);
    let refused = refusals();
    assert!((1..=60).contains(&refused), "{refused} calls were refused");
    assert_eq!(fixture.writes(), 90);
}
