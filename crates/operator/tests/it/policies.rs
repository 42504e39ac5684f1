//! The policies of the guide allow what the commands call, and nothing that they never do.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::create::create;
use crate::fixture::{BOB, OperatorFixture, Ran};

const GUIDE: &str = include_str!("../../../../docs/guide/your-pool.md");

/// The actions of Cognito in each JSON of the guide: doctor, update, create, people.
fn policies() -> Vec<BTreeSet<String>> {
    let (_, rest) = GUIDE.split_once("## Permissions").unwrap();
    let blocks = rest.split("```json\n").skip(1);
    let blocks = blocks.map(|block| serde_json::from_str(block.split_once("```").unwrap().0).unwrap());
    blocks.map(|policy: Value| actions(&policy)).collect()
}

fn actions(policy: &Value) -> BTreeSet<String> {
    let statements = policy["Statement"]
        .as_array()
        .cloned()
        .unwrap_or(vec![policy.clone()]);
    let named = statements
        .iter()
        .flat_map(|statement| match &statement["Action"] {
            Value::Array(names) => names.clone(),
            name => vec![name.clone()],
        });
    let named = named.filter_map(|name| Some(name.as_str()?.strip_prefix("cognito-idp:")?.to_owned()));
    named.collect()
}

/// What was called from here on.
fn called(fixture: &OperatorFixture, before: usize) -> BTreeSet<String> {
    let requests = fixture.pool.requests();
    requests[before..]
        .iter()
        .filter_map(|request| request.operation.clone())
        .collect()
}

#[tokio::test]
async fn documented_policies_allow_what_is_called() {
    let [doctor, update, create_pool, people] = policies().try_into().unwrap();
    let fixture = OperatorFixture::demo().await;
    fixture.give_domain(1).await;
    let run = |arguments: &[&str]| -> BTreeSet<String> {
        let before = fixture.pool.requests().len();
        let ran: Ran = fixture.program(arguments).output().unwrap().into();
        assert!(ran.code < Some(2), "{arguments:?}: {}", ran.err);
        called(&fixture, before)
    };
    assert_eq!(run(&["doctor"]), doctor);
    let updating = run(&["pool", "update", "--yes"]);
    let allowed: BTreeSet<_> = doctor.union(&update).cloned().collect();
    assert!(updating.is_subset(&allowed), "{updating:?}");
    assert!(!updating.is_subset(&doctor), "{updating:?}");

    fixture.write("people.csv", &format!("username,name\n{BOB},Bob\n"));
    let mut of_people = run(&["attributes", "set", BOB, "name=Robert"]);
    of_people.extend(run(&["attributes", "import", "people.csv"]));
    of_people.extend(run(&["attributes", "export"]));
    assert_eq!(of_people, people);

    let before = fixture.pool.requests().len();
    create(&fixture, fixture.pool.url().as_str(), &["--yes"]).expect(0);
    // A run that goes on asks no less than the first.
    create(&fixture, fixture.pool.url().as_str(), &["--yes"]).expect(0);
    // The pool is made with tags, for which the service asks another right in the same call.
    let mut calls = called(&fixture, before);
    calls.insert("TagResource".to_owned());
    assert_eq!(calls, create_pool);
}
