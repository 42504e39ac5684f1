//! The table `[contact]`.

use crate::{ContactChange, Schema};

#[test]
fn unconfirmed_contact_settings_are_off() {
    let email_and_phone = |text: &str| {
        let schema = Schema::from_toml(&format!("version = 1\n{text}")).unwrap();
        ["email", "phone_number", "name"].map(|name| schema.contact_change(name))
    };
    let off = ContactChange::Off;
    assert_eq!(email_and_phone(""), [off, off, off]);
    assert_eq!(email_and_phone("[contact]"), [off, off, off]);
    assert_eq!(
        email_and_phone("[contact]\nemail = 'verified first'\nphone_number = 'at once'"),
        [ContactChange::VerifiedFirst, ContactChange::AtOnce, off]
    );
}

#[test]
fn mistakes_are_reported_at_their_place() {
    for (text, expected) in [
        ("contact = 1", "line 2, column 11: `contact` must be a table"),
        (
            "[contact]\nemail = 'yes'",
            "line 3, column 9: `email` must be \"off\", \"verified first\" or \"at once\"",
        ),
        (
            "[contact]\nfax = 'off'",
            "line 3, column 1: there is no key `fax` here",
        ),
    ] {
        let problems = Schema::from_toml(&format!("version = 1\n{text}")).unwrap_err();
        assert!(problems[0].to_string().starts_with(expected), "{problems:?}");
    }
}
