use super::*;
use crate::builder::{attribute, text};
use crate::pattern::Pattern;

#[test]
fn values_are_trimmed_before_they_are_checked() {
    for (kind, raw, wire) in [
        (text(2, 5), "  Lead\u{a0}", "Lead"),
        (AttributeType::number(), " 042\n", "42"),
        (
            AttributeType::DateTime { time: false },
            " 2026-03-01 ",
            "2026-03-01",
        ),
        (
            AttributeType::DateTime { time: true },
            " 2026-03-01T09:30:00z ",
            "2026-03-01T09:30:00Z",
        ),
        (AttributeType::Boolean, "\ttrue ", "true"),
        (AttributeType::Boolean, "TRUE", "true"),
        (text(2, 5), "\u{feff}\u{2068}Lead\u{2069}", "Lead"),
        (text(2, 9), "می\u{200c}خواهم", "می\u{200c}خواهم"),
        (AttributeType::number(), "\u{2212}١٢", "-12"),
        (AttributeType::number(), "1\u{202f}000", "1000"),
        (
            AttributeType::DateTime { time: false },
            "２０２６\u{2011}03-01",
            "2026-03-01",
        ),
    ] {
        assert_eq!(
            attribute("custom:a", kind).check(raw).as_deref(),
            Ok(wire),
            "{raw:?}"
        );
    }
}

#[test]
fn blank_is_invalid_only_when_required() {
    for kind in [
        text(2, 5),
        AttributeType::DateTime { time: false },
        AttributeType::Boolean,
    ] {
        let mut attribute = attribute("custom:a", kind);
        assert_eq!(attribute.check(" \u{200b}\n").as_deref(), Ok(""));
        attribute.ask = Ask::Required;
        assert_eq!(attribute.check(" \u{200b}\n"), Err(Rule::Required));
    }
}

#[test]
fn the_limit_of_cognito_holds_for_every_kind() {
    let too_long = Err(Rule::TooLong { max: 2048 });
    for kind in [
        AttributeType::text(),
        AttributeType::number(),
        AttributeType::DateTime { time: false },
        AttributeType::DateTime { time: true },
        AttributeType::Boolean,
    ] {
        assert_eq!(attribute("custom:a", kind).check(&"1".repeat(2049)), too_long);
    }
    let text = attribute("custom:a", AttributeType::text());
    assert!(text.check(&"é".repeat(2048)).is_ok());
    assert_eq!(text.check(&"é".repeat(2049)), too_long);
}

#[test]
fn input_type_says_the_sort_of_text() {
    for (input, raw, expected) in [
        (InputType::Text, "a\nb", Err(Rule::ControlCharacter)),
        (InputType::TextArea, "a\r\nb", Ok("a\nb")),
        (InputType::Country, " de ", Ok("DE")),
        (InputType::Country, "Germany", Err(Rule::NotACountry)),
        #[cfg(feature = "toml")]
        (InputType::TimeZone, " europe/madrid", Ok("Europe/Madrid")),
        #[cfg(feature = "toml")]
        (InputType::TimeZone, "Madrid", Err(Rule::NotAChoice)),
        #[cfg(feature = "toml")]
        (InputType::Language, "pt_br", Ok("pt-BR")),
        #[cfg(feature = "toml")]
        (InputType::Language, "Portuguese", Err(Rule::NotAChoice)),
        (InputType::Telephone, "0049 (30) 1234-567", Ok("+49301234567")),
        (InputType::Telephone, "+49 (30) 1234-567", Ok("+49301234567")),
        (InputType::Telephone, "030 1234567", Err(Rule::NotATelephone)),
        (
            InputType::Url,
            "HTTPS://example.com/a",
            Ok("https://example.com/a"),
        ),
        (InputType::Url, "javascript:alert(1)", Err(Rule::NotAUrl)),
    ] {
        let attribute = Attribute {
            input,
            ..attribute("custom:a", AttributeType::text())
        };
        assert_eq!(attribute.check(raw), expected.map(str::to_owned), "{raw}");
    }
}

#[test]
fn a_pattern_holds_for_the_whole_trimmed_value() {
    let mut kind = AttributeType::text();
    if let AttributeType::String { pattern, .. } = &mut kind {
        *pattern = Pattern::parse("[A-Z]{2}-[0-9]{4}").ok();
    }
    let badge = attribute("custom:badge", kind);
    assert_eq!(badge.check(" AB-1234 ").as_deref(), Ok("AB-1234"));
    assert_eq!(badge.check("\u{200b}ＡＢ\u{2011}١٢٣٤").as_deref(), Ok("AB-1234"));
    for raw in ["AB-123", "xAB-1234", "AB-12345", "ab-1234"] {
        assert_eq!(badge.check(raw), Err(Rule::WrongPattern), "{raw}");
    }
}

#[test]
fn mapped_and_immutable_attributes_are_locked() {
    let providers = ["Google".to_owned()];
    let mut department = attribute("custom:a", AttributeType::Boolean);
    assert_eq!(department.lock(&providers), None);
    department.mapped_by = vec!["Okta".to_owned(), "Google".to_owned()];
    assert_eq!(department.lock(&providers), Some(Lock::Mapped));
    assert_eq!(department.lock(&[]), None);
    department.mutable = false;
    assert_eq!(department.lock(&[]), Some(Lock::Immutable));
    department.authorises = true;
    assert_eq!(department.lock(&[]), Some(Lock::Authorises));
}

#[test]
fn choices_are_shown_by_label_others_verbatim() {
    let mut kind = AttributeType::text();
    if let AttributeType::String { choices, .. } = &mut kind {
        choices.push(Choice {
            value: "sales".to_owned(),
            label: "Sales".into(),
        });
    }
    let department = attribute("custom:a", kind);
    assert_eq!(department.display("sales", "en"), "Sales");
    assert_eq!(
        department.display("a choice of last year", "en"),
        "a choice of last year"
    );
    assert_eq!(
        attribute("custom:a", AttributeType::Boolean).display("true", "en"),
        "true"
    );
}

#[test]
fn invalid_boolean_is_shown_as_unanswered() {
    let news = attribute("custom:a", AttributeType::Boolean);
    assert_eq!(
        (news.as_shown("True"), news.as_shown("1"), news.as_shown("")),
        ("true", "", "")
    );
    assert_eq!(attribute("custom:a", AttributeType::number()).as_shown("x"), "x");
}

#[test]
fn line_breaks_of_browsers_are_no_change() {
    let of = |input| Attribute {
        input,
        ..attribute("custom:a", AttributeType::text())
    };
    let line = of(InputType::Text);
    for typed in ["a\nb", "ab", "a\r\nb"] {
        assert!(line.is_untouched("a\nb", typed), "{typed:?}");
    }
    for typed in ["a b", "abc", ""] {
        assert!(!line.is_untouched("a\nb", typed), "{typed:?}");
    }
    let lines = of(InputType::TextArea);
    assert!(lines.is_untouched("a\nb\rc", "a\r\nb\r\nc"));
    assert!(!lines.is_untouched("a\nb", "ab"));
    assert!(of(InputType::Select).is_untouched("a\nb", "a\r\nb"));
    let moment = attribute("custom:a", AttributeType::DateTime { time: true });
    assert!(moment.is_untouched("2026-03-01T09:30:00Z", "2026-03-01T09:30Z"));
    assert!(!moment.is_untouched("2026-03-01T09:30:00Z", "2026-03-01T09:30+01:00"));
    assert!(!moment.is_untouched("", "2026-03-01T09:30Z"));
}

#[test]
fn single_language_attribute_accepts_the_same_values() {
    let mut department = attribute("custom:a", AttributeType::Boolean);
    department.label = Text::by_language([("en", "Department"), ("es", "Departamento")]);
    let spanish = department.in_language("es-MX");
    assert_eq!(spanish.label, Text::from("Departamento"));
    assert_eq!((spanish.name, spanish.kind), (department.name, department.kind));
}

#[test]
fn custom_attributes_are_told_by_their_prefix() {
    assert!(attribute("custom:name", AttributeType::Boolean).is_custom());
    assert!(!attribute("name", AttributeType::Boolean).is_custom());
}
