//! From a posted form to what has to be written.

use crate::tick::is_outdated;
use crate::{Ask, Attribute, Consent, ConsentTerms, FieldError, Rule, Schema, UserContext, Values, is_blank};

/// What a form changes, ready for Cognito.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// The new values by name, checked and in wire form.
    pub set: Values,
    /// The names whose value is to go.
    pub remove: Vec<String>,
}

impl Changes {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.remove.is_empty()
    }
}

/// What one field of the form amounts to.
enum Change {
    None,
    Set(String),
    Remove,
}

impl Schema {
    /// Checks everything posted in `form` against the list, and compares it with what is known of the person:
    /// only real differences end in [`Changes`].
    ///
    /// * A name that is absent from the form was not asked and is left alone. Browsers leave out radio
    ///   buttons and boxes without a choice: a page that shows one adds a blank (or `false`) for it.
    /// * A blank takes an optional value away; for a required attribute it is [`Rule::Required`].
    /// * What the person cannot change may come back with the value it has; anything else is
    ///   [`Rule::Locked`].
    /// * A name that is not on the list is [`Rule::NotOnTheList`].
    ///
    /// Errors come in the order of the list, unknown names last; nothing may be written when there is one.
    pub fn check(&self, form: &Values, user: UserContext<'_>) -> Result<Changes, Vec<FieldError>> {
        let mut changes = Changes::default();
        let mut errors = Vec::new();
        for attribute in self.attributes() {
            let name = &attribute.name;
            let Some(raw) = form.get(name) else { continue };
            match change(attribute, raw, user) {
                Ok(Change::None) => {}
                Ok(Change::Set(value)) => drop(changes.set.insert(name.clone(), value)),
                Ok(Change::Remove) => changes.remove.push(name.clone()),
                Err(rule) => errors.push(FieldError::new(name, rule)),
            }
        }
        let unknown = form.keys().filter(|name| self.get(name).is_none());
        errors.extend(unknown.map(|name| FieldError::new(name, Rule::NotOnTheList)));
        if errors.is_empty() {
            Ok(changes)
        } else {
            Err(errors)
        }
    }
}

fn change(attribute: &Attribute, raw: &str, user: UserContext<'_>) -> Result<Change, Rule> {
    let current = user.values.get(&attribute.name).map_or("", String::as_str);
    if let Some(lock) = attribute.lock(user.providers) {
        let same = raw.trim() == current.trim() || is_blank(raw) && is_blank(current);
        return if same {
            Ok(Change::None)
        } else {
            Err(Rule::Locked(lock))
        };
    }
    if !attribute.is_due(user.now) && attribute.is_required() {
        let not_yet = Attribute {
            ask: Ask::No,
            ..attribute.clone()
        };
        return change(&not_yet, raw, user);
    }
    if let Some(terms) = &attribute.consent {
        return change_consent(attribute, terms, raw, user);
    }
    let value = attribute.check(raw)?;
    if value == current || attribute.check(current).is_ok_and(|current| current == value) {
        return Ok(Change::None);
    }
    Ok(if value.is_empty() {
        Change::Remove
    } else {
        Change::Set(value)
    })
}

/// A tick becomes a consent to the version of today, at the time of today. No tick withdraws one that was given; a tick for
/// another version does neither.
fn change_consent(
    attribute: &Attribute,
    terms: &ConsentTerms,
    raw: &str,
    user: UserContext<'_>,
) -> Result<Change, Rule> {
    let is_ticked = !attribute.check(raw)?.is_empty();
    let given = user.consent(&attribute.name).filter(Consent::is_given);
    let is_in_the_way = user.is_to_review && user.values.contains_key(&attribute.name);
    Ok(match given {
        Some(given) if is_ticked && given.version >= terms.version => Change::None,
        _ if is_ticked => Change::Set(Consent::given(terms.version, user.now).to_string()),
        Some(_) if is_outdated(terms, raw) => Change::None,
        Some(given) => Change::Set(given.withdrawn(user.now).to_string()),
        None if is_in_the_way => Change::Remove,
        None => Change::None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lock;
    use crate::builder::{schema, user_context, values};

    fn current() -> Values {
        values([
            ("custom:job_title", "Lead"),
            ("custom:department", "sales"),
            ("custom:desk_number", "007"),
            ("custom:employee_id", "E-1"),
        ])
    }

    #[test]
    fn only_real_differences_are_changes() {
        for (name, raw) in [
            ("custom:job_title", "Lead"),
            ("custom:job_title", "  Lead "),
            ("custom:desk_number", "007"),
            ("custom:desk_number", "7"),
            ("custom:desk_number", "7.0"),
            ("custom:newsletter", ""),
            ("custom:newsletter", "  "),
            ("custom:employee_id", "E-1"),
            ("custom:employee_id", " E-1 "),
        ] {
            assert_eq!(
                schema().check(&values([(name, raw)]), user_context(&current())),
                Ok(Changes::default()),
                "{name}={raw}"
            );
        }
    }

    #[test]
    fn fields_not_posted_are_left_alone() {
        let changes = schema().check(&Values::new(), user_context(&current())).unwrap();
        assert!(changes.is_empty());
    }

    #[test]
    fn changes_are_in_wire_form() {
        let form = values([
            ("custom:job_title", " Designer "),
            ("custom:desk_number", "042"),
            ("custom:newsletter", "true"),
        ]);
        let changes = schema().check(&form, user_context(&current())).unwrap();
        let expected = values([
            ("custom:job_title", "Designer"),
            ("custom:desk_number", "42"),
            ("custom:newsletter", "true"),
        ]);
        assert_eq!(
            changes,
            Changes {
                set: expected,
                remove: vec![]
            }
        );
        assert!(!changes.is_empty());
    }

    #[test]
    fn a_blank_removes_an_optional_value() {
        let changes = schema()
            .check(&values([("custom:desk_number", " ")]), user_context(&current()))
            .unwrap();
        assert_eq!(
            changes,
            Changes {
                set: Values::new(),
                remove: vec!["custom:desk_number".to_owned()]
            }
        );
        assert!(!changes.is_empty());
    }

    #[test]
    fn every_broken_rule_is_named_at_its_field() {
        for (name, raw, rule) in [
            ("custom:job_title", "", Rule::Required),
            ("custom:job_title", "L", Rule::TooShort { min: 2 }),
            ("custom:department", "Sales", Rule::NotAChoice),
            ("custom:desk_number", "501", Rule::TooLarge { max: 500 }),
            ("custom:desk_number", "NaN", Rule::NotANumber),
            ("custom:newsletter", "on", Rule::NotABoolean),
            ("custom:employee_id", "E-2", Rule::Locked(Lock::Immutable)),
            ("custom:employee_id", "", Rule::Locked(Lock::Immutable)),
            ("custom:role", "admin", Rule::NotOnTheList),
            ("custom:role", "", Rule::NotOnTheList),
            ("email_verified", "true", Rule::NotOnTheList),
            ("sub", "1", Rule::NotOnTheList),
        ] {
            let errors = schema().check(&values([(name, raw)]), user_context(&current()));
            assert_eq!(errors, Err(vec![FieldError::new(name, rule)]), "{name}={raw}");
        }
    }

    #[test]
    fn unset_immutable_value_stays_unset() {
        let form = |raw| values([("custom:employee_id", raw)]);
        assert_eq!(
            schema().check(&form(""), user_context(&Values::new())),
            Ok(Changes::default())
        );
        let errors = vec![FieldError::new(
            "custom:employee_id",
            Rule::Locked(Lock::Immutable),
        )];
        assert_eq!(
            schema().check(&form("E-1"), user_context(&Values::new())),
            Err(errors)
        );
    }

    #[test]
    fn errors_come_in_the_order_of_the_list() {
        let form = values([
            ("another:name", "x"),
            ("custom:desk_number", "0"),
            ("custom:department", "design"),
            ("custom:job_title", ""),
            ("custom:role", "admin"),
        ]);
        let errors = schema().check(&form, user_context(&current())).unwrap_err();
        let names: Vec<_> = errors.iter().map(|error| error.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "custom:job_title",
                "custom:desk_number",
                "another:name",
                "custom:role"
            ]
        );
    }

    #[test]
    fn values_outside_new_rules_are_refused_when_resubmitted() {
        let current = values([("custom:department", "a choice of last year")]);
        let errors = vec![FieldError::new("custom:department", Rule::NotAChoice)];
        assert_eq!(schema().check(&current, user_context(&current)), Err(errors));
    }
}
