//! Files for their owner only: made so, and made so again when they existed before with wider permissions.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

/// Read and write for the owner only.
const OWNER_ONLY: u32 = 0o600;
const OTHERS: u32 = 0o077;

/// A private file, open.
#[derive(Debug)]
pub struct PrivateFile {
    /// The file.
    pub file: File,
    /// Whether others could read or write it until now: worth a warning, for they may have.
    pub was_open_to_others: bool,
}

/// Opens a file as `options` say. One that they make is private from its first byte, one that was there is made private;
/// its folder is made if it is missing. Fails if the file belongs to another user and others have access.
pub fn open(path: &Path, options: &mut OpenOptions) -> io::Result<PrivateFile> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let file = options.mode(OWNER_ONLY).open(path)?;
    // On the open file, not the path: it cannot be replaced in between.
    let found = file.metadata()?;
    let mode = found.permissions().mode();
    // Devices such as /dev/null are shared.
    let was_open_to_others = found.is_file() && mode & OTHERS != 0;
    if was_open_to_others {
        file.set_permissions(Permissions::from_mode(mode & !OTHERS))?;
    }
    Ok(PrivateFile {
        file,
        was_open_to_others,
    })
}

/// Whether others than its owner can read or write a file. One that is not there is not.
pub fn is_open_to_others(path: &Path) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(found) => Ok(found.permissions().mode() & OTHERS != 0),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn new_files_are_private_and_get_their_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/file");
        let opened = open(&path, OpenOptions::new().append(true).create(true)).unwrap();
        assert!(!opened.was_open_to_others);
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn existing_files_become_private_and_keep_their_content() {
        let folder = tempfile::tempdir().unwrap();
        for open_to in [0o644, 0o660, 0o601] {
            let path = folder.path().join(format!("{open_to:o}"));
            fs::write(&path, "kept").unwrap();
            fs::set_permissions(&path, Permissions::from_mode(open_to)).unwrap();
            assert!(is_open_to_others(&path).unwrap());
            let opened = open(&path, OpenOptions::new().append(true).create(true)).unwrap();
            assert!(opened.was_open_to_others, "{open_to:o}");
            assert_eq!(mode(&path), 0o600, "{open_to:o}");
            assert!(!is_open_to_others(&path).unwrap());
            assert_eq!(fs::read_to_string(&path).unwrap(), "kept");
        }
    }

    #[test]
    fn permissions_of_the_owner_stay_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
        open(&path, OpenOptions::new().read(true)).unwrap();
        assert_eq!(mode(&path), 0o400);
    }

    #[test]
    fn devices_keep_their_permissions() {
        let before = mode(Path::new("/dev/null"));
        let opened = open(Path::new("/dev/null"), OpenOptions::new().append(true)).unwrap();
        assert!(!opened.was_open_to_others);
        assert_eq!(mode(Path::new("/dev/null")), before);
    }

    #[test]
    fn missing_files_count_as_private() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_open_to_others(&folder.path().join("none")).unwrap());
    }
}
