//! Where settings come from: the environment, and a `.env` file for what the environment does not say.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::problem::{Problem, Problems};

/// All that are read. `.env.example` describes them.
const OURS: [&str; 32] = [
    "APP_ORIGIN",
    "ATTEMPTS_SCALE",
    "ATTRIBUTES_FILE",
    "BRAND_FILE",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "CLIENT_SECRET_FILE",
    "COGNITO_DOMAIN",
    "COGNITO_ENDPOINT",
    "COGNITO_QUOTA_PERCENT",
    "COGNITO_REGION",
    "COGNITO_USER_POOL_ID",
    "DRAIN_SECONDS",
    "LISTEN_ADDR",
    "LOCAL_POOL_PORT",
    "LOCAL_POOL_TEMPLATE",
    "LOCAL_POOL_TEST_CONTROLS",
    "LOG_FORMAT",
    "PICTURE_HOSTS",
    "REDIRECT_URI",
    "REFRESH_TOKEN_LIFE",
    "RUST_LOG",
    "SESSION_IDLE_LIMIT",
    "SESSION_KEY",
    "SESSION_KEY_FILE",
    "SESSION_LIMIT",
    "SESSION_STORE",
    "SESSION_STORE_FILE",
    "SHOW_CLAIM_SOURCES",
    "SIGN_OUT_URI",
    "SITE_ROOT",
    "TRUSTED_PROXIES",
];
/// Those that may hold a secret.
const SECRET: [&str; 3] = ["CLIENT_SECRET", "SESSION_KEY", "SESSION_STORE"];
/// Those that name a file with the secret in it, in the same order.
const SECRET_FILE: [&str; 3] = ["CLIENT_SECRET_FILE", "SESSION_KEY_FILE", "SESSION_STORE_FILE"];
/// A name with one mistake in so many letters is meant to be ours, with more than a few it is another one.
const LETTERS_PER_MISTAKE: usize = 4;
const MOST_MISTAKES: usize = 3;

/// Names and values, not yet validated.
#[derive(Clone, Default)]
pub struct Variables {
    values: BTreeMap<String, String>,
    /// A file with secrets that others on this machine can read.
    open_file: Option<PathBuf>,
    /// Files that are named and cannot be read.
    problems: Vec<Problem>,
}

impl Variables {
    /// Reads the process environment and the file `.env` in the working directory; the environment wins.
    pub fn from_environment() -> Result<Self, Problems> {
        let file = Path::new(".env");
        let mut variables = if file.exists() {
            Self::from_file(file).map_err(|problem| Problems(vec![problem]))?
        } else {
            Self::default()
        };
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        variables.values.extend(environment);
        variables.read_secret_files();
        Ok(variables)
    }

    /// Puts what stands in `CLIENT_SECRET_FILE` into `CLIENT_SECRET`, and so on: secrets as files are what container
    /// platforms and systemd hand over.
    fn read_secret_files(&mut self) {
        for (name, file_name) in SECRET.into_iter().zip(SECRET_FILE) {
            let Some(file) = self.get(file_name) else { continue };
            let text = match self.get(name) {
                Some(_) => Err(format!("must not be set beside {name}: one of the two says it")),
                None => std::fs::read_to_string(file)
                    .map_err(|error| format!("names a file that cannot be read: {error}")),
            };
            match text {
                Ok(text) => drop(self.values.insert(name.to_owned(), text)),
                Err(expects) => self.problems.push(Problem {
                    name: file_name,
                    expects,
                }),
            }
        }
    }

    /// What is wrong with them before anybody has read one.
    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether there is a value, or one that cannot be read.
    pub(super) fn is_set(&self, name: &str) -> bool {
        let file = SECRET
            .into_iter()
            .zip(SECRET_FILE)
            .find(|(secret, _)| *secret == name);
        self.get(name).is_some() || file.is_some_and(|(_, file)| self.get(file).is_some())
    }

    /// Reads `NAME=value` lines.
    fn from_file(file: &Path) -> Result<Self, Problem> {
        let unreadable = |error| Problem::in_file(&dotenvy::Error::Io(error));
        let bytes = std::fs::read(file).map_err(unreadable)?;
        // Some editors write a byte order mark, which would become part of the first name.
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let values: BTreeMap<String, String> = dotenvy::from_read_iter(text)
            .collect::<Result<_, _>>()
            .map_err(|error| Problem::in_file(&error))?;
        let has_secret = SECRET.iter().any(|name| values.contains_key(*name));
        let is_open = has_secret && private_file::is_open_to_others(file).map_err(unreadable)?;
        Ok(Self {
            values,
            open_file: is_open.then(|| file.to_owned()),
            problems: Vec::new(),
        })
    }

    /// What does not stop the server and should not stay so: names that are nearly ours, secrets that others can read.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let misspelt = self.values.keys().filter_map(|name| {
            let ours = nearly_ours(name)?;
            Some(format!(
                "{name} is no setting and counts for nothing: is {ours} meant?"
            ))
        });
        let open_file = self.open_file.as_ref().map(|file| {
            let file = file.display();
            format!("{file} holds secrets and others can read it: chmod 600 {file}")
        });
        misspelt.chain(open_file).collect()
    }

    /// A value without the blanks around it; an empty one counts as not set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Variables {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let values = pairs.into_iter().map(|(name, value)| (name.into(), value.into()));
        let mut variables = Self {
            values: values.collect(),
            ..Self::default()
        };
        variables.read_secret_files();
        variables
    }
}

impl fmt::Debug for Variables {
    /// Names only: some values are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

/// The name of ours that was most likely meant by one that is not.
fn nearly_ours(name: &str) -> Option<&'static str> {
    if OURS.contains(&name) {
        return None;
    }
    let plain = name.trim().to_ascii_uppercase().replace(['-', '.'], "_");
    let distances = OURS.iter().map(|ours| (distance(&plain, ours), *ours));
    let (distance, ours) = distances.min()?;
    (distance <= MOST_MISTAKES.min(ours.len() / LETTERS_PER_MISTAKE)).then_some(ours)
}

/// How many letters must be changed, added, left out or swapped with their neighbour to make one text of the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

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
    fn byte_order_mark_is_no_part_of_name() {
        let variables = file("\u{feff}CLIENT_ID=abc\nLOG_FORMAT=json\n").unwrap();
        assert_eq!(variables.get("CLIENT_ID"), Some("abc"));
        assert_eq!(variables.get("LOG_FORMAT"), Some("json"));
        assert_eq!(variables.warnings(), [""; 0]);
    }

    #[test]
    fn misspelt_names_are_named_with_the_right_one() {
        for (name, ours) in [
            ("CLIENT_SECERT", "CLIENT_SECRET"),
            ("COGNITO_USERPOOL_ID", "COGNITO_USER_POOL_ID"),
            ("TRUSTED_PROXY", "TRUSTED_PROXIES"),
            ("app_origin", "APP_ORIGIN"),
            ("APP-ORIGIN", "APP_ORIGIN"),
            ("SESSIONS_KEY", "SESSION_KEY"),
            ("RUST_LOGS", "RUST_LOG"),
        ] {
            let found = nearly_ours(name).unwrap_or_default();
            assert_eq!(found, ours, "{name}");
        }
        let variables: Variables = [("CLIENT_SECERT", "hunter2")].into_iter().collect();
        let warnings = variables.warnings().join("");
        assert!(warnings.contains("CLIENT_SECERT") && warnings.contains("CLIENT_SECRET"));
        assert!(!warnings.contains("hunter2"), "{warnings}");
    }

    #[test]
    fn names_of_others_are_passed_over() {
        for name in [
            "PATH",
            "HOME",
            "USER",
            "LANG",
            "HOSTNAME",
            "AWS_REGION",
            "RUST_BACKTRACE",
        ] {
            assert_eq!(nearly_ours(name), None, "{name}");
        }
        for name in OURS {
            assert_eq!(nearly_ours(name), None, "{name}");
        }
    }

    #[test]
    fn files_with_secrets_should_be_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env");
        for (text, mode, count) in [
            ("CLIENT_SECRET=hunter2", 0o644, 1),
            ("SESSION_KEY=hunter2", 0o640, 1),
            ("CLIENT_SECRET=hunter2", 0o600, 0),
            ("LOG_FORMAT=json", 0o644, 0),
        ] {
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let warnings = Variables::from_file(&path).unwrap().warnings();
            assert_eq!(warnings.len(), count, "{text} {mode:o}: {warnings:?}");
            assert!(!warnings.join("").contains("hunter2"));
        }
    }

    #[test]
    fn malformed_env_line_is_reported_without_its_text() {
        let problem = file("CLIENT_SECRET = hunter2 and more\n").unwrap_err();
        assert!(!problem.to_string().contains("hunter2"), "{problem}");
    }

    #[test]
    fn secret_is_read_from_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "hunter2\n").unwrap();
        let variables: Variables = [("CLIENT_SECRET_FILE", path.to_str().unwrap())]
            .into_iter()
            .collect();
        assert_eq!(variables.get("CLIENT_SECRET"), Some("hunter2"));
        assert_eq!(variables.problems(), []);
    }

    #[test]
    fn unreadable_secret_file_is_a_problem() {
        let variables: Variables = [("SESSION_KEY_FILE", "/nowhere/key")].into_iter().collect();
        assert!(variables.is_set("SESSION_KEY"), "it is not called missing, too");
        assert_eq!(variables.problems()[0].name, "SESSION_KEY_FILE");
    }

    #[test]
    fn secret_and_its_file_exclude_each_other() {
        let both = [
            ("CLIENT_SECRET", "hunter2"),
            ("CLIENT_SECRET_FILE", "/run/secrets/client"),
        ];
        let problems = both.into_iter().collect::<Variables>().problems;
        assert_eq!(problems.len(), 1);
        let said = problems[0].to_string();
        assert!(
            said.contains("CLIENT_SECRET_FILE") && !said.contains("hunter2"),
            "{said}"
        );
    }

    #[test]
    fn debug_output_has_no_values() {
        let variables: Variables = [("CLIENT_SECRET", "hunter2")].into_iter().collect();
        assert_eq!(format!("{variables:?}"), r#"{"CLIENT_SECRET"}"#);
    }
}
