//! The session key on the local pool: made at the first start and kept, so that a restart ends no session.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use signin::{KeyError, KeyRing, SystemRandomness};

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum SessionKeyError {
    /// The file cannot be read or written.
    #[error("The session key {file} cannot be kept.")]
    File {
        /// The file.
        file: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The file holds something else.
    #[error("{file} holds no session key. Remove it, and a new one is made: everybody has to sign in again.")]
    Bad {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        #[source]
        source: KeyError,
    },
}

/// Reads the key, or draws one and keeps it, readable by its owner only.
pub(crate) fn read_or_make(file: &Path) -> Result<KeyRing, SessionKeyError> {
    let text = read(file)
        .or_else(|error| {
            if error.kind() == ErrorKind::NotFound {
                make(file)
            } else {
                Err(error)
            }
        })
        .map_err(|source| SessionKeyError::File {
            file: file.to_owned(),
            source,
        })?;
    KeyRing::parse(text.trim()).map_err(|source| SessionKeyError::Bad {
        file: file.to_owned(),
        source,
    })
}

fn read(file: &Path) -> io::Result<String> {
    let opened = private_file::open(file, OpenOptions::new().read(true))?;
    if opened.was_open_to_others {
        let file = file.display();
        tracing::warn!(
            event = "session_key_was_readable",
            %file,
            "others could read the session key: it is private now"
        );
    }
    io::read_to_string(opened.file)
}

fn make(file: &Path) -> io::Result<String> {
    let key = KeyRing::generate(&SystemRandomness);
    let mut new = private_file::open(file, OpenOptions::new().write(true).create_new(true))?.file;
    writeln!(new, "{key}")?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("var/session.key");
        read_or_make(&file).unwrap();
        let made = fs::read_to_string(&file).unwrap();
        read_or_make(&file).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), made);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn existing_key_files_become_private() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("session.key");
        read_or_make(&file).unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
        read_or_make(&file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn file_without_a_key_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("session.key");
        fs::write(&file, "not a key").unwrap();
        let error = read_or_make(&file).unwrap_err();
        assert!(error.to_string().contains("session.key"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "not a key");
    }
}
