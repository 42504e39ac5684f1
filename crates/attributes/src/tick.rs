//! What a box to tick sends, of a form that asks for a consent.

use crate::value::{check_boolean, coded};
use crate::{Attribute, ConsentTerms, Rule, Schema};

impl Attribute {
    /// A box that is ticked, or is not, which is no answer. It says which version stood beside it; a tick for another one is
    /// none for this. Programs, which show nobody a box, may say `true`.
    pub(crate) fn check_tick(&self, terms: &ConsentTerms, raw: &str) -> Result<String, Rule> {
        let is_ticked = match shown_version(raw) {
            Some(shown) => shown == terms.version.to_string(),
            None => check_boolean(&coded(raw))? == "true",
        };
        match is_ticked {
            true => Ok("true".to_owned()),
            false if self.is_required() => Err(Rule::Required),
            false => Ok(String::new()),
        }
    }
}

impl Schema {
    /// Whether this is the tick of a box that stood beside another version of the text: nobody agreed to the one of today,
    /// and nobody said no to it.
    #[must_use]
    pub fn is_outdated_tick(&self, name: &str, raw: &str) -> bool {
        let terms = self.get(name).and_then(|attribute| attribute.consent.as_ref());
        terms.is_some_and(|terms| is_outdated(terms, raw))
    }
}

pub(crate) fn is_outdated(terms: &ConsentTerms, raw: &str) -> bool {
    shown_version(raw).is_some_and(|shown| shown != terms.version.to_string())
}

/// The version that stood beside a ticked box.
fn shown_version(raw: &str) -> Option<&str> {
    let is_version = !raw.is_empty() && raw.bytes().all(|byte| byte.is_ascii_digit());
    is_version.then_some(raw)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{attribute, user_context, values};
    use crate::{Again, Ask, AttributeType, Changes, InputType, UserContext, Values};

    const TERMS: &str = "custom:terms";

    /// A list with one consent, in version 2.
    fn schema(ask: Ask) -> Schema {
        let consent = Attribute {
            input: InputType::Consent,
            consent: Some(ConsentTerms {
                version: 2,
                link: "https://example.com/terms/2".into(),
            }),
            ask,
            sign_up: true,
            ..attribute(TERMS, AttributeType::text())
        };
        Schema::new(1, Vec::new(), vec![consent])
    }

    const OPTIONAL: Ask = Ask::Skippable(Again::Never);
    const OUTDATED: [&str; 5] = ["1", "3", "0", "02", "99999999999999999999"];

    #[test]
    fn ticks_count_for_the_version_shown() {
        let none = Values::new();
        for ask in [Ask::Required, OPTIONAL] {
            let form = values([(TERMS, "2")]);
            let given = values([(TERMS, "given 2 1970-01-01T00:00:00Z")]);
            let changes = schema(ask).check(&form, user_context(&none)).unwrap();
            assert_eq!(changes.set, given);
            assert_eq!(schema(ask).check_sign_up(&form, 0), Ok(given));
            assert!(!schema(ask).is_outdated_tick(TERMS, "2"));
        }
    }

    #[test]
    fn ticks_for_another_version_give_nothing() {
        for outdated in OUTDATED {
            let form = values([(TERMS, outdated)]);
            for current in ["", "given 1 2026-03-01T09:30:00Z"] {
                let current = values([(TERMS, current)]);
                let user = user_context(&current);
                let required = schema(Ask::Required);
                assert!(required.is_outdated_tick(TERMS, outdated));
                assert_eq!(required.check(&form, user).unwrap_err()[0].rule, Rule::Required);
                assert_eq!(
                    required.check_sign_up(&form, 0).unwrap_err()[0].rule,
                    Rule::Required
                );
                // Nor is the older one withdrawn.
                assert_eq!(schema(OPTIONAL).check(&form, user), Ok(Changes::default()));
                assert_eq!(schema(OPTIONAL).check_sign_up(&form, 0), Ok(Values::new()));
            }
        }
        for other in ["", "true", "false", "-1", "1.0"] {
            assert!(!schema(OPTIONAL).is_outdated_tick(TERMS, other), "{other}");
        }
    }

    #[test]
    fn outdated_tick_keeps_no_strangers_consent() {
        let current = values([(TERMS, "given 2 2026-03-01T09:30:00Z")]);
        let user = UserContext {
            is_to_review: true,
            ..user_context(&current)
        };
        let changes = schema(OPTIONAL).check(&values([(TERMS, "1")]), user).unwrap();
        assert_eq!(changes.remove, [TERMS]);
    }
}
