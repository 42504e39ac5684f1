//! Consents: what people agreed to, in which version, and when.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::value::{check_timestamp, format_moment};
use crate::{Attribute, Schema, Text, UserContext};

/// The greatest number of characters of a consent in its attribute.
pub const MAX_CONSENT_LENGTH: u16 = 64;

/// What people are asked to agree to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConsentTerms {
    /// Raised by the operator when the text changes: 1, 2, 3, …
    pub version: u32,
    /// Where the text of this version stands, by language.
    pub link: Text,
}

/// A consent as its attribute holds it: `given 2 2026-03-01T09:30:00Z`, or after it was withdrawn
/// `withdrawn 2 2026-03-01T09:30:00Z 2026-04-01T12:00:00Z`, which still says when it had been given.
///
/// Version and times are written by [`Schema::check`] and [`Schema::check_account`] only, from the list and the clock; what a
/// form says is which version was ticked, or nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consent {
    /// The version of the text that was agreed to.
    pub version: u32,
    /// When, RFC 3339 in UTC.
    pub given_at: String,
    /// When it was withdrawn, if it was.
    pub withdrawn_at: Option<String>,
}

impl Consent {
    /// A consent to this version now, in seconds since 1970.
    #[must_use]
    pub fn given(version: u32, now: i64) -> Consent {
        Consent {
            version,
            given_at: format_moment(now),
            withdrawn_at: None,
        }
    }

    /// The same after it was withdrawn now.
    #[must_use]
    pub fn withdrawn(self, now: i64) -> Consent {
        Consent {
            withdrawn_at: Some(format_moment(now)),
            ..self
        }
    }

    /// Reads the value of an attribute; nothing comes of what was not written as one.
    #[must_use]
    pub fn parse(value: &str) -> Option<Consent> {
        let mut words = value.split(' ');
        let is_given = match words.next()? {
            "given" => true,
            "withdrawn" => false,
            _ => return None,
        };
        let version = words.next()?.parse().ok()?;
        let mut moment = || words.next().filter(|moment| check_timestamp(moment).is_ok());
        let given_at = moment()?.to_owned();
        let withdrawn_at = if is_given {
            None
        } else {
            Some(moment()?.to_owned())
        };
        let consent = Consent {
            version,
            given_at,
            withdrawn_at,
        };
        words.next().is_none().then_some(consent)
    }

    /// Whether it holds.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.withdrawn_at.is_none()
    }
}

impl fmt::Display for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (version, given_at) = (self.version, &self.given_at);
        match &self.withdrawn_at {
            None => write!(f, "given {version} {given_at}"),
            Some(withdrawn_at) => write!(f, "withdrawn {version} {given_at} {withdrawn_at}"),
        }
    }
}

impl Attribute {
    /// Whether a consent is an answer to the terms of today. One to an older version is not. Who withdrew an optional one
    /// has answered every version.
    pub(crate) fn is_consent_answered(&self, terms: &ConsentTerms, user: UserContext<'_>) -> bool {
        match user.consent(&self.name) {
            Some(consent) if consent.is_given() => consent.version >= terms.version,
            Some(_) => !self.is_required(),
            None => false,
        }
    }
}

impl Schema {
    /// The attributes that hold consents.
    pub fn consents(&self) -> impl Iterator<Item = (&Attribute, &ConsentTerms)> {
        let attributes = self.attributes().iter();
        attributes.filter_map(|attribute| Some((attribute, attribute.consent.as_ref()?)))
    }
}

impl UserContext<'_> {
    /// What the person agreed to. What another user may have agreed to in their name is none of theirs.
    #[must_use]
    pub fn consent(&self, name: &str) -> Option<Consent> {
        let value = self.values.get(name).filter(|_| !self.is_to_review)?;
        Consent::parse(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{attribute, user_context, values};
    use crate::{Again, Ask, AttributeType, Changes, InputType, Rule, SkippedPrompts, Values};

    const GIVEN: &str = "given 2 2026-03-01T09:30:00Z";
    const WITHDRAWN: &str = "withdrawn 2 2026-03-01T09:30:00Z 2026-04-01T12:00:00Z";
    const NOW: i64 = 1_772_357_400;

    /// A list with one consent.
    fn schema(version: u32, ask: Ask) -> Schema {
        let consent = Attribute {
            input: InputType::Consent,
            consent: Some(ConsentTerms {
                version,
                link: "https://example.com/terms".into(),
            }),
            ask,
            sign_up: true,
            ..attribute("custom:terms", AttributeType::text())
        };
        Schema::new(1, Vec::new(), vec![consent])
    }

    fn at(now: i64, values: &Values) -> UserContext<'_> {
        UserContext {
            now,
            ..user_context(values)
        }
    }

    fn form(value: &str) -> Values {
        values([("custom:terms", value)])
    }

    const OPTIONAL: Ask = Ask::Skippable(Again::Never);

    #[test]
    fn consents_come_back_as_they_were_written() {
        for text in [GIVEN, WITHDRAWN] {
            let consent = Consent::parse(text).unwrap();
            assert_eq!(consent.to_string(), text);
            assert_eq!(consent.is_given(), text == GIVEN);
        }
        let longest = Consent::given(u32::MAX, NOW).withdrawn(NOW).to_string();
        assert!(longest.len() <= MAX_CONSENT_LENGTH.into(), "{longest}");
        for text in [
            "",
            "true",
            "given",
            "given 2",
            "given x 2026-03-01T09:30:00Z",
            "given -1 2026-03-01T09:30:00Z",
            "given 2 yesterday",
            "given 2 2026-03-01T09:30:00Z 2026-04-01T12:00:00Z",
            "withdrawn 2 2026-03-01T09:30:00Z",
            "Given 2 2026-03-01T09:30:00Z",
        ] {
            assert_eq!(Consent::parse(text), None, "{text}");
        }
    }

    #[test]
    fn version_and_time_come_from_list_and_clock() {
        let none = Values::new();
        let changes = schema(2, Ask::Required)
            .check(&form("true"), at(NOW, &none))
            .unwrap();
        assert_eq!(changes.set, form(GIVEN));
        let signed_up = schema(2, Ask::Required).check_sign_up(&form("true"), NOW);
        assert_eq!(signed_up, Ok(form(GIVEN)));
    }

    #[test]
    fn forged_consents_are_refused() {
        let none = Values::new();
        for forged in [
            GIVEN,
            WITHDRAWN,
            "given 99 1999-01-01T00:00:00Z",
            "yes",
            "-2",
            "2 ",
            "given 2",
            "on",
        ] {
            for ask in [Ask::Required, OPTIONAL] {
                let errors = schema(2, ask).check(&form(forged), at(NOW, &none)).unwrap_err();
                assert_eq!(errors[0].rule, Rule::NotABoolean, "{forged}");
                let errors = schema(2, ask).check_sign_up(&form(forged), NOW).unwrap_err();
                assert_eq!(errors[0].rule, Rule::NotABoolean, "{forged}");
            }
        }
    }

    #[test]
    fn required_consents_cannot_be_left_out() {
        for current in [Values::new(), form(GIVEN)] {
            for raw in ["", "false"] {
                let errors = schema(2, Ask::Required).check(&form(raw), at(NOW, &current));
                assert_eq!(errors.unwrap_err()[0].rule, Rule::Required, "{current:?} {raw}");
            }
        }
        let errors = schema(2, Ask::Required).check_sign_up(&Values::new(), NOW);
        assert_eq!(errors.unwrap_err()[0].rule, Rule::Required);
        assert_eq!(
            schema(2, OPTIONAL).check_sign_up(&Values::new(), NOW),
            Ok(Values::new())
        );
    }

    #[test]
    fn changes_of_consents_keep_what_was_given() {
        let later = NOW + 31 * 86_400 + 9_000;
        for (version, current, raw, written) in [
            (2, "", "true", Some(GIVEN)),
            (2, "by another program", "true", Some(GIVEN)),
            (2, "given 1 2025-01-01T00:00:00Z", "true", Some(GIVEN)),
            (2, WITHDRAWN, "true", Some(GIVEN)),
            // Given again: the first time counts.
            (2, "given 2 2025-01-01T00:00:00Z", "true", None),
            (2, "", "", None),
            (2, WITHDRAWN, "", None),
        ] {
            let current = form(current);
            let changes = schema(version, OPTIONAL)
                .check(&form(raw), at(NOW, &current))
                .unwrap();
            assert_eq!(
                changes.set,
                written.map(form).unwrap_or_default(),
                "{current:?} {raw}"
            );
        }
        let given = form(GIVEN);
        let changes = schema(3, OPTIONAL).check(&form(""), at(later, &given)).unwrap();
        assert_eq!(changes.set, form(WITHDRAWN));
    }

    #[test]
    fn each_version_is_asked_once() {
        let asked = |version, ask, current: &str, skipped: &SkippedPrompts| {
            let current = form(current);
            !schema(version, ask)
                .pending_prompts(at(NOW, &current), skipped)
                .is_empty()
        };
        let nothing = SkippedPrompts::default();
        for (version, ask, current, is_asked) in [
            (2, Ask::Required, "", true),
            (2, Ask::Required, GIVEN, false),
            (1, Ask::Required, GIVEN, false),
            (3, Ask::Required, GIVEN, true),
            (2, Ask::Required, WITHDRAWN, true),
            (2, OPTIONAL, "", true),
            (2, OPTIONAL, GIVEN, false),
            (3, OPTIONAL, GIVEN, true),
            // Who withdrew is left alone.
            (3, OPTIONAL, WITHDRAWN, false),
            (3, Ask::No, "", false),
        ] {
            assert_eq!(
                asked(version, ask, current, &nothing),
                is_asked,
                "{version} {ask:?} {current}"
            );
        }

        let mut skipped = SkippedPrompts::default();
        let names = ["custom:terms".to_owned()];
        let given = form(GIVEN);
        assert!(schema(3, OPTIONAL).note_skipped(&mut skipped, names.iter(), at(NOW, &given)));
        for current in ["", GIVEN] {
            assert!(!asked(3, OPTIONAL, current, &skipped), "{current}");
            assert!(asked(4, OPTIONAL, current, &skipped), "{current}");
        }
    }

    #[test]
    fn strangers_consents_do_not_count() {
        let given = form(GIVEN);
        let user = UserContext {
            is_to_review: true,
            ..at(NOW + 60, &given)
        };
        assert_eq!(schema(2, Ask::Required).missing_required(user).len(), 1);
        let changes = schema(2, Ask::Required).check(&form("true"), user).unwrap();
        assert_eq!(changes.set, form("given 2 2026-03-01T09:31:00Z"));
        let removed = Changes {
            remove: vec!["custom:terms".to_owned()],
            ..Changes::default()
        };
        assert_eq!(schema(2, OPTIONAL).check(&form(""), user), Ok(removed));
    }

    #[test]
    fn boxes_are_never_ticked_beforehand() {
        let schema = schema(2, OPTIONAL);
        for value in ["", "true", GIVEN, WITHDRAWN] {
            assert_eq!(schema.attributes()[0].as_shown(value), "", "{value}");
        }
    }
}
