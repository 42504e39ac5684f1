//! The `attributes.toml` at the root of the repository.

use attributes::{Kind, Known, Schema, Values};

const SHIPPED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../attributes.toml"));

fn shipped() -> Schema {
    Schema::from_toml(SHIPPED).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn it_has_every_type_a_required_one_a_choice_and_an_immutable_one() {
    let schema = shipped();
    assert_eq!(schema.version(), 1);
    let kinds: Vec<_> = schema
        .attributes()
        .iter()
        .map(|a| (a.name.as_str(), kind(&a.kind)))
        .collect();
    let expected = [
        ("name", "text"),
        ("custom:job_title", "text"),
        ("custom:department", "choice"),
        ("custom:desk_number", "number"),
        ("custom:start_date", "date"),
        ("custom:newsletter", "boolean"),
        ("custom:employee_id", "text"),
    ];
    assert_eq!(kinds, expected);
    let missing: Vec<_> = schema
        .missing_required(Known {
            values: &Values::new(),
            providers: &[],
        })
        .iter()
        .map(|a| a.name.as_str())
        .collect();
    assert_eq!(missing, ["name", "custom:job_title", "custom:department"]);
    assert!(
        schema
            .attributes()
            .iter()
            .all(|a| a.mutable == (a.name != "custom:employee_id"))
    );
}

fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::String { choices, .. } if !choices.is_empty() => "choice",
        Kind::String { .. } => "text",
        Kind::Number { .. } => "number",
        Kind::DateTime { .. } => "date",
        Kind::Boolean => "boolean",
    }
}

#[test]
fn it_reaches_the_browser_as_json_unchanged_and_small() {
    let json = serde_json::to_string(&shipped()).unwrap();
    assert_eq!(serde_json::from_str::<Schema>(&json).unwrap(), shipped());

    let in_hebrew: Vec<_> = shipped()
        .attributes()
        .iter()
        .map(|attribute| attribute.in_language("he"))
        .collect();
    let json = serde_json::to_string(&in_hebrew).unwrap();
    assert!(json.len() < 2600, "{} bytes: {json}", json.len());
}
