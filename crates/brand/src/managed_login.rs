//! The brand as a style of managed login, the pages of a user pool, so that they look like the application. Settings by the names of
//! `UpdateManagedLoginBranding`
//! (<https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateManagedLoginBranding.html>).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::{Brand, Colours, FileName, Pair};

/// A colour of the brand.
type Pick = fn(&Colours) -> Option<&Pair>;

/// Where each colour goes; `*` is `lightMode` and `darkMode`.
const PLACES: [(Pick, &[&str]); 11] = [
    (
        |colours| colours.paper.as_ref(),
        &["components/pageBackground/*/color"],
    ),
    (
        |colours| colours.card.as_ref(),
        &[
            "components/form/*/backgroundColor",
            "components/secondaryButton/*/defaults/backgroundColor",
            "componentClasses/input/*/defaults/backgroundColor",
            "componentClasses/optionControls/*/defaults/backgroundColor",
        ],
    ),
    (
        |colours| colours.ink.as_ref(),
        &[
            "components/pageText/*/headingColor",
            "components/pageText/*/bodyColor",
            "componentClasses/inputLabel/*/textColor",
        ],
    ),
    (
        |colours| colours.soft.as_ref(),
        &[
            "components/pageText/*/descriptionColor",
            "componentClasses/inputDescription/*/textColor",
        ],
    ),
    (
        |colours| colours.line.as_ref(),
        &[
            "components/form/*/borderColor",
            "componentClasses/divider/*/borderColor",
        ],
    ),
    (
        |colours| colours.field_line.as_ref(),
        &[
            "componentClasses/input/*/defaults/borderColor",
            "componentClasses/optionControls/*/defaults/borderColor",
        ],
    ),
    (
        |colours| colours.accent.as_ref(),
        &[
            "components/primaryButton/*/defaults/backgroundColor",
            "components/secondaryButton/*/defaults/borderColor",
            "components/secondaryButton/*/defaults/textColor",
            "componentClasses/link/*/defaults/textColor",
            "componentClasses/focusState/*/borderColor",
            "componentClasses/optionControls/*/selected/backgroundColor",
        ],
    ),
    (
        |colours| colours.accent_strong.as_ref(),
        &[
            "components/primaryButton/*/hover/backgroundColor",
            "components/primaryButton/*/active/backgroundColor",
            "componentClasses/link/*/hover/textColor",
        ],
    ),
    (
        |colours| colours.on_accent.as_ref(),
        &[
            "components/primaryButton/*/defaults/textColor",
            "components/primaryButton/*/hover/textColor",
            "components/primaryButton/*/active/textColor",
            "componentClasses/optionControls/*/selected/foregroundColor",
        ],
    ),
    (
        |colours| colours.bad.as_ref(),
        &[
            "components/alert/*/error/borderColor",
            "componentClasses/statusIndicator/*/error/borderColor",
            "componentClasses/statusIndicator/*/error/indicatorColor",
        ],
    ),
    (
        |colours| colours.bad_tint.as_ref(),
        &[
            "components/alert/*/error/backgroundColor",
            "componentClasses/statusIndicator/*/error/backgroundColor",
        ],
    ),
];

impl Brand {
    /// `UseCognitoProvidedValues`, `Settings` and `Assets` of its style; `None` if it has neither colours nor pictures. What
    /// reads a picture of the brand is handed in.
    ///
    /// # Errors
    ///
    /// When a picture cannot be read.
    pub fn managed_login_style<E>(
        &self,
        read: impl Fn(&FileName) -> Result<Vec<u8>, E>,
    ) -> Result<Option<Value>, E> {
        style(self, read)
    }
}

fn style<E>(brand: &Brand, read: impl Fn(&FileName) -> Result<Vec<u8>, E>) -> Result<Option<Value>, E> {
    let mut settings = Map::new();
    for (pick, places) in PLACES {
        if let Some(pair) = pick(brand.colours()) {
            for place in places {
                set(
                    &mut settings,
                    &place.replace('*', "lightMode"),
                    colour(pair.light()),
                );
                set(
                    &mut settings,
                    &place.replace('*', "darkMode"),
                    colour(pair.dark()),
                );
            }
        }
    }
    if !settings.is_empty() {
        // Both are given, so the person's choice decides.
        set(
            &mut settings,
            "categories/global/colorSchemeMode",
            "DYNAMIC".into(),
        );
        set(
            &mut settings,
            "components/pageBackground/image/enabled",
            false.into(),
        );
    }
    let mut assets = Vec::new();
    if let Some(logo) = brand.logo() {
        set(&mut settings, "components/form/logo/enabled", true.into());
        assets.extend(pictures("FORM_LOGO", logo, &read(logo)?));
    }
    if let Some((icon, category, extension)) = brand.icon().and_then(favicon) {
        set(
            &mut settings,
            "components/favicon/enabledTypes",
            json!([extension]),
        );
        assets.extend(pictures(category, icon, &read(icon)?));
    }
    let says_something = !settings.is_empty();
    let style = json!({ "UseCognitoProvidedValues": false, "Settings": settings, "Assets": assets });
    Ok(says_something.then_some(style))
}

/// Icons of tabs are of two kinds there; another one stays the service's own.
fn favicon(icon: &FileName) -> Option<(&FileName, &'static str, &'static str)> {
    match extension(icon)? {
        "ICO" => Some((icon, "FAVICON_ICO", "ICO")),
        "SVG" => Some((icon, "FAVICON_SVG", "SVG")),
        _ => None,
    }
}

/// The same picture on light pages and on dark ones.
fn pictures(category: &str, name: &FileName, bytes: &[u8]) -> [Value; 2] {
    let bytes = STANDARD.encode(bytes);
    let picture = |mode: &str| json!({ "Category": category, "ColorMode": mode, "Extension": extension(name), "Bytes": bytes });
    ["LIGHT", "DARK"].map(picture)
}

fn extension(name: &FileName) -> Option<&'static str> {
    match name.as_str().rsplit_once('.')?.1 {
        "ico" => Some("ICO"),
        "jpg" => Some("JPEG"),
        "png" => Some("PNG"),
        "svg" => Some("SVG"),
        "webp" => Some("WEBP"),
        _ => None,
    }
}

/// Puts a value where a path of keys leads, and makes what is on the way.
fn set(settings: &mut Map<String, Value>, path: &str, value: Value) {
    let Some((first, rest)) = path.split_once('/') else {
        settings.insert(path.to_owned(), value);
        return;
    };
    let inner = settings.entry(first).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inner) = inner {
        set(inner, rest, value);
    }
}

/// `#abc` and `#aabbcc` as eight digits with the opacity.
fn colour(css: &str) -> Value {
    let digits = css.trim_start_matches('#').to_ascii_lowercase();
    let six = if digits.len() == 3 {
        digits.chars().flat_map(|digit| [digit, digit]).collect()
    } else {
        digits
    };
    format!("{six}ff").into()
}

#[cfg(feature = "toml")]
#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn of_acme() -> Value {
        let examples = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide/examples"));
        let text = std::fs::read_to_string(examples.join("acme.toml")).unwrap();
        let read = |name: &FileName| std::fs::read(examples.join("acme").join(name.as_str()));
        let style = Brand::from_toml(&text).unwrap().managed_login_style(read);
        style.unwrap().unwrap()
    }

    #[test]
    fn colours_go_where_managed_login_has_them() {
        let settings = &of_acme()["Settings"];
        let button = &settings["components"]["primaryButton"];
        assert_eq!(button["lightMode"]["defaults"]["backgroundColor"], "6b2a86ff");
        assert_eq!(button["darkMode"]["defaults"]["backgroundColor"], "d9a8eeff");
        assert_eq!(
            settings["components"]["pageBackground"]["darkMode"]["color"],
            "17131cff"
        );
        assert_eq!(
            settings["componentClasses"]["link"]["lightMode"]["defaults"]["textColor"],
            "6b2a86ff"
        );
        assert_eq!(settings["categories"]["global"]["colorSchemeMode"], "DYNAMIC");
        assert_eq!(colour("#aBc"), "aabbccff");
    }

    #[test]
    fn pictures_are_handed_on_for_both_modes() {
        let style = of_acme();
        let kinds: Vec<_> = style["Assets"].as_array().unwrap().iter().collect();
        let kinds: Vec<_> = kinds
            .iter()
            .map(|asset| (asset["Category"].as_str(), asset["ColorMode"].as_str()))
            .collect();
        let expected = ["FORM_LOGO", "FAVICON_SVG"]
            .map(|category| ["LIGHT", "DARK"].map(|mode| (Some(category), Some(mode))));
        assert_eq!(kinds, expected.concat());
        assert_eq!(style["Settings"]["components"]["form"]["logo"]["enabled"], true);
        assert!(
            STANDARD
                .decode(style["Assets"][0]["Bytes"].as_str().unwrap())
                .unwrap()
                .starts_with(b"<svg")
        );
    }

    #[test]
    fn brand_without_look_has_no_style() {
        let brand = Brand::from_toml("name = \"Acme\"").unwrap();
        assert_eq!(brand.managed_login_style(|_| Err("unread")), Ok(None));
    }

    #[test]
    fn picture_that_cannot_be_read_is_an_error() {
        let brand = Brand::from_toml("logo = \"logo.svg\"").unwrap();
        let unread = |name: &FileName| Err(name.as_str().to_owned());
        assert_eq!(brand.managed_login_style(unread), Err("logo.svg".to_owned()));
    }
}
