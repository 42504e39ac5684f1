//! Consents, days and steps in a list.

use crate::{Again, Ask, ConsentTerms, InputType, Schema, Text};

const LIST: &str = r#"
version = 1
[[group]]
name = "legal"
label = "Legal"
step = true

[[attribute]]
name = "custom:terms"
type = "String"
label = "I accept the terms"
group = "legal"
input = "consent"
version = 2
link = { en = "https://example.com/en/terms", es = "https://example.com/es/terms" }
ask = "required"

[[attribute]]
name = "custom:news"
type = "String"
label = "Send me news"
group = "legal"
input = "consent"
version = 1
link = "https://example.com/news"
ask = "skippable"
ask_from = 2026-12-01

[[attribute]]
name = "custom:later"
type = "String"
label = "I accept what comes"
group = "legal"
input = "consent"
version = 1
link = "https://example.com/later"
ask = "required"
ask_from = "2026-12-01"
"#;

#[test]
fn consents_are_read_with_version_and_link() {
    let schema = Schema::from_toml(LIST).unwrap();
    let [terms, news, later] = schema.attributes() else {
        panic!("three attributes")
    };
    assert!(schema.groups()[0].step);
    assert_eq!(terms.input, InputType::Consent);
    let link = Text::by_language([
        ("en", "https://example.com/en/terms"),
        ("es", "https://example.com/es/terms"),
    ]);
    assert_eq!(terms.consent, Some(ConsentTerms { version: 2, link }));
    assert!(terms.sign_up, "whoever signs up agrees there");
    assert_eq!(
        terms.in_language("es").consent.unwrap().link,
        "https://example.com/es/terms".into()
    );

    assert_eq!(news.ask, Ask::Skippable(Again::Never));
    assert_eq!(news.ask_from.as_deref(), Some("2026-12-01"));
    assert!(!news.sign_up && !later.sign_up);
    assert_eq!(schema.consents().count(), 3);
}

#[test]
fn prompt_is_not_due_before_its_day() {
    let schema = Schema::from_toml(LIST).unwrap();
    let [_, news, _] = schema.attributes() else {
        panic!("three attributes")
    };
    // The last second of November, and the one after it.
    for (now, is_due) in [(1_796_083_199, false), (1_796_083_200, true)] {
        assert_eq!(news.is_due(now), is_due);
    }
}

#[test]
fn consent_errors_are_reported_at_their_place() {
    const CONSENT: &str = "name = 'custom:a'\ntype = 'String'\nlabel = 'A'\ninput = 'consent'\n";
    const TERMS: &str = "version = 1\nlink = 'https://example.com'\n";
    for (rest, expected) in [
        (
            "link = 'https://example.com'".to_owned(),
            "line 2, column 1: `version` is missing: it must be a whole number from 1 to 4294967295",
        ),
        (
            "version = 0\nlink = 'https://example.com'".to_owned(),
            "line 7, column 11: `version` must be a whole number from 1",
        ),
        (
            "version = 1".to_owned(),
            "line 2, column 1: `link` is missing: it must be a text",
        ),
        (
            "version = 1\nlink = { en = 'https://example.com', es = 'javascript:alert(1)' }".to_owned(),
            "line 8, column 8: `link` must be a web address",
        ),
        (
            "version = 1\nlink = '/terms'".to_owned(),
            "line 8, column 8: `link` must be a web address",
        ),
        (
            format!("{TERMS}mutable = false"),
            "line 9, column 11: a consent changes",
        ),
        (
            format!("{TERMS}mapped_by = ['Google']"),
            "line 9, column 13: people give a consent themselves",
        ),
        (
            format!("{TERMS}authorises = true"),
            "line 9, column 14: people give a consent themselves",
        ),
        (
            format!("{TERMS}ask = 'skippable'\nagain = 'next sign-in'"),
            "line 10, column 9: a consent is asked for once in each version",
        ),
        (
            format!("{TERMS}max_length = 9"),
            "line 9, column 14: \"consent\" has a length of its own",
        ),
        (
            format!("{TERMS}choices = ['a']"),
            "line 6, column 9: `input` can be \"select\", \"radios\"",
        ),
        (
            format!("{TERMS}ask = 'required'\nask_from = 'soon'"),
            "line 10, column 12: `ask_from` must be a day such as 2026-03-01",
        ),
        (
            format!("{TERMS}ask = 'required'\nask_from = 2026-02-30"),
            "line 10, column 12: ",
        ),
        (
            format!("{TERMS}ask_from = 2026-03-01"),
            "line 9, column 12: `ask_from` is of no use",
        ),
        (
            format!("{TERMS}ask = 'required'\nsign_up = true\nask_from = 2026-03-01"),
            "line 11, column 12: `ask_from` and `sign_up` exclude each other",
        ),
    ] {
        let text = format!("version = 1\n[[attribute]]\n{CONSENT}{rest}");
        let problems = Schema::from_toml(&text).unwrap_err();
        let told = problems[0].to_string();
        assert!(told.starts_with(expected), "{rest}\n{told}");
    }
}

#[test]
fn only_consents_have_version_and_link() {
    let text = "version = 1\n[[attribute]]\nname = 'custom:a'\ntype = 'String'\nlabel = 'A'\nversion = 2\nlink = 'x'\n\
                [[attribute]]\nname = 'nickname'\nlabel = 'N'\ninput = 'consent'\nversion = 1\nlink = 'https://example.com'";
    let told: Vec<_> = Schema::from_toml(text)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    let expected = [
        "line 6, column 11: `version` is for consents: input = \"consent\"",
        "line 7, column 8: `link` is for consents: input = \"consent\"",
        "line 9, column 8: a consent needs an attribute of its own, such as `custom:terms`",
    ];
    assert_eq!(told, expected);
}
