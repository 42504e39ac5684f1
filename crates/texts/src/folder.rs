//! The files of a folder of texts.

use std::path::Path;
use std::{fs, io};

/// The first language: the others are held against it.
const FIRST: &str = "en";

/// What stands in a folder of texts.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Code and TOML of each language, the first one first.
    pub languages: Vec<(String, String)>,
    /// Code of the language and the lines `code<TAB>name` of its countries.
    pub countries: Vec<(String, String)>,
    /// Which values the code hands to which sentence.
    pub calls: String,
}

impl Folder {
    /// Reads `*.toml`, `countries/*.tsv` and `calls.toml`.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut languages = files(folder, "toml")?;
        languages.retain(|(code, _)| code != "calls");
        languages.sort_by_key(|(code, _)| (code != FIRST, code.clone()));
        Ok(Self {
            languages,
            countries: files(&folder.join("countries"), "tsv")?,
            calls: fs::read_to_string(folder.join("calls.toml"))?,
        })
    }

    pub(crate) fn countries_of(&self, code: &str) -> Option<&str> {
        let own = self.countries.iter().find(|(language, _)| language == code);
        own.map(|(_, lines)| lines.as_str())
    }
}

/// Name without extension, and content.
fn files(folder: &Path, extension: &str) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|own| own == extension)
            && let Some(name) = path.file_stem().and_then(|name| name.to_str())
        {
            files.push((name.to_owned(), fs::read_to_string(&path)?));
        }
    }
    Ok(files)
}
