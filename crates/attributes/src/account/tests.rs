use super::*;
use crate::builder::{attribute, values};
use crate::{Attribute, AttributeType, Rule};

/// A list whose sign-up form asks for a name, and a number that cannot change later.
fn schema(username: Username) -> Schema {
    let asked = |name: &str| Attribute {
        sign_up: true,
        ..attribute(name, AttributeType::text())
    };
    let employee_id = Attribute {
        mutable: false,
        ..asked("custom:employee_id")
    };
    let rules = SignUpRules {
        username,
        ..SignUpRules::default()
    };
    let attributes = vec![
        asked("name"),
        employee_id,
        attribute("custom:job_title", AttributeType::text()),
    ];
    Schema::new(1, Vec::new(), attributes).with_sign_up_rules(rules)
}

fn form() -> SignUpForm {
    SignUpForm {
        username: " ada@example.com ".to_owned(),
        email: String::new(),
        password: Password("Correct-horse-9".to_owned()),
        values: values([("name", "Ada"), ("custom:employee_id", "E-1")]),
    }
}

#[test]
fn valid_form_becomes_account_with_its_address() {
    let account = schema(Username::Email)
        .check_account(&form(), 0)
        .unwrap_or_else(|_| panic!("it is good"));
    assert_eq!(account.username, "ada@example.com");
    assert_eq!(account.address, "ada@example.com");
    let expected = [
        ("custom:employee_id", "E-1"),
        ("email", "ada@example.com"),
        ("name", "Ada"),
    ];
    assert_eq!(account.attributes, values(expected));
}

#[test]
fn phone_number_or_username_can_replace_the_email() {
    let by_number = SignUpForm {
        username: "+44 (1632) 960-123".to_owned(),
        ..form()
    };
    let account = schema(Username::PhoneNumber)
        .check_account(&by_number, 0)
        .unwrap_or_else(|_| panic!("it is good"));
    assert_eq!(account.username, "+441632960123");
    assert_eq!(account.attributes["phone_number"], "+441632960123");

    let by_name = SignUpForm {
        username: "ada".to_owned(),
        email: "ada@example.com".to_owned(),
        ..form()
    };
    let account = schema(Username::Name)
        .check_account(&by_name, 0)
        .unwrap_or_else(|_| panic!("it is good"));
    assert_eq!(
        (account.username.as_str(), account.address.as_str()),
        ("ada", "ada@example.com")
    );
    assert_eq!(account.attributes["email"], "ada@example.com");
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let posted = SignUpForm {
        username: "ada".to_owned(),
        password: Password("short".to_owned()),
        values: values([("custom:role", "admin"), ("email", "eve@example.com")]),
        ..SignUpForm::default()
    };
    let faults = schema(Username::Email)
        .check_account(&posted, 0)
        .err()
        .unwrap_or_default();
    assert_eq!(faults.username, Some(NameRule::NotAnEmail));
    assert_eq!(faults.email, None);
    let unknown = |name| FieldError::new(name, Rule::NotOnTheList);
    assert_eq!(faults.values, [unknown("custom:role"), unknown("email")]);
    assert_eq!(faults.password.len(), 4);
    let nameless = schema(Username::Name)
        .check_account(&posted, 0)
        .err()
        .unwrap_or_default();
    assert_eq!(
        (nameless.username, nameless.email),
        (None, Some(NameRule::Required))
    );
}

#[test]
fn names_are_checked_as_the_pool_would() {
    let long = format!("{}@example.com", "a".repeat(128));
    for (kind, raw, expected) in [
        (Username::Email, "  ", Err(NameRule::Required)),
        (Username::Email, "a.b+c@x.example", Ok("a.b+c@x.example")),
        (Username::Email, "zoë@example.com", Ok("zoë@example.com")),
        (Username::Email, "a", Err(NameRule::NotAnEmail)),
        (Username::Email, "a@b", Err(NameRule::NotAnEmail)),
        (Username::Email, "@b.c", Err(NameRule::NotAnEmail)),
        (Username::Email, "a@b@c.d", Err(NameRule::NotAnEmail)),
        (Username::Email, "a@.d", Err(NameRule::NotAnEmail)),
        (Username::Email, "a b@c.d", Err(NameRule::NotAnEmail)),
        (Username::Email, "a\u{202e}@c.d", Ok("a@c.d")),
        (
            Username::Email,
            "\u{200b}ada@example.com\u{200b}",
            Ok("ada@example.com"),
        ),
        (
            Username::Email,
            "\u{feff}ada@exam\u{2060}ple.com\u{a0}",
            Ok("ada@example.com"),
        ),
        (Username::Email, "ada＠example．com", Ok("ada@example.com")),
        (Username::Email, "a\u{200d}@c.d", Err(NameRule::NotAnEmail)),
        (Username::Email, "\u{200b}", Err(NameRule::Required)),
        (
            Username::PhoneNumber,
            "\u{2068}+49 (0)30 123456\u{2069}",
            Ok("+4930123456"),
        ),
        (Username::Name, "\u{feff}ada\u{200b}", Ok("ada")),
        (Username::Name, "a\u{200d}da", Err(NameRule::NotAName)),
        (Username::Email, &long, Err(NameRule::TooLong)),
        (
            Username::PhoneNumber,
            "0163 296 0123",
            Err(NameRule::NotAPhoneNumber),
        ),
        (
            Username::PhoneNumber,
            "+0163296012",
            Err(NameRule::NotAPhoneNumber),
        ),
        (
            Username::PhoneNumber,
            "+44 1632 x",
            Err(NameRule::NotAPhoneNumber),
        ),
        (Username::PhoneNumber, "+1.202.555.0123", Ok("+12025550123")),
        (Username::Name, "ada lovelace", Err(NameRule::NotAName)),
        (Username::Name, "ada\0", Err(NameRule::NotAName)),
        (Username::Name, "ada.l", Ok("ada.l")),
    ] {
        assert_eq!(
            kind.check(raw).as_deref(),
            expected.as_ref().map(|name| *name),
            "{raw:?}"
        );
    }
}
