//! The list of attributes.

use crate::{Attribute, ContactChange, ContactChanges, SignUpRules, Text, Values};

/// The attributes that this app shows, and those among them that it lets people write: these, and no others.
#[derive(Clone, PartialEq, Debug)]
pub struct Schema {
    version: u32,
    groups: Vec<Group>,
    attributes: Vec<Attribute>,
    contact: ContactChanges,
    sign_up: SignUpRules,
}

/// Attributes that belong together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// What attributes name it by.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// A line of help below the label.
    pub help: Option<Text>,
    /// Whether it begins a step of its own in the form after registration.
    pub step: bool,
}

/// What is known of a person, and when.
#[derive(Clone, Copy, Debug)]
pub struct UserContext<'a> {
    /// Their attributes, as the pool has them.
    pub values: &'a Values,
    /// The identity providers that they sign in through; empty for a person with a password in the pool.
    pub providers: &'a [String],
    /// Now, in seconds since 1970.
    pub now: i64,
    /// When they signed in, in seconds since 1970.
    pub signed_in_at: i64,
    /// Whether another user may have filled in what the account has: then no consent in it is theirs.
    pub is_to_review: bool,
}

impl Schema {
    /// A list. Attributes are brought into the order in which people see them: those without a group first, then
    /// group by group.
    #[must_use]
    pub fn new(version: u32, groups: Vec<Group>, mut attributes: Vec<Attribute>) -> Schema {
        attributes.sort_by_key(|attribute| place(&groups, attribute));
        Schema {
            version,
            groups,
            attributes,
            contact: ContactChanges::default(),
            sign_up: SignUpRules::default(),
        }
    }

    /// The same list, with what people may change of how they are reached.
    #[must_use]
    pub fn with_contact_changes(self, contact: ContactChanges) -> Schema {
        Schema { contact, ..self }
    }

    /// How the pool changes an address, `email` or `phone_number`; off unless the operator said that it is safe.
    #[must_use]
    pub fn contact_change(&self, name: &str) -> ContactChange {
        self.contact.of(name)
    }

    /// The same list, with another way for people to make an account.
    #[must_use]
    pub fn with_sign_up_rules(self, sign_up: SignUpRules) -> Schema {
        Schema { sign_up, ..self }
    }

    /// How people make an account.
    #[must_use]
    pub fn sign_up_rules(&self) -> SignUpRules {
        self.sign_up
    }

    /// The version of the list that the operator gave it: 1, 2, 3, …
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The groups in the order of the file.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The attributes in the order in which people see them.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The first step of what is asked, and how many steps come after it. A group that [has one](Group::step) begins it.
    #[must_use]
    pub fn first_step<'a>(&self, asked: &[&'a Attribute]) -> (Vec<&'a Attribute>, usize) {
        let mut steps: Vec<usize> = asked.iter().map(|attribute| self.step_of(attribute)).collect();
        steps.sort_unstable();
        steps.dedup();
        let is_first = |attribute: &&&Attribute| Some(&self.step_of(attribute)) == steps.first();
        let first = asked.iter().filter(is_first).copied().collect();
        (first, steps.len().saturating_sub(1))
    }

    /// How many groups up to that of the attribute begin a step.
    fn step_of(&self, attribute: &Attribute) -> usize {
        let before = self.groups.iter().take(place(&self.groups, attribute));
        before.filter(|group| group.step).count()
    }

    /// The attribute of this name as it is on the wire.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

impl Group {
    /// The same group with its texts in one language only: less to send.
    #[must_use]
    pub fn in_language(&self, tag: &str) -> Group {
        let in_language = |text: &Text| Text::from(text.in_language(tag));
        Group {
            name: self.name.clone(),
            label: in_language(&self.label),
            help: self.help.as_ref().map(in_language),
            step: self.step,
        }
    }
}

/// 0 without a group, else the group's place from 1.
fn place(groups: &[Group], attribute: &Attribute) -> usize {
    let is_group = |group: &Group| attribute.group.as_ref() == Some(&group.name);
    groups.iter().position(is_group).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AttributeType;
    use crate::builder::{attribute, schema};

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
    fn people_see_attributes_group_by_group() {
        let group = |name: &str| Group {
            name: name.to_owned(),
            label: name.into(),
            help: None,
            step: false,
        };
        let member = |name: &str, group: Option<&str>| Attribute {
            group: group.map(str::to_owned),
            ..attribute(name, AttributeType::Boolean)
        };
        let attributes = vec![
            member("custom:1", Some("work")),
            member("custom:2", Some("you")),
            member("custom:3", None),
            member("custom:4", Some("work")),
        ];
        let schema = Schema::new(1, vec![group("you"), group("work")], attributes);
        let names: Vec<_> = schema.attributes().iter().map(|a| a.name.as_str()).collect();
        assert_eq!(names, ["custom:3", "custom:2", "custom:1", "custom:4"]);
    }

    #[test]
    fn groups_with_a_step_begin_one() {
        let group = |name: &str, step| Group {
            name: name.to_owned(),
            label: name.into(),
            help: None,
            step,
        };
        let member = |name: &str, group: Option<&str>| Attribute {
            group: group.map(str::to_owned),
            ..attribute(name, AttributeType::Boolean)
        };
        let groups = vec![
            group("a", false),
            group("b", true),
            group("c", false),
            group("d", true),
        ];
        let members = [
            ("0", None),
            ("1", Some("a")),
            ("2", Some("b")),
            ("3", Some("c")),
            ("4", Some("d")),
        ];
        let attributes = members.map(|(name, group)| member(name, group)).to_vec();
        let schema = Schema::new(1, groups, attributes);
        let all: Vec<&Attribute> = schema.attributes().iter().collect();
        for (asked, first, left) in [
            (&all[..], &["0", "1"][..], 2),
            (&all[1..], &["1"], 2),
            (&all[2..], &["2", "3"], 1),
            (&all[3..], &["3"], 1),
            (&all[4..], &["4"], 0),
            (&[], &[], 0),
        ] {
            let (step, steps_left) = schema.first_step(asked);
            let names: Vec<_> = step.iter().map(|a| a.name.as_str()).collect();
            assert_eq!((names.as_slice(), steps_left), (first, left));
        }
    }

    #[test]
    fn attributes_reach_browsers_with_their_rules() {
        for mut attribute in schema().attributes().to_vec() {
            let json = serde_json::to_string(&attribute).unwrap();
            attribute.help = None;
            attribute.group = None;
            attribute.reason = None;
            attribute.ask_from = None;
            attribute.since = 0;
            attribute.mutable = false;
            attribute.sign_up = false;
            attribute.mapped_by.clear();
            attribute.authorises = false;
            assert_eq!(serde_json::from_str::<Attribute>(&json).unwrap(), attribute);
        }
    }
}
