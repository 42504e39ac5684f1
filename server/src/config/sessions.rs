//! Where sessions are kept, and the keys that seal them.

use std::path::{Path, PathBuf};

use auth::KeyRing;

use super::pool::Pool;
use super::problem::Reader;

const DEFAULT_STORE: &str = "var/sessions.db";

/// Where sessions are kept.
#[derive(Debug)]
pub struct Sessions {
    /// The SQLite file.
    pub store: PathBuf,
    /// What seals the records.
    pub key: SessionKey,
}

/// The keys that seal the records.
#[derive(Debug)]
pub enum SessionKey {
    /// From `SESSION_KEY`.
    Given(KeyRing),
    /// Made on the first start and kept in this file: on the local pool only.
    KeptIn(PathBuf),
}

impl Sessions {
    pub(super) fn read(reader: &mut Reader<'_>, pool: Option<&Pool>) -> Option<Self> {
        let store = reader.read("SESSION_STORE", parse_store);
        let store = store.unwrap_or_else(|| PathBuf::from(DEFAULT_STORE));
        let key = if matches!(pool, Some(Pool::Local(_))) {
            let kept = SessionKey::KeptIn(store.with_file_name("session.key"));
            Some(reader.read("SESSION_KEY", parse_key).unwrap_or(kept))
        } else {
            let missing = "is missing: 32 random bytes in base64, such as `openssl rand -base64 32` prints";
            reader.require("SESSION_KEY", missing, parse_key)
        };
        Some(Self { store, key: key? })
    }
}

fn parse_store(text: &str) -> Result<PathBuf, &'static str> {
    match text.strip_prefix("sqlite://").map(Path::new) {
        Some(file) if file.file_name().is_some() => Ok(file.to_owned()),
        _ => Err("must be sqlite:// and the path of a file: sqlite://var/sessions.db"),
    }
}

fn parse_key(text: &str) -> Result<SessionKey, String> {
    let expects = "must be 32 random bytes in base64, or several of these with commas between, newest first";
    KeyRing::parse(text)
        .map(SessionKey::Given)
        .map_err(|error| format!("{expects}: {error}"))
}
