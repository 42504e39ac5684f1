//! Rows of which nobody knows whether they were written: a look at the user decides.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::Command;

use crate::lossy::Lossy;
use crate::stage::{BOB, Stage, crowd, person};

const ROWS: usize = 12;
const IMPORT: [&str; 4] = ["import", "people.csv", "--rate", "1000"];

async fn stage_with_rows() -> Stage {
    let stage = Stage::seeded(crowd(ROWS)).await;
    let mut csv = "username,custom:role\n".to_owned();
    for number in 1..=ROWS {
        let _ = writeln!(csv, "{},member", person(number));
    }
    stage.write("people.csv", &csv);
    stage
}

/// As if the run had been killed before any row was noted as finished.
fn forget_results(stage: &Stage) {
    stage.write("people.csv.results.csv", "row,username,status,reason\n");
}

#[tokio::test]
async fn rows_written_before_kill_are_counted_once() {
    let stage = stage_with_rows().await;
    stage.run(&IMPORT).expect(0);
    forget_results(&stage);
    let ran = stage.run(&IMPORT).expect(0);
    assert!(
        ran.out.contains("12 rows: 12 changed, 0 unchanged"),
        "{}",
        ran.out
    );
    assert_eq!(stage.writes(), ROWS);
    let found = stage
        .audit()
        .iter()
        .filter(|line| line["found_done"] == true)
        .count();
    assert_eq!((found, stage.audit().len()), (ROWS, 2 * ROWS));
}

#[tokio::test]
async fn what_a_killed_run_had_only_begun_is_written() {
    let stage = stage_with_rows().await;
    stage.run(&IMPORT).expect(0);
    forget_results(&stage);
    stage.run(&["set", &person(3), "custom:role="]).expect(0);
    let before = stage.writes();
    let ran = stage.run(&IMPORT).expect(0);
    assert!(
        ran.out.contains("12 rows: 12 changed, 0 unchanged"),
        "{}",
        ran.out
    );
    assert_eq!(stage.writes(), before + 1);
    assert_eq!(stage.person(&person(3))["custom:role"], "member");
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_is_not_repeated() {
    let stage = Stage::demo().await;
    let lossy = Lossy::before(&stage.pool, "AdminUpdateUserAttributes");
    let set = ["set", "--endpoint", &lossy.url, BOB, "custom:role=admin"];
    let ran = stage.run(&set).expect(0);
    assert_eq!(ran.out, "changed: custom:role\n");
    assert_eq!((stage.writes(), stage.done("AdminGetUser")), (1, 2));
    assert_eq!(lossy.lost(), 1);
    assert_eq!(stage.audit().len(), 1);
}

#[tokio::test]
async fn a_run_that_is_interrupted_finishes_what_it_has_begun() {
    let stage = stage_with_rows().await;
    // Slow enough to be met in the middle.
    let mut child = stage
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
    let finished = stage.read("people.csv.results.csv").lines().count() - 1;
    assert!((3..ROWS).contains(&finished), "{finished}");
    assert_eq!(stage.writes(), finished);
    stage.run(&IMPORT).expect(0);
    assert_eq!(stage.writes(), ROWS);
}
