//! Texts that the operator writes: labels and help, in one language or in several.

use serde::{Deserialize, Serialize};

/// A text in one language or in several. It is never empty.
///
/// In JSON it is a list of `[language, text]`; the language is empty where the file gave just a string.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Text(Vec<(String, String)>);

impl Text {
    /// The text for a language tag such as `es` or `es-MX` (BCP 47, upper or lower case): the one given for
    /// exactly this tag, else for its language, else the first one of the file.
    #[must_use]
    pub fn in_language(&self, tag: &str) -> &str {
        let language = tag.split_once('-').map_or(tag, |(language, _)| language);
        self.given_for(tag)
            .or_else(|| self.given_for(language))
            .or_else(|| self.0.first().map(|(_, text)| text.as_str()))
            .unwrap_or_default()
    }

    fn given_for(&self, tag: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(tag))
            .map(|(_, text)| text.as_str())
    }

    /// Pairs of language tag and text, at least one; the first one is the default.
    pub fn by_language<L: Into<String>, T: Into<String>>(texts: impl IntoIterator<Item = (L, T)>) -> Text {
        let texts = texts
            .into_iter()
            .map(|(language, text)| (language.into(), text.into()));
        Text(texts.collect())
    }

    /// The pairs of language tag and text in the order of the file; the tag is empty for a text that serves all.
    pub fn languages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(language, text)| (language.as_str(), text.as_str()))
    }
}

impl From<&str> for Text {
    /// One text for all languages.
    fn from(text: &str) -> Text {
        Text(vec![(String::new(), text.to_owned())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn department() -> Text {
        Text::by_language([("en", "Department"), ("es", "Departamento"), ("pt-BR", "Setor")])
    }

    #[test]
    fn first_language_is_the_default() {
        for (tag, expected) in [
            ("es", "Departamento"),
            ("ES", "Departamento"),
            ("es-MX", "Departamento"),
            ("pt-br", "Setor"),
            ("pt", "Department"),
            ("he", "Department"),
            ("", "Department"),
            ("-", "Department"),
        ] {
            assert_eq!(department().in_language(tag), expected, "{tag}");
        }
    }

    #[test]
    fn a_single_text_serves_every_language() {
        assert_eq!(Text::from("Department").in_language("es"), "Department");
    }
}
