#![doc = include_str!("../README.md")]
#![expect(
    clippy::format_push_string,
    reason = "generated code is put together once a build, and read in this file"
)]

mod calls;
mod check;
mod folder;
mod language;
mod node;
mod plural;
mod rust;

use std::fmt;

use calls::Calls;
use language::Language;

pub use folder::Folder;

/// Something that keeps the texts from being complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The file, as a path within the folder of texts: `he.toml`.
    pub file: String,
    /// The key of the sentence, with dots; empty if the whole file is meant.
    pub key: String,
    /// What is wrong and what is expected.
    pub message: String,
}

impl Error {
    fn new(file: impl Into<String>, key: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            key: key.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key.as_str() {
            "" => write!(f, "{}: {}", self.file, self.message),
            key => write!(f, "{}: `{key}`: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for Error {}

/// The Rust of these texts.
///
/// # Errors
///
/// Everything that is missing, surplus or wrong in any of the files, at once.
pub fn generate(folder: &Folder) -> Result<String, Vec<Error>> {
    let calls = Calls::parse(&folder.calls).map_err(|error| vec![error])?;
    let mut errors = Vec::new();
    let mut languages = Vec::new();
    for (code, toml) in &folder.languages {
        match Language::parse(code, toml, folder.countries_of(code)) {
            Ok(language) => languages.push(language),
            Err(error) => errors.push(error),
        }
    }
    // Without the first one there is nothing to hold the others against.
    let Some((first, others)) = languages.split_first().filter(|_| errors.is_empty()) else {
        errors.extend(
            folder
                .languages
                .is_empty()
                .then(|| Error::new("en.toml", "", "is missing")),
        );
        return Err(errors);
    };
    check::first(first, &calls, &mut errors);
    for other in others {
        check::other(first, other, &mut errors);
    }
    if errors.is_empty() {
        Ok(rust::write(&languages, &calls))
    } else {
        Err(errors)
    }
}
