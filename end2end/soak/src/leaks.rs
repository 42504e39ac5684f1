//! Looks for tokens where none may be.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use crate::Fallible;

/// So many characters in a row that could be part of a token; shorter ones prove nothing.
const TELLING: usize = 24;

/// The parts of a text that could be a token or part of one.
pub fn long_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !is_of_a_token(character))
        .filter(|word| word.len() >= TELLING)
}

fn is_of_a_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-' || character == '_'
}

/// The beginnings of what is telling in each token.
pub struct Tokens(HashSet<String>);

impl Tokens {
    /// Of a JWT or JWE each part but the header, of others the whole; as far as it is long enough.
    #[must_use]
    pub fn new(issued: &HashSet<String>) -> Self {
        let telling = |token: &String| {
            // The header of a JWT or JWE says nothing.
            let parts = token.split('.').skip(usize::from(token.starts_with("eyJ")));
            parts
                .flat_map(long_words)
                .filter_map(|part| part.get(..TELLING).map(ToOwned::to_owned))
                .collect::<Vec<_>>()
        };
        Self(issued.iter().flat_map(telling).collect())
    }

    /// Whether one of them is in a word.
    #[must_use]
    pub fn are_in(&self, word: &str) -> bool {
        let starts = 0..=word.len().saturating_sub(TELLING);
        starts
            .filter_map(|start| word.get(start..start + TELLING))
            .any(|part| self.0.contains(part))
    }

    /// The files that have one in them.
    pub fn find_in(&self, files: &[PathBuf]) -> Fallible<Vec<PathBuf>> {
        let mut found = Vec::new();
        for file in files {
            let bytes = fs::read(file)?;
            let text = String::from_utf8_lossy(&bytes);
            if long_words(&text).any(|word| self.are_in(word)) {
                found.push(file.clone());
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens() -> Tokens {
        let payload = "p".repeat(40);
        let issued = [
            format!("eyJhbGciOiJSUzI1NiJ9.{payload}.{}", "s".repeat(60)),
            "r".repeat(50),
        ];
        Tokens::new(&issued.into_iter().collect())
    }

    #[test]
    fn a_token_is_found_wherever_it_stands() {
        let tokens = tokens();
        for text in [
            format!("token={};", "r".repeat(50)),
            format!("{{\"x\":\"prefix{}\"}}", "s".repeat(60)),
            format!("a.{}.b", "p".repeat(40)),
        ] {
            assert!(long_words(&text).any(|word| tokens.are_in(word)), "{text}");
        }
    }

    #[test]
    fn other_long_words_are_no_tokens() {
        let text = format!("csrf={} and rrrr and eyJhbGciOiJSUzI1NiJ9", "c".repeat(43));
        assert!(!long_words(&text).any(|word| tokens().are_in(word)));
    }
}
