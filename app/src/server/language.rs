//! The language of a page: the one that was chosen, else as the browser asks for it.

use http::HeaderMap;
use http::header::{ACCEPT_LANGUAGE, COOKIE};
use leptos::context::use_context;
use signin::{Cookies, ReturnTo};

use super::request::with_parts;
use super::{flows, redirect_within_app, set_cookie};
use crate::error::{AppError, ErrorKind};
use crate::texts::{LANGUAGES, Texts};

/// The language that a request is answered in.
#[derive(Clone, Copy)]
pub struct Language(pub(super) &'static Texts);

impl Language {
    /// The one that was chosen, else as the browser asks for it.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        Self(of_request(headers))
    }
}

/// The language of the page in view.
pub(crate) fn language() -> &'static Texts {
    // A page finds out once, before it is loaded.
    let of_page = use_context::<&'static Texts>();
    of_page
        .or_else(|| with_parts(|parts| of_request(&parts.headers)))
        .unwrap_or(LANGUAGES[0])
}

/// The same, of a request that is not in the context.
fn of_request(headers: &HeaderMap) -> &'static Texts {
    if let Some(texts) = Cookies::language(headers.get_all(COOKIE)).and_then(Texts::named) {
        return texts;
    }
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    negotiate(header.unwrap_or_default())
}

/// Keeps a choice of language in the browser and goes back to the page it was made on.
pub(crate) fn choose(code: &str, page: &ReturnTo) -> Result<(), AppError> {
    let texts = Texts::named(code).ok_or_else(|| super::respond::refuse(ErrorKind::BadRequest))?;
    set_cookie(&flows().signin.cookies.set_language(texts.code));
    redirect_within_app(page.as_str());
    Ok(())
}

/// The language of an `Accept-Language` header (RFC 9110 section 12.5.4) that we speak, the heaviest first.
fn negotiate(accept_language: &str) -> &'static Texts {
    let mut wanted: Vec<(f32, &str)> = accept_language.split(',').filter_map(weighted).collect();
    // However zero is written, it means "not this one".
    let refused: Vec<&str> = wanted
        .iter()
        .filter(|(weight, _)| *weight == 0.0)
        .map(|(_, code)| *code)
        .collect();
    wanted.retain(|(weight, _)| *weight > 0.0);
    wanted.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let spoken = wanted.iter().find_map(|(_, code)| Texts::of(code));
    let is_refused = |texts: &Texts| refused.iter().any(|code| code.eq_ignore_ascii_case(texts.code));
    let other = || LANGUAGES.iter().find(|texts| !is_refused(texts));
    spoken.or_else(|| other().copied()).unwrap_or(LANGUAGES[0])
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
    fn any_accept_language_gets_a_supported_language() {
        for (header, code) in [
            ("", "en"),
            ("en-GB,en;q=0.9", "en"),
            ("tlh;q=1, en;q=0.1", "en"),
            ("*", "en"),
            ("q=;;,,", "en"),
            ("es", "es"),
            ("es-MX,es;q=0.9,en;q=0.8", "es"),
            ("fr, en;q=0.2, he;q=0.5", "he"),
            ("HE-il", "he"),
            ("es;q=0", "en"),
            ("es;q=0.0", "en"),
            ("es;q=0.000, he;q=0.001", "he"),
            ("es; q=0.0, *;q=0.5", "en"),
            ("es;q=-1", "en"),
            ("es;q=NaN", "en"),
            ("en;q=0.0, *", "es"),
            ("en;q=0, es;q=0, he;q=0", "en"),
        ] {
            assert_eq!(negotiate(header).code, code, "{header}");
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
