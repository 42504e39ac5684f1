//! Addresses that are compared byte by byte.

use std::fmt;
use std::str::FromStr;

use url::Url;

/// An absolute address that keeps its spelling. `https://app.example` and `https://app.example/` are one
/// [`Url`], but Cognito compares them byte by byte.
#[derive(Clone, PartialEq, Eq)]
pub struct ExactUrl {
    written: String,
    url: Url,
}

impl ExactUrl {
    /// Reads an absolute address.
    pub fn parse(text: &str) -> Result<Self, InvalidUrl> {
        match Url::parse(text) {
            Ok(url) if url.has_host() => Ok(Self {
                written: text.to_owned(),
                url,
            }),
            _ => Err(InvalidUrl),
        }
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The address as a URL.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }
}

impl From<Url> for ExactUrl {
    fn from(url: Url) -> Self {
        Self {
            written: url.as_str().to_owned(),
            url,
        }
    }
}

impl FromStr for ExactUrl {
    type Err = InvalidUrl;

    fn from_str(text: &str) -> Result<Self, InvalidUrl> {
        Self::parse(text)
    }
}

impl fmt::Debug for ExactUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExactUrl({:?})", self.written)
    }
}

impl fmt::Display for ExactUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// The text is not an absolute address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an absolute address such as https://app.example/logged_in")]
pub struct InvalidUrl;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_url_keeps_its_spelling() {
        for text in [
            "https://app.example",
            "https://app.example/",
            "https://APP.example:443/a/../b",
        ] {
            assert_eq!(ExactUrl::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "/logged_in", "app.example", "mailto:a@example.com"] {
            assert_eq!(ExactUrl::parse(text), Err(InvalidUrl), "{text:?}");
        }
    }
}
