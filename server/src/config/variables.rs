//! Where settings come from: the environment, and a `.env` file for what the environment does not say.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::problem::Problem;

/// Names and values, before anybody has judged them.
#[derive(Clone, Default)]
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Reads the process environment and the file `.env` in the working directory; the environment wins.
    pub fn from_environment() -> Result<Self, Problem> {
        let file = Path::new(".env");
        let mut variables = if file.exists() {
            Self::from_file(file)?
        } else {
            Self::default()
        };
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        variables.0.extend(environment);
        Ok(variables)
    }

    /// Reads `NAME=value` lines.
    fn from_file(file: &Path) -> Result<Self, Problem> {
        let lines = dotenvy::from_path_iter(file).map_err(|error| Problem::in_file(&error))?;
        lines
            .collect::<Result<BTreeMap<_, _>, _>>()
            .map(Self)
            .map_err(|error| Problem::in_file(&error))
    }

    /// A value without the blanks around it; an empty one counts as not set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Variables {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

impl fmt::Debug for Variables {
    /// Names only: some values are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Result<Variables, Problem> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env");
        std::fs::write(&path, text).unwrap();
        Variables::from_file(&path)
    }

    #[test]
    fn a_file_is_read_with_comments_and_quotes() {
        let variables = file("# a comment\nCLIENT_ID=abc\nCLIENT_SECRET='d$e f'\nEMPTY=\n").unwrap();
        assert_eq!(variables.get("CLIENT_ID"), Some("abc"));
        assert_eq!(variables.get("CLIENT_SECRET"), Some("d$e f"));
        assert_eq!(variables.get("EMPTY"), None);
    }

    #[test]
    fn a_line_that_is_no_assignment_is_reported_without_its_text() {
        let problem = file("CLIENT_SECRET = hunter2 and more\n").unwrap_err();
        assert!(!problem.to_string().contains("hunter2"), "{problem}");
    }

    #[test]
    fn debug_output_has_no_values() {
        let variables: Variables = [("CLIENT_SECRET", "hunter2")].into_iter().collect();
        assert_eq!(format!("{variables:?}"), r#"{"CLIENT_SECRET"}"#);
    }
}
