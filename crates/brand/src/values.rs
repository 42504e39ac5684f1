//! The values of a `brand.toml`, each with what it accepts.

use std::collections::BTreeMap;
use std::fmt;

use attributes::Text;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// In characters. An authenticator app shows it in one line.
const LONGEST_NAME: usize = 60;

/// One line of text that is not empty.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Name(pub String);

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let name = name.trim();
        // An authenticator app reads what stands before a colon as the name.
        let is_name = !name.is_empty()
            && name.chars().count() <= LONGEST_NAME
            && !name.contains(|c: char| c.is_control() || c == ':');
        is_name.then(|| Self(name.to_owned())).ok_or_else(|| {
            format!("expected a name of at most {LONGEST_NAME} characters on one line, without a colon")
        })
    }
}

/// The name of a file in the folder of the brand.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct FileName(String);

impl FileName {
    /// The name: letters, digits, `-`, `_` and `.`, such as `logo.svg`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FileName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        let is_picture = matches!(extension, Some("svg" | "png" | "webp" | "jpg" | "ico"));
        if is_picture && !name.starts_with('.') && name.chars().all(is_plain) {
            Ok(Self(name))
        } else {
            Err(
                "expected the name of a picture in the folder beside this file: svg, png, webp, jpg or ico, such as \"logo.svg\"",
            )
        }
    }
}

/// An address of the web, `https` or `http`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct WebAddress(String);

impl WebAddress {
    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for WebAddress {
    type Error = &'static str;

    fn try_from(address: String) -> Result<Self, Self::Error> {
        if is_address(&address, &["https://", "http://"]) {
            Ok(Self(address))
        } else {
            Err("expected a web address that starts with https:// or http://")
        }
    }
}

/// A web address, mail address or telephone number, as a link has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Contact(pub String);

impl TryFrom<String> for Contact {
    type Error = &'static str;

    fn try_from(address: String) -> Result<Self, Self::Error> {
        if is_address(&address, &["mailto:", "tel:", "https://", "http://"]) {
            Ok(Self(address))
        } else {
            Err("expected an address that starts with mailto:, tel:, https:// or http://")
        }
    }
}

/// No other scheme, above all not `javascript:`; nothing that ends the address where it stands.
fn is_address(address: &str, schemes: &[&str]) -> bool {
    let rest = schemes.iter().find_map(|scheme| address.strip_prefix(scheme));
    let is_part =
        |c: char| !c.is_control() && !c.is_whitespace() && !matches!(c, '"' | '\'' | '<' | '>' | '\\');
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(is_part))
}

/// A colour as CSS has it: `#` and three or six hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct Colour(String);

impl TryFrom<String> for Colour {
    type Error = &'static str;

    fn try_from(colour: String) -> Result<Self, Self::Error> {
        let digits = colour.strip_prefix('#').unwrap_or_default();
        if matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(Self(colour))
        } else {
            Err("expected a colour such as \"#0b6b4f\"")
        }
    }
}

/// A colour on a light page and on a dark one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    light: Colour,
    dark: Colour,
}

impl Pair {
    /// As CSS has it.
    #[must_use]
    pub fn light(&self) -> &str {
        &self.light.0
    }

    /// As CSS has it.
    #[must_use]
    pub fn dark(&self) -> &str {
        &self.dark.0
    }
}

/// Colours that take the place of those of the style sheet, by its names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Colours {
    /// Behind everything.
    pub paper: Option<Pair>,
    /// Behind forms and boxes, and the head of the page.
    pub card: Option<Pair>,
    /// Text.
    pub ink: Option<Pair>,
    /// Text that matters less.
    pub soft: Option<Pair>,
    /// Lines between parts.
    pub line: Option<Pair>,
    /// Around fields.
    pub field_line: Option<Pair>,
    /// Links and buttons.
    pub accent: Option<Pair>,
    /// The same below the pointer.
    pub accent_strong: Option<Pair>,
    /// Text on buttons.
    pub on_accent: Option<Pair>,
    /// Behind what is marked.
    pub tint: Option<Pair>,
    /// What went wrong.
    pub bad: Option<Pair>,
    /// Behind it.
    pub bad_tint: Option<Pair>,
}

impl Colours {
    pub(crate) fn style_sheet(&self) -> Option<String> {
        let properties = [
            ("paper", &self.paper),
            ("card", &self.card),
            ("ink", &self.ink),
            ("soft", &self.soft),
            ("line", &self.line),
            ("field-line", &self.field_line),
            ("accent", &self.accent),
            ("accent-strong", &self.accent_strong),
            ("on-accent", &self.on_accent),
            ("tint", &self.tint),
            ("bad", &self.bad),
            ("bad-tint", &self.bad_tint),
        ];
        let lines = properties.iter().filter_map(|(name, pair)| {
            let pair = pair.as_ref()?;
            Some(format!(
                "  --{name}: light-dark({}, {});\n",
                pair.light(),
                pair.dark()
            ))
        });
        let lines = lines.collect::<String>();
        (!lines.is_empty()).then(|| format!(":root {{\n{lines}}}\n"))
    }
}

pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Text>, D::Error> {
    required_text(deserializer).map(Some)
}

pub(crate) fn required_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
    deserializer.deserialize_any(TextVisitor)
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or a table of texts by language such as { en = \"Yes\", es = \"Sí\" }")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        match text.trim() {
            "" => Err(E::custom("expected a text that is not empty")),
            text => Ok(Text::from(text)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text, A::Error> {
        let texts = BTreeMap::<String, String>::deserialize(MapAccessDeserializer::new(map))?;
        let mut texts: Vec<_> = texts.into_iter().collect();
        if texts.is_empty() || texts.iter().any(|(_, text)| text.trim().is_empty()) {
            return Err(A::Error::custom("expected texts that are not empty, by language"));
        }
        // The first one is the fallback.
        texts.sort_by_key(|(language, _)| language != "en");
        Ok(Text::by_language(texts))
    }
}
