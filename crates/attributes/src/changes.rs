//! From a posted form to what has to be written.

use crate::{Attribute, FieldError, Rule, Schema, Values, is_blank};

/// What a form changes, ready for Cognito: `UpdateUserAttributes` for `set`, `DeleteUserAttributes` for `remove`.
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
    /// Checks everything posted in `form` against the list, and compares it with the `current` values: only real
    /// differences end in [`Changes`].
    ///
    /// * A name that is absent from the form was not asked and is left alone. Browsers leave out radio buttons
    ///   and boxes that nobody touched: whoever shows one adds a blank (or `false`) for it.
    /// * A blank takes an optional value away; for a required attribute it is [`Rule::Required`].
    /// * An immutable attribute may come back with the value it has; anything else is [`Rule::NotEditable`].
    /// * A name that is not on the list is [`Rule::NotOnTheList`].
    ///
    /// Errors come in the order of the list, unknown names last; nothing may be written when there is one.
    pub fn check(&self, form: &Values, current: &Values) -> Result<Changes, Vec<FieldError>> {
        let mut changes = Changes::default();
        let mut errors = Vec::new();
        for attribute in self.attributes() {
            let name = &attribute.name;
            let Some(raw) = form.get(name) else { continue };
            match change(attribute, raw, current.get(name).map_or("", String::as_str)) {
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

fn change(attribute: &Attribute, raw: &str, current: &str) -> Result<Change, Rule> {
    if !attribute.mutable {
        let same = raw.trim() == current.trim() || is_blank(raw) && is_blank(current);
        return if same {
            Ok(Change::None)
        } else {
            Err(Rule::NotEditable)
        };
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
