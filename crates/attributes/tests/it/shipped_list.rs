//! The `attributes.toml` at the root of the repository.

use attributes::{Ask, Attribute, InputType, Schema, SkippedPrompts, UserContext, Values};

const SHIPPED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../attributes.toml"));

fn shipped() -> Schema {
    Schema::from_toml(SHIPPED).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn shipped_list_shows_every_input() {
    let schema = shipped();
    // Long lists travel with each view of the profile: that of countries shows how they look.
    let heavy = [InputType::TimeZone, InputType::Language];
    for input in InputType::ALL.into_iter().filter(|input| !heavy.contains(input)) {
        assert!(schema.attributes().iter().any(|a| a.input == input), "{input:?}");
    }
}

#[test]
fn shipped_list_asks_required_and_skippable_attributes() {
    let schema = shipped();
    let user = UserContext {
        values: &Values::new(),
        providers: &[],
        now: 0,
        signed_in_at: 0,
        is_to_review: false,
    };
    let names = |attributes: Vec<&Attribute>| attributes.iter().map(|a| a.name.clone()).collect::<Vec<_>>();
    assert_eq!(
        names(schema.missing_required(user)),
        ["name", "custom:job_title", "custom:department"]
    );
    assert_eq!(
        names(schema.pending_prompts(user, &SkippedPrompts::default())),
        ["name", "custom:about", "custom:job_title", "custom:department"]
    );
    let about = schema.get("custom:about").unwrap();
    assert!(matches!(about.ask, Ask::Skippable(_)) && about.reason.is_some());
}

#[test]
fn shipped_list_has_immutable_and_authorising_attributes() {
    let schema = shipped();
    let names = |is_wanted: fn(&Attribute) -> bool| {
        let wanted = schema.attributes().iter().filter(|a| is_wanted(a));
        wanted.map(|a| a.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(names(|a| !a.mutable), ["custom:employee_id"]);
    assert_eq!(names(|a| a.authorises), ["custom:role"]);
}

#[test]
fn shipped_list_speaks_three_languages() {
    let tags = |text: &attributes::Text| {
        text.languages()
            .map(|(tag, _)| tag.to_owned())
            .collect::<Vec<_>>()
    };
    let schema = shipped();
    for group in schema.groups() {
        assert_eq!(tags(&group.label), ["en", "es", "he"], "{}", group.name);
    }
    for attribute in schema.attributes() {
        let texts = [&attribute.help, &attribute.reason, &attribute.pattern_help];
        for text in texts.into_iter().flatten().chain([&attribute.label]) {
            assert_eq!(tags(text), ["en", "es", "he"], "{}", attribute.name);
        }
    }
}

#[test]
fn attributes_are_small_in_one_language() {
    let spanish = |attribute: &Attribute| serde_json::to_string(&attribute.in_language("es")).unwrap().len();
    let size: usize = shipped().attributes().iter().map(spanish).sum();
    assert!(size < 3100, "{size} bytes");
}
