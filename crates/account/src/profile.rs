//! The signed-in person's attributes as values: what the pool said, and what came in a form.

use attributes::{Changes, Schema, UserContext, Values};
use clock::Timestamp;
use serde::{Deserialize, Serialize};
use signin::Session;

/// A person's attributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Values by wire name, all that the app client may read, as strings.
    pub values: Values,
    pub(crate) read_at: Timestamp,
}

impl Profile {
    pub(crate) fn new(values: Values, read_at: Timestamp) -> Self {
        Self { values, read_at }
    }

    /// The same, but only for when the pool cannot be asked.
    pub(crate) fn too_old(&self) -> Self {
        Self::new(self.values.clone(), Timestamp::from_unix_seconds(0))
    }

    /// What it is after these changes, which the pool has taken.
    pub(crate) fn after(self, changes: Changes) -> Self {
        let Self { mut values, read_at } = self;
        values.extend(changes.set);
        for name in &changes.remove {
            values.remove(name);
        }
        Self { values, read_at }
    }
}

/// A posted form: what stands in its fields, and what stood there when it was shown. Only what differs was
/// changed by the person; the rest may have been changed elsewhere meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submission {
    /// By wire name, what was typed or left.
    pub values: Values,
    /// By wire name, what the form was shown with.
    pub baseline: Values,
}

impl Submission {
    /// What the person changed.
    #[must_use]
    pub fn changed(&self, schema: &Schema) -> Values {
        let is_changed =
            |(name, value): &(&String, &String)| match (self.baseline.get(*name), schema.get(name)) {
                (None, _) => true,
                (Some(baseline), Some(attribute)) => !attribute.is_untouched(baseline, value),
                (Some(baseline), None) => baseline != *value,
            };
        let changed = self.values.iter().filter(is_changed);
        changed
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

/// What the attribute list must know of the person.
pub(crate) fn user_context<'a>(session: &'a Session, values: &'a Values, now: Timestamp) -> UserContext<'a> {
    UserContext {
        values,
        providers: session.providers(),
        now: now.unix_seconds(),
        signed_in_at: session.signed_in_at().unix_seconds(),
        is_to_review: session.is_to_review(),
    }
}
