//! `AuthParameters` and `ChallengeResponses`: named strings, each read once.

use std::collections::BTreeMap;

use crate::exception::Exception;

/// The parameters that were not read yet.
pub(super) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    pub fn new(map: BTreeMap<String, String>) -> Self {
        Self(map)
    }

    pub fn text(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    pub fn required(&mut self, name: &str) -> Result<String, Exception> {
        let missing = || Exception::invalid(format!("Missing required parameter {name}"));
        self.text(name)
            .filter(|value| !value.is_empty())
            .ok_or_else(missing)
    }

    /// `userAttributes.x` and their values.
    pub fn user_attributes(&mut self) -> BTreeMap<String, String> {
        let prefix = "userAttributes.";
        let names: Vec<String> = self
            .0
            .keys()
            .filter(|name| name.starts_with(prefix))
            .cloned()
            .collect();
        let taken = names.into_iter().filter_map(|name| {
            let value = self.0.remove(&name)?;
            Some((name[prefix.len()..].to_owned(), value))
        });
        taken.collect()
    }

    /// Every parameter must have been read by now.
    pub fn finish(self) -> Result<(), Exception> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(Exception::invalid(format!(
                "local-pool does not implement the parameter {name}"
            ))),
        }
    }
}
