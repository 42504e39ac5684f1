//! The brand, and where its files are.

use std::fs::read_to_string;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use brand::Brand;

use super::problem::Reader;

const NAME: &str = "BRAND_FILE";
const DEFAULT_FILE: &str = "brand.toml";

/// The folder with the files of the brand: named as its file, without the ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrandFolder(pub Arc<Path>);

impl Default for BrandFolder {
    fn default() -> Self {
        Self::beside(DEFAULT_FILE)
    }
}

impl BrandFolder {
    /// That of this file.
    #[must_use]
    pub fn beside(file: &str) -> Self {
        Self(PathBuf::from(file).with_extension("").into())
    }
}

/// Without a file, and if none is named, everything looks as it is shipped.
pub(super) fn read_brand(reader: &mut Reader<'_>, named: Option<&str>) -> Option<(Brand, BrandFolder)> {
    let file = named.unwrap_or(DEFAULT_FILE);
    let folder = BrandFolder::beside(file);
    if named.is_none() && !Path::new(file).exists() {
        return Some((Brand::default(), folder));
    }
    let text = read_to_string(file)
        .map_err(|error| reader.refuse(NAME, format!("{file} cannot be read: {error}")))
        .ok()?;
    let brand = Brand::from_toml(&text)
        .map_err(|errors| {
            for error in errors {
                reader.refuse(NAME, format!("{file}: {error}"));
            }
        })
        .ok()?;
    let missing: Vec<_> = brand
        .files()
        .filter(|file| !folder.0.join(file.as_str()).is_file())
        .collect();
    for picture in &missing {
        let folder = folder.0.display();
        reader.refuse(
            NAME,
            format!("{file}: {} is not in the folder {folder}", picture.as_str()),
        );
    }
    missing.is_empty().then_some((brand, folder))
}
