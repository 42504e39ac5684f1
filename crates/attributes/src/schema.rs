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
    #[cfg(any(test, feature = "toml"))]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{schema, values};

    #[test]
    fn attributes_are_found_by_their_whole_name() {
        assert_eq!(
            schema().get("custom:department").map(|a| a.name.as_str()),
            Some("custom:department")
        );
        for name in ["department", "custom:Department", "custom:role", ""] {
            assert_eq!(schema().get(name), None, "{name}");
        }
    }

    #[test]
    fn required_attributes_are_missing_until_they_are_answered() {
        for (given, missing) in [
            (values([]), &["custom:job_title", "custom:department"][..]),
            (
                values([("custom:job_title", " "), ("custom:department", "sales")]),
                &["custom:job_title"],
            ),
            (
                values([("custom:job_title", "Lead"), ("custom:department", "")]),
                &["custom:department"],
            ),
            (
                values([("custom:job_title", "Lead"), ("custom:department", "sales")]),
                &[],
            ),
            (
                values([
                    ("custom:job_title", "Lead"),
                    ("custom:department", "a choice of last year"),
                ]),
                &[],
            ),
        ] {
            let schema = schema();
            let names: Vec<_> = schema
                .missing_required(&given)
                .iter()
                .map(|a| a.name.as_str())
                .collect();
            assert_eq!(names, missing, "{given:?}");
        }
    }

    #[test]
    fn a_required_attribute_that_cannot_change_is_never_asked_for() {
        let mut schema = schema();
        schema
            .attributes
            .iter_mut()
            .for_each(|attribute| attribute.mutable = false);
        assert_eq!(schema.missing_required(&Values::new()), Vec::<&Attribute>::new());
    }

    #[test]
    fn a_list_travels_as_json_and_comes_back_equal() {
        let json = serde_json::to_string(&schema()).unwrap();
        assert_eq!(serde_json::from_str::<Schema>(&json).unwrap(), schema());
    }
}
