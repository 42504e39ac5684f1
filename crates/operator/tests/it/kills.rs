//! An import that is killed again and again, against a pool that throttles, fails and drops connections.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};

use local_pool::{LocalPool, Misbehaviour, Times};

use crate::fixture::{OperatorFixture, Ran, crowd, person};

const ROWS: usize = 10_000;
const KILLS: [usize; 3] = [2_000, 5_000, 8_000];
const IMPORT: [&str; 6] = ["import", "people.csv", "--rate", "100000", "--at-once", "16"];

/// The value of a row.
fn desk(number: usize) -> String {
    (number % 500 + 1).to_string()
}

fn make_trouble(fixture: &OperatorFixture) {
    fixture.pool.misbehave(Misbehaviour::Throttle, Times::Exactly(3));
    fixture.pool.misbehave(Misbehaviour::ServerError, Times::Once);
    fixture.pool.misbehave(Misbehaviour::DropConnection, Times::Once);
}

/// Runs until so many rows are finished, and kills.
fn run_until(fixture: &OperatorFixture, rows: usize) {
    let mut child = fixture.operator(&IMPORT).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    for line in lines {
        make_trouble(fixture);
        let line = line.unwrap();
        let finished = line
            .split_once(" of ")
            .and_then(|(count, _)| count.parse::<usize>().ok());
        if finished.is_some_and(|finished| finished >= rows) {
            break;
        }
    }
    child.kill().unwrap();
    assert_eq!(
        child.wait().unwrap().code(),
        None,
        "it ended before it was killed"
    );
}

fn run_to_the_end(fixture: &OperatorFixture) -> Ran {
    make_trouble(fixture);
    fixture.run(&IMPORT).expect(0)
}

#[tokio::test]
async fn ten_thousand_rows_are_idempotent_through_three_kills() {
    let fixture =
        OperatorFixture::with(LocalPool::builder().seed(crowd(ROWS)).requests_kept(20 * ROWS)).await;
    let mut csv = "username,custom:desk_number\n".to_owned();
    for number in 1..=ROWS {
        let _ = writeln!(csv, "{},{}", person(number), desk(number));
    }
    fixture.write("people.csv", &csv);
    for rows in KILLS {
        run_until(&fixture, rows);
    }
    let ran = run_to_the_end(&fixture);
    println!("{}", ran.out);

    assert_eq!(fixture.writes(), ROWS, "by the pool's own record");
    assert!(
        ran.out
            .contains("10000 rows: 10000 changed, 0 unchanged, 0 refused"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("rows per second; Cognito's quota is 25"),
        "{}",
        ran.out
    );
    let results = fixture.read("people.csv.results.csv");
    let rows: BTreeSet<&str> = results
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .collect();
    assert_eq!((results.lines().count(), rows.len()), (ROWS + 1, ROWS));
    let audited: BTreeSet<String> = fixture
        .audit()
        .iter()
        .map(|line| line["sub"].to_string())
        .collect();
    assert_eq!(audited.len(), ROWS);
    let people = fixture.people();
    let wrong = (1..=ROWS).filter(|number| people[&person(*number)]["custom:desk_number"] != desk(*number));
    assert_eq!(wrong.count(), 0);
}
