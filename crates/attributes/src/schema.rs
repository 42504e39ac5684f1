//! The list of attributes.

use serde::{Deserialize, Serialize};

use crate::{Attribute, Values, is_blank};

/// The attributes that this app shows and lets people write: all of them, and no others.
///
/// It goes to the browser as JSON and comes back equal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Schema {
    version: u32,
    attributes: Vec<Attribute>,
}

impl Schema {
    #[cfg(feature = "toml")]
    pub(crate) fn new(version: u32, attributes: Vec<Attribute>) -> Schema {
        Schema { version, attributes }
    }

    /// The version of the list that the operator gave it: 1, 2, 3, …
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The attributes in the order of the file.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The attribute of this name as it is on the wire.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The attributes to ask for: required, able to change, and absent or blank in `values`.
    ///
    /// A value that the rules of today would refuse counts as answered: tightening a rule must not lock
    /// everybody out of the app. The form asks for it again when it is next saved.
    #[must_use]
    pub fn missing_required<'a>(&'a self, values: &Values) -> Vec<&'a Attribute> {
        let is_answered = |name: &str| values.get(name).is_some_and(|value| !is_blank(value));
        self.attributes
            .iter()
            .filter(|attribute| attribute.required && attribute.mutable && !is_answered(&attribute.name))
            .collect()
    }
}
