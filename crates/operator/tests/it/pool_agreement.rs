//! What the rules accept, the pool accepts.

use attributes::Schema;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::json;

use crate::fixture::{OperatorFixture, crowd, list, person};

const ROWS: usize = 600;

/// Strings of every sort, and often ones that are nearly right.
fn raw() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ \t]{0,2}-?[0-9]{1,4}(\\.[0-9]{0,3})?[ \n]?",
        "[ ]?[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]",
        "[ ]?(true|false|True|engineering|design|Sales|support)[ ]?",
        "\\PC{0,70}",
        "[a ]{2040,2060}",
    ]
}

#[tokio::test]
async fn pool_accepts_what_the_rules_accept() {
    let schema = Schema::from_toml(&list()).unwrap();
    let mut names: Vec<String> = schema
        .attributes()
        .iter()
        .filter(|a| a.mutable && a.consent.is_none())
        .map(|a| a.name.clone())
        .collect();
    // What the pool takes of standard attributes, it takes of this one.
    names.retain(|name| name != "name");
    let mut runner = TestRunner::default();
    let (mut lines, mut verdicts) = (String::new(), Vec::new());
    for number in 1..=ROWS {
        let name = proptest::sample::select(names.clone())
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let raw = raw().new_tree(&mut runner).unwrap().current();
        let attribute = schema.get(&name).unwrap();
        let is_accepted = attributes::is_blank(&raw) || attribute.check(&raw).is_ok();
        lines.push_str(&json!({ "username": person(number), &name: raw }).to_string());
        lines.push('\n');
        verdicts.push((is_accepted, format!("{name} = {raw:?}")));
    }
    let accepted = verdicts.iter().filter(|(is_accepted, _)| *is_accepted).count();
    assert!(
        (50..ROWS - 50).contains(&accepted),
        "{accepted} are accepted: a lopsided sample"
    );

    let fixture = OperatorFixture::seeded(crowd(ROWS)).await;
    fixture.write("people.jsonl", &lines);
    fixture
        .run(&["import", "people.jsonl", "--rate", "100000"])
        .expect(1);
    let results = fixture.read("people.jsonl.results.csv");
    let mut reader = csv::Reader::from_reader(results.as_bytes());
    for record in reader.records() {
        let record = record.unwrap();
        let (is_accepted, told) = &verdicts[record[0].parse::<usize>().unwrap() - 1];
        assert_eq!(&record[2] != "refused", *is_accepted, "{told}: {record:?}");
        assert!(!record[3].contains("refused by the pool"), "{told}: {record:?}");
    }
}
