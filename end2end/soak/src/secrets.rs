//! What every process can be told to read again: session keys and client secrets, in a file that all of them share.

use std::fs;
use std::path::{Path, PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::Fallible;
use crate::pool::CLIENT_SECRET;

/// A secret that the pool refuses: what is left of one that was replaced, or comes into force later.
const REFUSED: &str = "r3f1u5s7e9d+r3f1u5s7e9d+r3f1u5s7e9d+r3f1u";

/// `SESSION_KEY` and `CLIENT_SECRET`.
pub(crate) struct Secrets {
    file: PathBuf,
    /// The first one seals, all of them open.
    keys: Vec<String>,
    client: String,
}

impl Secrets {
    /// One of each, in the file that is read in this folder.
    pub fn new(folder: &Path) -> Fallible<Self> {
        let secrets = Self {
            file: folder.join(".env"),
            keys: vec![new_key()],
            client: CLIENT_SECRET.to_owned(),
        };
        secrets.write()?;
        Ok(secrets)
    }

    /// A further key that opens and does not seal yet: what all must know before the first one uses it.
    pub fn add_key(&mut self) -> Fallible<()> {
        self.keys.push(new_key());
        self.write()
    }

    /// The key that came last seals from now on.
    pub fn use_last_key(&mut self) -> Fallible<()> {
        self.keys.rotate_right(1);
        self.write()
    }

    /// Another spelling of secrets with which the pool lets us in.
    pub fn turn_client_secrets(&mut self) -> Fallible<()> {
        let before = format!("{REFUSED},{CLIENT_SECRET}");
        let after = format!("{CLIENT_SECRET},{REFUSED}");
        self.client = if self.client == CLIENT_SECRET {
            before
        } else if self.client == before {
            after
        } else {
            CLIENT_SECRET.to_owned()
        };
        self.write()
    }

    /// As a whole: a process may be starting just now.
    fn write(&self) -> Fallible<()> {
        let (keys, client) = (self.keys.join(","), &self.client);
        let new = self.file.with_extension("new");
        fs::write(&new, format!("SESSION_KEY={keys}\nCLIENT_SECRET={client}\n"))?;
        Ok(fs::rename(new, &self.file)?)
    }
}

fn new_key() -> String {
    let mut key = [0; 32];
    fastrand::fill(&mut key);
    STANDARD.encode(key)
}
