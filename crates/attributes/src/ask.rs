//! What the app asks people for after they have signed in, and when it asks again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Attribute, Schema, UserContext, is_blank};

/// Whether the app asks for an attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Ask {
    /// It does not; the profile has a field for it.
    #[default]
    No,
    /// Until it is answered.
    Required,
    /// Once; it can be skipped.
    Skippable(Again),
}

/// When a skipped attribute is asked for again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Again {
    /// Not before the list says that it is new: see [`Attribute::since`].
    #[default]
    Never,
    /// At the next sign-in.
    NextSignIn,
    /// After so many days.
    AfterDays(u16),
}

/// What one person was asked and did not want to say.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SkippedPrompts {
    /// By the attribute's name.
    pub skipped: BTreeMap<String, Skip>,
}

/// One skipped attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Skip {
    /// The version of the list that asked.
    pub version: u32,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The version of the text, if it was a consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<u32>,
}

const DAY: i64 = 24 * 60 * 60;

impl Schema {
    /// What to ask this person for now, in the order of the list: what is required and missing, and what can
    /// be skipped, is missing, and was not skipped or is due again.
    ///
    /// Only what the person can change is asked for. A value that the rules of today would refuse counts as
    /// answered: tightening a rule must not lock users out of the app. What is new, with a
    /// [`since`](Attribute::since) above the version that was skipped, is asked for once more, and so is a consent to a newer
    /// text. Nothing is asked before its [day](Attribute::ask_from).
    #[must_use]
    pub fn pending_prompts(&self, user: UserContext<'_>, answers: &SkippedPrompts) -> Vec<&Attribute> {
        let is_due = |attribute: &&Attribute| match attribute.ask {
            Ask::No => false,
            Ask::Required => true,
            Ask::Skippable(again) => answers
                .skipped
                .get(&attribute.name)
                .is_none_or(|skip| is_newer(attribute, *skip) || is_due_again(again, *skip, user)),
        };
        self.missing(user).filter(is_due).collect()
    }

    /// What is required and missing, whatever was skipped.
    #[must_use]
    pub fn missing_required(&self, user: UserContext<'_>) -> Vec<&Attribute> {
        self.missing(user)
            .filter(|attribute| attribute.is_required())
            .collect()
    }

    /// Notes what can be skipped among `names` and has no value. Answers whether that says anything new.
    pub fn note_skipped<'a>(
        &self,
        answers: &mut SkippedPrompts,
        names: impl Iterator<Item = &'a String>,
        user: UserContext<'_>,
    ) -> bool {
        let names: Vec<&String> = names.collect();
        let skip = |attribute: &Attribute| Skip {
            version: self.version(),
            at: user.now,
            consent: attribute.consent.as_ref().map(|terms| terms.version),
        };
        let can_be_skipped = |attribute: &&Attribute| matches!(attribute.ask, Ask::Skippable(_));
        let skipped = self
            .missing(user)
            .filter(can_be_skipped)
            .filter(|attribute| names.contains(&&attribute.name));
        let before = answers.clone();
        answers
            .skipped
            .extend(skipped.map(|attribute| (attribute.name.clone(), skip(attribute))));
        *answers != before
    }

    /// What the person can fill in and has not.
    fn missing<'a>(&'a self, user: UserContext<'_>) -> impl Iterator<Item = &'a Attribute> {
        self.attributes().iter().filter(move |attribute| {
            let can_answer = attribute.is_due(user.now) && attribute.lock(user.providers).is_none();
            can_answer && !attribute.is_answered(user)
        })
    }
}

impl Attribute {
    fn is_answered(&self, user: UserContext<'_>) -> bool {
        match &self.consent {
            Some(terms) => self.is_consent_answered(terms, user),
            None => user.values.get(&self.name).is_some_and(|value| !is_blank(value)),
        }
    }
}

/// Whether it is another question than the one that was skipped.
fn is_newer(attribute: &Attribute, skip: Skip) -> bool {
    let text = attribute.consent.as_ref().map(|terms| terms.version);
    attribute.since > skip.version || text > skip.consent
}

fn is_due_again(again: Again, skip: Skip, user: UserContext<'_>) -> bool {
    match again {
        Again::Never => false,
        Again::NextSignIn => user.signed_in_at > skip.at,
        Again::AfterDays(days) => user.now >= skip.at + i64::from(days) * DAY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Values;
    use crate::builder::{schema, schema_of, skippable, user_context, values};

    const NOW: i64 = 100 * DAY;

    fn asked(schema: &Schema, values: &Values, answers: &SkippedPrompts) -> Vec<String> {
        let user = UserContext {
            now: NOW,
            signed_in_at: NOW - 60,
            ..user_context(values)
        };
        let asked = schema.pending_prompts(user, answers);
        asked.iter().map(|attribute| attribute.name.clone()).collect()
    }

    fn at(now: i64, values: &Values) -> UserContext<'_> {
        UserContext {
            now,
            ..user_context(values)
        }
    }

    fn skipped(version: u32, at: i64) -> SkippedPrompts {
        let skip = Skip {
            version,
            at,
            consent: None,
        };
        SkippedPrompts {
            skipped: [("custom:a".to_owned(), skip)].into(),
        }
    }

    #[test]
    fn required_attributes_are_asked_until_answered() {
        for (given, missing) in [
            (values([]), &["custom:job_title", "custom:department"][..]),
            (
                values([("custom:job_title", " "), ("custom:department", "sales")]),
                &["custom:job_title"],
            ),
            (
                values([
                    ("custom:job_title", "Lead"),
                    ("custom:department", "a choice of last year"),
                ]),
                &[],
            ),
        ] {
            assert_eq!(
                asked(&schema(), &given, &SkippedPrompts::default()),
                missing,
                "{given:?}"
            );
            let names = schema().missing_required(user_context(&given)).len();
            assert_eq!(names, missing.len());
        }
    }

    #[test]
    fn unfillable_attributes_are_not_asked_for() {
        let mut fixed = skippable("custom:a", Again::NextSignIn);
        fixed.ask = Ask::Required;
        fixed.mutable = false;
        let mut mapped = fixed.clone();
        (mapped.mutable, mapped.mapped_by) = (true, vec!["Google".to_owned()]);
        for attribute in [fixed, mapped] {
            let (schema, empty, providers) = (schema_of(1, attribute), Values::new(), ["Google".to_owned()]);
            let user = UserContext {
                providers: &providers,
                ..user_context(&empty)
            };
            assert!(
                schema
                    .pending_prompts(user, &SkippedPrompts::default())
                    .is_empty()
            );
        }
    }

    #[test]
    fn skipped_attribute_returns_as_listed() {
        let long_ago = skipped(1, 0);
        let just_now = skipped(1, NOW - 1);
        for (again, answers, is_asked) in [
            (Again::Never, &SkippedPrompts::default(), true),
            (Again::Never, &long_ago, false),
            (Again::NextSignIn, &long_ago, true),
            (Again::NextSignIn, &just_now, false),
            (Again::AfterDays(100), &long_ago, true),
            (Again::AfterDays(101), &long_ago, false),
            (Again::AfterDays(1), &just_now, false),
        ] {
            let schema = schema_of(1, skippable("custom:a", again));
            let asked = asked(&schema, &Values::new(), answers);
            assert_eq!(!asked.is_empty(), is_asked, "{again:?} {answers:?}");
        }
    }

    #[test]
    fn new_list_version_asks_only_for_new_attributes() {
        let mut attribute = skippable("custom:a", Again::Never);
        attribute.since = 2;
        let schema = schema_of(2, attribute.clone());
        assert_eq!(asked(&schema, &Values::new(), &skipped(1, 0)), ["custom:a"]);
        assert!(asked(&schema, &Values::new(), &skipped(2, 0)).is_empty());
        assert!(asked(&schema, &values([("custom:a", "x")]), &skipped(1, 0)).is_empty());
        attribute.since = 1;
        let schema = schema_of(2, attribute);
        assert!(asked(&schema, &Values::new(), &skipped(1, 0)).is_empty());
    }

    #[test]
    fn skips_are_recorded_for_blank_skippable_attributes() {
        let mut answers = SkippedPrompts::default();
        let schema = schema_of(3, skippable("custom:a", Again::Never));
        let names = ["custom:a".to_owned(), "custom:other".to_owned()];
        let answered = values([("custom:a", "x")]);
        assert!(!schema.note_skipped(&mut answers, names.iter(), at(7, &answered)));
        assert_eq!(answers, SkippedPrompts::default());
        let empty = Values::new();
        assert!(!schema.note_skipped(&mut answers, names[1..].iter(), at(7, &empty)));
        assert!(schema.note_skipped(&mut answers, names.iter(), at(7, &empty)));
        assert_eq!(answers, skipped(3, 7));
    }
}
