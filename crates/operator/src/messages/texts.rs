//! The file with the texts.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::is_invisible;

const SHIPPED: &str = include_str!("../../messages.toml");

/// Texts by language.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct MessageTexts(BTreeMap<String, LanguageTexts>);

/// What is written in one language.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageTexts {
    pub direction: Direction,
    /// To prove an address, and for a new password.
    pub code: KindTexts,
    pub invitation: KindTexts,
}

/// Where a line begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Ltr,
    Rtl,
}

impl Direction {
    /// In HTML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// The sentences of one kind of message.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindTexts {
    pub subject: String,
    pub before: String,
    pub after: String,
    pub text_message: String,
}

impl MessageTexts {
    /// Those that come with the program.
    pub fn shipped() -> Self {
        Self::parse(SHIPPED).expect("the shipped texts are tested")
    }

    /// Reads a file's text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let texts: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        for (name, language) in &texts.0 {
            if !is_tag(name) {
                return Err(format!(
                    "[{name}]: must be the code of a language, such as en or pt-BR"
                ));
            }
            for (kind, sentences) in [("code", &language.code), ("invitation", &language.invitation)] {
                sentences
                    .check()
                    .map_err(|problem| format!("[{name}.{kind}]: {problem}"))?;
            }
        }
        Ok(texts)
    }

    pub fn get(&self, name: &str) -> Option<(&str, &LanguageTexts)> {
        let (name, language) = self.0.get_key_value(name)?;
        Some((name, language))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// BCP 47, as far as it goes into an attribute of HTML.
fn is_tag(name: &str) -> bool {
    let is_good = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (2..=35).contains(&name.len()) && name.chars().all(is_good)
}

impl KindTexts {
    /// Short texts have no values, and nobody writes the service's placeholders.
    fn check(&self) -> Result<(), String> {
        for (key, text, values) in [
            ("subject", &self.subject, &[][..]),
            ("text_message", &self.text_message, &[]),
            ("before", &self.before, &["{app}", "{address}"]),
            ("after", &self.after, &["{app}", "{address}"]),
        ] {
            let rest = values
                .iter()
                .fold(text.clone(), |rest, value| rest.replace(value, ""));
            if text.trim().is_empty() {
                return Err(format!("{key}: is empty"));
            }
            if rest.contains(['{', '}']) {
                return Err(format!("{key}: has a value that is not known there"));
            }
            if text.contains(is_invisible) {
                return Err(format!(
                    "{key}: has a line break or an invisible character, which the service does not take"
                ));
            }
        }
        Ok(())
    }
}

/// For the command line.
pub fn read(file: &str) -> Result<MessageTexts, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    MessageTexts::parse(&text)
}
