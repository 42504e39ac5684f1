//! Rows of which nobody knows whether they were written: a look at the user decides.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::Command;

use crate::fixture::{BOB, OperatorFixture, crowd, person};
use crate::lossy::Lossy;

const ROWS: usize = 12;
const IMPORT: [&str; 4] = ["import", "people.csv", "--rate", "1000"];

async fn fixture_with_rows() -> OperatorFixture {
    let fixture = OperatorFixture::seeded(crowd(ROWS)).await;
    let mut csv = "username,custom:role\n".to_owned();
    for number in 1..=ROWS {
        let _ = writeln!(csv, "{},member", person(number));
    }
    fixture.write("people.csv", &csv);
    fixture
}

/// As if the run had been killed before any row was noted as finished.
fn forget_results(fixture: &OperatorFixture) {
    fixture.write("people.csv.results.csv", "row,username,status,reason\n");
}

#[tokio::test]
async fn rows_written_before_kill_are_counted_once() {
    let fixture = fixture_with_rows().await;
    fixture.run(&IMPORT).expect(0);
    forget_results(&fixture);
    let ran = fixture.run(&IMPORT).expect(0);
    assert!(
        ran.out.contains("12 rows: 12 changed, 0 unchanged"),
        "{}",
        ran.out
    );
    assert_eq!(fixture.writes(), ROWS);
    let found = fixture
        .audit()
        .iter()
        .filter(|line| line["found_done"] == true)
        .count();
    assert_eq!((found, fixture.audit().len()), (ROWS, 2 * ROWS));
}

#[tokio::test]
async fn unfinished_rows_of_killed_run_are_written() {
    let fixture = fixture_with_rows().await;
    fixture.run(&IMPORT).expect(0);
    forget_results(&fixture);
    fixture.run(&["set", &person(3), "custom:role="]).expect(0);
    let before = fixture.writes();
    let ran = fixture.run(&IMPORT).expect(0);
    assert!(
        ran.out.contains("12 rows: 12 changed, 0 unchanged"),
        "{}",
        ran.out
    );
    assert_eq!(fixture.writes(), before + 1);
    assert_eq!(fixture.person(&person(3))["custom:role"], "member");
}

#[tokio::test]
async fn write_with_lost_answer_is_not_repeated() {
    let fixture = OperatorFixture::demo().await;
    let lossy = Lossy::before(&fixture.pool, "AdminUpdateUserAttributes");
    let set = ["set", "--endpoint", &lossy.url, BOB, "custom:role=admin"];
    let ran = fixture.run(&set).expect(0);
    assert_eq!(ran.out, "changed: custom:role\n");
    assert_eq!((fixture.writes(), fixture.done("AdminGetUser")), (1, 2));
    assert_eq!(lossy.lost(), 1);
    assert_eq!(fixture.audit().len(), 1);
}

#[tokio::test]
async fn interrupted_run_finishes_its_started_rows() {
    let fixture = fixture_with_rows().await;
    // Slow enough to be met in the middle.
    let mut child = fixture
        .operator(&["import", "people.csv", "--rate", "4", "--at-once", "2"])
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap);
    assert!(lines.any(|line| line.starts_with("3 of 12 rows")));
    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupt.unwrap().success());
    let told: Vec<String> = lines.collect();
    let told = told.concat();
    assert_eq!(child.wait().unwrap().code(), Some(2), "{told}");
    assert!(
        told.contains("stopped: interrupted. The same command goes on from here"),
        "{told}"
    );
    let finished = fixture.read("people.csv.results.csv").lines().count() - 1;
    assert!((3..ROWS).contains(&finished), "{finished}");
    assert_eq!(fixture.writes(), finished);
    fixture.run(&IMPORT).expect(0);
    assert_eq!(fixture.writes(), ROWS);
}
