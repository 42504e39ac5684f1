//! Where to go after signing in: a local path and nothing else (RFC 9700 section 4.11; ASVS 3.7.2).

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

/// Longer ones are not kept through a sign-in.
const MAX_LENGTH: usize = 1024;

/// What may stand around one: a page of the sign-in that leads on to it, each character written as three.
const MAX_INPUT: usize = 8 * MAX_LENGTH;

/// Pages that belong to signing in or out: going back to them would loop.
const NOT_A_DESTINATION: [&str; 6] = [
    "/login",
    "/logged_in",
    "/logout",
    "/logged_out",
    "/welcome",
    "/failed",
];

/// A local path that is longer than what is kept through a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("longer than {MAX_LENGTH} bytes")]
pub struct TooLong;

/// A local path with an optional query, safe to put in a `Location` header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct ReturnTo(String);

impl ReturnTo {
    /// Takes a local path; anything else becomes the home page. A bad link is no error.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::try_parse(text).unwrap_or_default()
    }

    /// The same where a person can be told that they will not be brought back.
    pub fn try_parse(text: &str) -> Result<Self, TooLong> {
        if text.len() > MAX_INPUT {
            return Err(TooLong);
        }
        match local_path(text) {
            Some(path) if path.len() > MAX_LENGTH => Err(TooLong),
            Some(path) => Ok(Self(path)),
            None => Ok(Self::default()),
        }
    }

    /// The same for the current page: those of signing in count, too.
    #[must_use]
    pub fn here(text: &str) -> Self {
        within_origin(text).map_or_else(Self::default, Self)
    }

    /// The path and query, beginning with one `/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ReturnTo {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl From<String> for ReturnTo {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}

impl From<ReturnTo> for String {
    fn from(return_to: ReturnTo) -> Self {
        return_to.0
    }
}

impl fmt::Display for ReturnTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn local_path(text: &str) -> Option<String> {
    let path_and_query = within_origin(text)?;
    let path = path_and_query.split('?').next().unwrap_or_default();
    if is_page(path) {
        Some(path_and_query)
    } else {
        onward(&path_and_query)
    }
}

/// Judges by what a browser would make of it: resolved against two unrelated origins the text must stay on
/// each, with the same path and query.
fn within_origin(text: &str) -> Option<String> {
    // In a path browsers read a backslash as a slash, in a query as itself.
    let path = text.split('?').next().unwrap_or_default();
    let plain = text.len() <= MAX_INPUT
        && text.starts_with('/')
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && !path.contains('\\');
    if !plain {
        return None;
    }
    let resolved = ["https://a.invalid", "http://b.invalid:81"].map(|origin| {
        let base = Url::parse(origin).expect("a literal URL");
        let url = base.join(text).ok()?;
        (url.origin() == base.origin()).then(|| path_and_query(&url))
    });
    let [Some(first), Some(second)] = resolved else {
        return None;
    };
    (first == second && !first.starts_with("//")).then_some(first)
}

/// Where a page of the sign-in was itself leading.
fn onward(path_and_query: &str) -> Option<String> {
    let query = path_and_query.split_once('?')?.1;
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let (_, inner) = pairs.find(|(name, _)| name == "return_to")?;
    local_path(&inner)
}

fn path_and_query(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

fn is_page(path: &str) -> bool {
    !NOT_A_DESTINATION.contains(&path.trim_end_matches('/')) && !path.starts_with("/api/")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn current_page_never_is_another_site() {
        assert_eq!(ReturnTo::here("/logged_out?a=b").as_str(), "/logged_out?a=b");
        for elsewhere in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "profile",
        ] {
            assert_eq!(ReturnTo::here(elsewhere), ReturnTo::default(), "{elsewhere}");
        }
    }

    #[test]
    fn local_paths_are_kept() {
        for path in [
            "/",
            "/profile",
            "/profile?tab=2&x=%2F%2Fevil",
            "/a/b.c/~d",
            "/?q=https://x",
        ] {
            assert_eq!(ReturnTo::parse(path).as_str(), path);
        }
    }

    #[test]
    fn fragments_are_dropped_and_dots_resolved() {
        assert_eq!(ReturnTo::parse("/profile#x").as_str(), "/profile");
        assert_eq!(ReturnTo::parse("/a/../profile").as_str(), "/profile");
    }

    #[test]
    fn known_open_redirects_lead_home() {
        for line in include_str!("../tests/data/open-redirects.txt").lines() {
            let text = line
                .replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\\0", "\0");
            assert_eq!(ReturnTo::parse(&text).as_str(), "/", "{line:?}");
        }
    }

    /// Lines of every shape that has led somewhere else in some program. Some are paths of ours; none leaves.
    #[test]
    fn redirect_corpus_stays_on_our_origin() {
        let corpus = include_str!("../tests/data/redirect-corpus.txt");
        assert!(corpus.lines().count() >= 559);
        for line in corpus.lines() {
            let text = line
                .replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\0", "\0");
            for path in [ReturnTo::parse(&text), ReturnTo::here(&text)] {
                let path = path.as_str();
                assert!(path.bytes().all(|byte| byte.is_ascii_graphic()), "{line:?}");
                // Browsers read a backslash as a slash before the query, and in it as itself.
                let (before_query, _) = path.split_once(['?', '#']).unwrap_or((path, ""));
                assert!(
                    !before_query.contains('\\') && !path.starts_with("//"),
                    "{line:?} led to {path}"
                );
                for origin in ["https://app.example", "http://localhost:3000"] {
                    let base = Url::parse(origin).unwrap();
                    assert_eq!(base.join(path).unwrap().origin(), base.origin(), "{line:?}");
                }
            }
        }
    }

    #[test]
    fn sign_in_page_yields_to_its_destination() {
        for (path, onward) in [
            ("/welcome?return_to=%2Fprofile%3Ftab%3D2", "/profile?tab=2"),
            ("/login?return_to=/welcome?return_to=/profile", "/profile"),
            ("/welcome?return_to=%2F%2Fevil.example", "/"),
            ("/welcome?return_to=/login", "/"),
        ] {
            assert_eq!(ReturnTo::parse(path).as_str(), onward, "{path}");
        }
    }

    #[test]
    fn only_the_destination_counts_for_the_length() {
        let longest = format!("/profile?q={}", "x".repeat(MAX_LENGTH - 11));
        assert_eq!(ReturnTo::try_parse(&longest).unwrap().as_str(), longest);
        assert_eq!(ReturnTo::try_parse(&format!("{longest}x")), Err(TooLong));
        assert_eq!(ReturnTo::parse(&format!("{longest}x")), ReturnTo::default());
        let outer = format!("/welcome?return_to={}", longest.replace('x', "%78"));
        assert_eq!(ReturnTo::try_parse(&outer).unwrap().as_str(), longest);
        assert_eq!(
            ReturnTo::try_parse(&"/login?return_to=".repeat(1_000)),
            Err(TooLong)
        );
    }

    #[test]
    fn queries_are_kept_byte_for_byte() {
        for path in [
            "/profile/sources?q=%C3%B1",
            "/profile/sources?q=%25C3%25B1",
            "/profile/sources?q=a+b%2Bc%20d&q=%26%3D&%",
            "/profile/sources?q=a\\b|c^d`e{f}",
        ] {
            assert_eq!(ReturnTo::parse(path).as_str(), path);
            let login = format!("/login?return_to={}", encoded(path));
            assert_eq!(ReturnTo::parse(&login).as_str(), path);
        }
    }

    fn encoded(text: &str) -> String {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
    }

    #[test]
    fn sign_in_pages_are_no_destination() {
        for path in [
            "/login",
            "/login/",
            "/logged_in?code=x",
            "/logout",
            "/welcome",
            "/api/me",
            "/x/../login",
        ] {
            assert_eq!(ReturnTo::parse(path).as_str(), "/", "{path}");
        }
    }

    proptest! {
        #[test]
        fn any_return_to_stays_on_our_origin(text in "[/\\\\.:@?#a-z%0-9\t\n -]{0,24}") {
            let base = Url::parse("https://app.example").unwrap();
            let target = base.join(ReturnTo::parse(&text).as_str()).unwrap();
            prop_assert_eq!(target.origin(), base.origin());
        }

        #[test]
        fn parsing_twice_changes_nothing(text in "/[/.:@?a-z%0-9-]{0,24}") {
            let once = ReturnTo::parse(&text);
            prop_assert_eq!(ReturnTo::parse(once.as_str()), once);
        }
    }
}
