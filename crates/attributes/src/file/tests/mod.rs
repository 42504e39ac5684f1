//! Lists that can be read, and one mistake after another.

mod consent;
mod contact;
mod mistakes;

use super::*;
use crate::{Again, Ask, AttributeType, Choice, InputType, Pattern, Step, Text};

const WHOLE: &str = r#"
version = 7

[[attribute]]
name = "birthdate"
label = { en = "Birthday", es = "Cumpleaños", "zh-Hant" = "生日" }

[[attribute]]
name = "custom:department"
type = "String"
label = " Department "
help = "Where you work."
ask = "required"
choices = ["sales", { value = "design", label = { es = "Diseño", en = "Design" } }]

[[attribute]]
name = "custom:height"
type = "Number"
label = "Height"
min = 0
max = 3
decimals = 2

[[attribute]]
name = "custom:joined"
type = "DateTime"
time = true
label = "Joined"
mutable = false
"#;

#[test]
fn a_whole_list_is_read() {
    let schema = Schema::from_toml(WHOLE).unwrap();
    assert_eq!(schema.version(), 7);
    let [birthdate, department, height, joined] = schema.attributes() else {
        panic!("four attributes")
    };

    assert_eq!(birthdate.kind, AttributeType::DateTime { time: false });
    assert_eq!(birthdate.label.in_language("es"), "Cumpleaños");
    assert_eq!(birthdate.label.in_language("de"), "Birthday");
    assert!(birthdate.ask == Ask::No && birthdate.mutable && birthdate.help.is_none());

    let AttributeType::String {
        min_length: 0,
        max_length: 2048,
        choices,
        pattern: None,
    } = &department.kind
    else {
        panic!("a String")
    };
    assert_eq!(
        choices[0],
        Choice {
            value: "sales".to_owned(),
            label: "sales".into()
        }
    );
    assert_eq!(choices[1].label.in_language("fr"), "Diseño");
    assert_eq!(department.label, Text::from("Department"));
    assert_eq!(department.help, Some("Where you work.".into()));
    assert!(department.is_required());

    assert_eq!(
        height.kind,
        AttributeType::Number {
            min: Some(0),
            max: Some(3),
            decimals: 2,
            step: None
        }
    );
    assert_eq!(joined.kind, AttributeType::DateTime { time: true });
    assert!(!joined.mutable);
}

const RICH: &str = r#"
version = 4

[[group]]
name = "you"
label = "About you"

[[group]]
name = "work"
label = { en = "Work", es = "Trabajo" }
help = "What you do here."

[[attribute]]
name = "custom:badge"
type = "String"
label = "Badge"
group = "work"
pattern = "[A-Z]{2}-[0-9]{4}"
pattern_help = "Two letters, a hyphen and four digits."
mutable = false
sign_up = true
ask = "required"

[[attribute]]
name = "custom:about"
type = "String"
label = "About you"
group = "you"
input = "textarea"
ask = "skippable"
again = 30
reason = "So that colleagues find you."
since = 3

[[attribute]]
name = "custom:hours"
type = "Number"
label = "Hours"
step = 0.25
mapped_by = ["Okta", "Google"]

[[attribute]]
name = "custom:role"
type = "String"
label = "Role"
authorises = true

[[attribute]]
name = "custom:news"
type = "Boolean"
label = "News"
input = "switch"
ask = "skippable"
again = "next sign-in"
"#;

#[test]
fn all_settings_of_an_attribute_are_read() {
    let schema = Schema::from_toml(RICH).unwrap();
    assert_eq!(schema.groups()[1].help, Some("What you do here.".into()));
    let names: Vec<_> = schema.attributes().iter().map(|a| a.name.as_str()).collect();
    let in_order = [
        "custom:hours",
        "custom:role",
        "custom:news",
        "custom:about",
        "custom:badge",
    ];
    assert_eq!(names, in_order, "without a group first");
    let get = |name| schema.get(name).unwrap();

    let badge = get("custom:badge");
    let AttributeType::String { pattern, .. } = &badge.kind else {
        panic!("a String")
    };
    assert_eq!(*pattern, Pattern::parse("[A-Z]{2}-[0-9]{4}").ok());
    assert!(badge.pattern_help.is_some() && badge.sign_up && !badge.mutable && badge.is_required());

    let about = get("custom:about");
    assert_eq!((about.input, about.since), (InputType::TextArea, 3));
    assert_eq!(about.ask, Ask::Skippable(Again::AfterDays(30)));
    assert_eq!(about.reason, Some("So that colleagues find you.".into()));
    assert_eq!(about.group.as_deref(), Some("you"));

    let hours = get("custom:hours");
    assert!(
        matches!(hours.kind, AttributeType::Number { decimals: 2, step, .. } if step == Step::parse("0.25"))
    );
    assert_eq!(hours.mapped_by, ["Okta", "Google"]);
    assert!(get("custom:role").authorises);
    let news = get("custom:news");
    assert_eq!(
        (news.input, news.ask),
        (InputType::Switch, Ask::Skippable(Again::NextSignIn))
    );
}

#[test]
fn a_list_can_be_empty() {
    assert_eq!(Schema::from_toml("version = 1").unwrap().attributes(), []);
}

#[test]
fn mistakes_outside_of_the_attributes_are_reported() {
    for (text, expected) in [
        (
            "",
            "line 1, column 1: `version` is missing: it must be a whole number from 1 to 4294967295",
        ),
        (
            "version = 0",
            "line 1, column 11: `version` must be a whole number from 1",
        ),
        (
            "version = '1'",
            "line 1, column 11: `version` must be a whole number from 1",
        ),
        (
            "version = 4294967296",
            "line 1, column 11: `version` must be a whole number from 1",
        ),
        (
            "version = 1\n[[attributes]]",
            "line 2, column 3: there is no key `attributes` here, only `version`, `sign_up`, `password`, `contact`, `group`, `attribute`",
        ),
        (
            "version = 1\nattribute = 'name'",
            "line 2, column 13: `attribute` must be a list",
        ),
        (
            "version = 1\nattribute = ['name']",
            "line 2, column 14: an attribute is a table of its own",
        ),
        (
            "version = 1\nversion = 1",
            "line 2, column 1: this is not TOML: duplicate key",
        ),
        ("version = ", "line 1, column "),
        (
            "version = 1\n[[group]]\nname = 'a'",
            "line 2, column 1: `label` is missing",
        ),
        (
            "version = 1\n[[group]]\nname = ' '\nlabel = 'A'",
            "line 3, column 8: the name of a group cannot be blank",
        ),
        (
            "version = 1\n[[group]]\nname = 'a'\nlabel = 'A'\n[[group]]\nname = 'a'\nlabel = 'A'",
            "line 6, column 8: there is a group `a` already",
        ),
        (
            "version = 1\ngroup = [1]",
            "line 2, column 10: a group is a table of its own",
        ),
    ] {
        let problems = Schema::from_toml(text).unwrap_err();
        assert!(
            problems.len() == 1 && problems[0].to_string().starts_with(expected),
            "{text}\n{problems:#?}"
        );
    }
}

#[test]
fn all_problems_are_reported_in_file_order() {
    let text = "\
[[attribute]]
name = 'locale'
label = 'A'
[[attribute]]
name = 'locale'
[[attribute]]
name = 'email'
label = ''
type = 'x'
mni = 1
";
    let problems = Schema::from_toml(text).unwrap_err();
    let places: Vec<_> = problems
        .iter()
        .map(|problem| (problem.line, problem.column))
        .collect();
    assert_eq!(places, [(1, 1), (4, 1), (5, 8), (7, 8), (8, 9), (9, 8), (10, 1)]);
}

#[test]
fn several_slips_of_the_pen_are_reported_together() {
    let problems = Schema::from_toml("version = \n[[attribute]]\nname = 'a\nlabel = 'A'\n").unwrap_err();
    assert_eq!(
        problems.iter().map(|problem| problem.line).collect::<Vec<_>>(),
        [1, 3]
    );
}

#[test]
fn a_pool_has_room_for_fifty_custom_attributes() {
    use std::fmt::Write as _;
    let list = |count: usize| {
        (0..count).fold(
            "version = 1\n[[attribute]]\nname = 'name'\nlabel = 'A'\n".to_owned(),
            |mut text, n| {
                let _ = writeln!(
                    text,
                    "[[attribute]]\nname = 'custom:a{n}'\ntype = 'Boolean'\nlabel = 'A'"
                );
                text
            },
        )
    };
    assert_eq!(Schema::from_toml(&list(50)).unwrap().attributes().len(), 51);
    let problems = Schema::from_toml(&list(51)).unwrap_err();
    assert!(
        problems.len() == 1 && problems[0].sentence.starts_with("`custom:a50` is one too many"),
        "{problems:?}"
    );
}
