//! `operator pool branding`: the brand of the application as a style of managed login, so that the pool's own pages look like it.

use std::path::Path;
use std::process::ExitCode;

use brand::{Brand, FileName};
use serde_json::Value;

use crate::cli::Branding;
use crate::plan::Settings;

/// Of a whole request, in bytes; base64 makes three of them four.
const LARGEST_REQUEST: usize = 2 * 1024 * 1024;

/// A style that was made of a brand.
#[derive(Clone, PartialEq, Debug)]
pub struct BrandStyle(Value);

impl BrandStyle {
    /// `Settings`
    pub fn settings(&self) -> Value {
        self.0["Settings"].clone()
    }

    /// `Assets`
    pub fn pictures(&self) -> Vec<Settings> {
        let assets = self.0["Assets"].as_array().into_iter().flatten();
        let pictures = assets.map(|asset| {
            let mut picture = Settings::default();
            for name in ["Category", "ColorMode", "Extension", "Bytes"] {
                picture.set(name, asset[name].as_str().unwrap_or_default());
            }
            picture
        });
        pictures.collect()
    }
}

/// The style of a brand file, for `--brand`.
pub fn parse_brand(file: &str) -> Result<BrandStyle, String> {
    read(Path::new(file)).map(BrandStyle)
}

/// Prints what `aws cognito-idp update-managed-login-branding --cli-input-json` takes.
pub fn run(options: &Branding) -> Result<ExitCode, String> {
    println!("{:#}", read(&options.brand)?);
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let brand = Brand::from_toml(&text).map_err(|errors| {
        let lines = errors.iter().map(|error| format!("{}: {error}", file.display()));
        lines.collect::<Vec<_>>().join("\n")
    })?;
    style(&brand, &file.with_extension(""))
}

/// The style; pictures are in `folder`.
fn style(brand: &Brand, folder: &Path) -> Result<Value, String> {
    let read = |name: &FileName| {
        let file = folder.join(name.as_str());
        std::fs::read(&file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
    };
    let style = brand.managed_login_style(read)?;
    let style = style.ok_or_else(|| {
        "the brand has neither colours nor pictures: there is nothing to hand on".to_owned()
    })?;
    let length = style.to_string().len();
    if length > LARGEST_REQUEST {
        return Err(format!(
            "the pictures make a request of {length} bytes, and Cognito takes {LARGEST_REQUEST}"
        ));
    }
    Ok(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brand_without_look_is_refused() {
        let brand = Brand::from_toml("name = \"Acme\"").unwrap();
        assert!(
            style(&brand, Path::new("nowhere"))
                .unwrap_err()
                .contains("neither colours nor pictures")
        );
    }

    #[test]
    fn missing_picture_is_named() {
        let brand = Brand::from_toml("logo = \"logo.svg\"").unwrap();
        assert!(
            style(&brand, Path::new("nowhere"))
                .unwrap_err()
                .contains("nowhere/logo.svg")
        );
    }
}
