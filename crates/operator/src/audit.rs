//! The audit log: a line for every write with time, author, user and names of attributes. Never a value, and of a
//! user only the `sub`.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use attributes::Changes;
use aws_sdk_cognitoidentityprovider::primitives::{DateTime, DateTimeFormat};
use serde::Serialize;

/// The operator who writes.
#[derive(Clone, Debug, Serialize)]
pub struct Author {
    /// The account on this machine.
    pub account: String,
    /// The id of the AWS access key; `CloudTrail` knows whose it is.
    pub access_key: String,
}

/// What one line says, apart from the time.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// `sub` of the person.
    pub sub: String,
    pub set: Vec<String>,
    pub removed: Vec<String>,
    /// Whether it was written by a run that was killed, and found afterwards.
    pub found_done: bool,
}

impl Written {
    pub fn new(sub: &str, changes: &Changes) -> Self {
        Self {
            sub: sub.to_owned(),
            set: changes.set.keys().cloned().collect(),
            removed: changes.remove.clone(),
            found_done: false,
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    at: String,
    event: &'static str,
    pool: &'a str,
    by: &'a Author,
    #[serde(flatten)]
    written: &'a Written,
}

/// A file that only grows, one JSON object a line.
pub struct AuditLog {
    file: File,
    path: PathBuf,
    pool: String,
    author: Author,
    now: fn() -> SystemTime,
}

impl AuditLog {
    pub fn open(path: &Path, pool: &str, author: Author) -> io::Result<Self> {
        // The log names people, so only its owner may read it.
        let opened = private_file::open(path, OpenOptions::new().create(true).append(true))?;
        if opened.was_open_to_others {
            eprintln!(
                "{}: others could read this file; it is private now.",
                path.display()
            );
        }
        Ok(Self {
            file: opened.file,
            path: path.to_owned(),
            pool: pool.to_owned(),
            author,
            now: system_time,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds lines, all at once.
    pub fn add(&mut self, written: &[Written]) -> io::Result<()> {
        let at = DateTime::from((self.now)());
        let at = at.fmt(DateTimeFormat::DateTime).map_err(io::Error::other)?;
        let mut text = Vec::new();
        for written in written {
            let line = Line {
                at: at.clone(),
                event: "attributes-written",
                pool: &self.pool,
                by: &self.author,
                written,
            };
            serde_json::to_writer(&mut text, &line)?;
            text.push(b'\n');
        }
        self.file.write_all(&text)?;
        self.file.sync_data()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where this program reads the clock"
)]
pub fn system_time() -> SystemTime {
    SystemTime::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_names_and_no_values() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/audit.jsonl");
        let author = Author {
            account: "root".to_owned(),
            access_key: "AKIA".to_owned(),
        };
        let mut log = AuditLog::open(&path, "eu-west-1_x", author).unwrap();
        log.now = || SystemTime::UNIX_EPOCH;
        let changes = Changes {
            set: [("custom:role".to_owned(), "admin-value".to_owned())].into(),
            remove: vec!["nickname".to_owned()],
        };
        log.add(&[Written::new("sub-1", &changes)]).unwrap();
        log.add(&[]).unwrap();
        let expected = r#"{"at":"1970-01-01T00:00:00Z","event":"attributes-written","pool":"eu-west-1_x","by":{"account":"root","access_key":"AKIA"},"sub":"sub-1","set":["custom:role"],"removed":["nickname"],"found_done":false}"#;
        assert_eq!(std::fs::read_to_string(path).unwrap(), format!("{expected}\n"));
    }

    #[test]
    fn audit_logs_are_private_also_when_they_existed() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.jsonl");
        let author = || Author {
            account: "root".to_owned(),
            access_key: "AKIA".to_owned(),
        };
        for before in [None, Some(0o644)] {
            if let Some(mode) = before {
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            }
            AuditLog::open(&path, "eu-west-1_x", author()).unwrap();
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{before:?}");
        }
    }
}
