//! The language of a page, as the browser asks for it.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

use super::request::with_parts;
use crate::texts::{LANGUAGES, Texts};

/// The language the browser prefers among those we speak.
pub(crate) fn language() -> &'static Texts {
    with_parts(|parts| of_request(&parts.headers)).unwrap_or(LANGUAGES[0])
}

/// The same, of a request that is not in the context.
pub(super) fn of_request(headers: &HeaderMap) -> &'static Texts {
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    negotiate(header.unwrap_or_default())
}

/// The language of an `Accept-Language` header (RFC 9110 section 12.5.4) that we speak, the heaviest first.
fn negotiate(accept_language: &str) -> &'static Texts {
    let mut wanted: Vec<(f32, &str)> = accept_language.split(',').filter_map(weighted).collect();
    wanted.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let spoken = wanted.iter().find_map(|(_, code)| Texts::of(code));
    spoken.unwrap_or(LANGUAGES[0])
}

fn weighted(part: &str) -> Option<(f32, &str)> {
    let (code, weight) = part
        .split_once(';')
        .map_or((part, None), |(code, weight)| (code, Some(weight)));
    let weight = match weight {
        Some(weight) => weight.trim().strip_prefix("q=")?.parse().ok()?,
        None => 1.0,
    };
    Some((weight, code.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_browser_asks_for_gets_a_language_we_speak() {
        for header in ["", "en", "en-GB,en;q=0.9", "tlh;q=1, en;q=0.1", "*", "q=;;,,"] {
            assert_eq!(negotiate(header).code, "en", "{header}");
        }
        assert!(Texts::of("xx").is_none());
    }

    #[test]
    fn weights_are_read_and_nonsense_is_passed_over() {
        assert_eq!(weighted("de"), Some((1.0, "de")));
        assert_eq!(weighted(" de ; q=0.5"), Some((0.5, "de")));
        assert_eq!(weighted("de;q=much"), None);
    }
}
