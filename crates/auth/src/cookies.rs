//! Names and attributes of our cookies: the one place that sets them (ASVS 3.3.1–3.3.4; RFC 6265bis).

use std::time::Duration;

use crate::config::Config;
use crate::ids::{BrowserId, SessionId};
use crate::pending_sign_up;

const SESSION: &str = "session";
const BROWSER: &str = "signin";
const LANGUAGE: &str = "language";
const LEFT: &str = "left";
/// Browsers take a cookie of such a name from its own host only, over https.
const HOST_BOUND: &str = "__Host-";
const YEAR: Duration = Duration::from_hours(365 * 24);

/// Makes and reads the cookies of this application. Four exist: the session, while somebody signs in or signs up
/// the name of their browser, the language if somebody chose one, and for a moment that an account was deleted. The
/// first two are opaque; all are `HttpOnly` and `SameSite=Lax`; on https `Secure` and `__Host-`.
#[derive(Clone, Debug)]
pub struct Cookies {
    https: bool,
    session_age: Duration,
    browser_age: Duration,
}

impl Cookies {
    pub(crate) fn new(config: &Config) -> Self {
        let lifetimes = &config.lifetimes;
        Self {
            https: config.https,
            session_age: lifetimes.absolute,
            browser_age: lifetimes.pending,
        }
    }

    /// `Set-Cookie` for a new session.
    #[must_use]
    pub fn set_session(&self, id: &SessionId) -> String {
        self.set(SESSION, &id.expose(), self.session_age)
    }

    /// `Set-Cookie` that forgets the session.
    #[must_use]
    pub fn forget_session(&self) -> String {
        self.set(SESSION, "", Duration::ZERO)
    }

    /// `Set-Cookie` for a browser that begins to sign in.
    #[must_use]
    pub fn set_browser(&self, id: &BrowserId) -> String {
        self.set(BROWSER, &id.expose(), self.browser_age)
    }

    /// The same for a browser in which somebody signs up: it must remember them until the code has come.
    #[must_use]
    pub fn set_browser_for_sign_up(&self, id: &BrowserId) -> String {
        self.set(BROWSER, &id.expose(), pending_sign_up::LIFE)
    }

    /// `Set-Cookie` for a browser in which somebody deletes their account: the page they come back to says so, and no
    /// session is left that could.
    #[must_use]
    pub fn set_left(&self) -> String {
        self.set(LEFT, "1", self.browser_age)
    }

    /// `Set-Cookie` once it was said.
    #[must_use]
    pub fn forget_left(&self) -> String {
        self.set(LEFT, "", Duration::ZERO)
    }

    /// Whether an account was just deleted in the browser of these `Cookie` headers.
    #[must_use]
    pub fn has_left<'a, H>(&self, headers: impl IntoIterator<Item = &'a H>) -> bool
    where
        H: AsRef<[u8]> + ?Sized + 'a,
    {
        only(&self.name(LEFT), headers) == Some("1")
    }

    /// The session named in a request's `Cookie` headers. A value that is not ours is no session.
    #[must_use]
    pub fn session<'a, H>(&self, headers: impl IntoIterator<Item = &'a H>) -> Option<SessionId>
    where
        H: AsRef<[u8]> + ?Sized + 'a,
    {
        only(&self.name(SESSION), headers).and_then(SessionId::parse)
    }

    /// Whether a request's `Cookie` headers have a session cookie, whatever is in it.
    #[must_use]
    pub fn has_session<'a, H>(&self, headers: impl IntoIterator<Item = &'a H>) -> bool
    where
        H: AsRef<[u8]> + ?Sized + 'a,
    {
        let name = self.name(SESSION);
        pairs(headers).any(|(key, _)| key == name.as_bytes())
    }

    /// The browser named in a request's `Cookie` headers.
    #[must_use]
    pub fn browser<'a, H>(&self, headers: impl IntoIterator<Item = &'a H>) -> Option<BrowserId>
    where
        H: AsRef<[u8]> + ?Sized + 'a,
    {
        only(&self.name(BROWSER), headers).and_then(BrowserId::parse)
    }

    /// `Set-Cookie` for the language that somebody chose. `code` is one of the application's own.
    #[must_use]
    pub fn set_language(&self, code: &str) -> String {
        self.set(LANGUAGE, code, YEAR)
    }

    /// The language that was chosen, as the cookie says it: it may be anything. Under either name, because the
    /// pages of failures know no settings, and a language is nothing to defend.
    #[must_use]
    pub fn language<'a, H>(headers: impl IntoIterator<Item = &'a H>) -> Option<&'a str>
    where
        H: AsRef<[u8]> + ?Sized + 'a,
    {
        let headers: Vec<&H> = headers.into_iter().collect();
        let named = |name: &str| only(name, headers.iter().copied());
        named(&format!("{HOST_BOUND}{LANGUAGE}")).or_else(|| named(LANGUAGE))
    }

    fn name(&self, name: &str) -> String {
        let prefix = if self.https { HOST_BOUND } else { "" };
        format!("{prefix}{name}")
    }

    fn set(&self, name: &str, value: &str, age: Duration) -> String {
        let secure = if self.https { "; Secure" } else { "" };
        let (name, age) = (self.name(name), age.as_secs());
        format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")
    }
}

/// The only cookie of that name, if it is text. Two of one name mean that somebody planted one: neither counts.
fn only<'a, H>(name: &str, headers: impl IntoIterator<Item = &'a H>) -> Option<&'a str>
where
    H: AsRef<[u8]> + ?Sized + 'a,
{
    let mut values = pairs(headers)
        .filter(|(key, _)| *key == name.as_bytes())
        .filter_map(|(_, value)| value);
    let first = values.next()?;
    let is_only = values.next().is_none();
    str::from_utf8(first).ok().filter(|_| is_only)
}

/// Names and values, as bytes: what another application has set for this host may be no text, and must not hide ours.
fn pairs<'a, H>(
    headers: impl IntoIterator<Item = &'a H>,
) -> impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)>
where
    H: AsRef<[u8]> + ?Sized + 'a,
{
    let all = headers
        .into_iter()
        .flat_map(|header| header.as_ref().split(|byte| *byte == b';'));
    all.map(|pair| {
        let mut parts = pair.trim_ascii().splitn(2, |byte| *byte == b'=');
        (parts.next().unwrap_or_default(), parts.next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lifetimes, OpenForms, SystemRandomness};

    fn cookies(https: bool) -> Cookies {
        Cookies::new(&Config {
            lifetimes: Lifetimes::default(),
            https,
            quota_percent: 100,
            open_forms: OpenForms::default(),
        })
    }

    #[test]
    fn on_https_cookies_are_secure_and_host_bound() {
        let cookie = cookies(true).set_session(&SessionId::new(&SystemRandomness));
        assert!(cookie.starts_with("__Host-session="), "{cookie}");
        assert!(
            cookie.ends_with("; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure"),
            "{cookie}"
        );
        assert!(!cookie.contains("Domain"));
    }

    #[test]
    fn names_and_values_are_at_most_128_bytes() {
        for https in [true, false] {
            let cookies = cookies(https);
            let session = cookies.set_session(&SessionId::new(&SystemRandomness));
            let browser = cookies.set_browser(&BrowserId::new(&SystemRandomness));
            for cookie in [session, browser, cookies.set_language("pt-BR")] {
                assert!(cookie.split(';').next().unwrap().len() <= 128, "{cookie}");
            }
        }
    }

    #[test]
    fn a_session_is_found_among_other_cookies() {
        let cookies = cookies(false);
        let id = SessionId::new(&SystemRandomness);
        let header = format!("a=1; session={}; b=2", id.expose());
        assert_eq!(cookies.session(["c=3", header.as_str()]), Some(id));
    }

    #[test]
    fn tampered_doubled_and_misnamed_cookies_are_no_session() {
        let cookies = cookies(true);
        let id = SessionId::new(&SystemRandomness).expose();
        for header in [
            format!("session={id}"),
            format!("__Host-session={id}x"),
            format!("__Host-session={}", &id[1..]),
            format!("__Host-session={id}; __Host-session={id}"),
            "__Host-session".to_owned(),
            "__Host-session=".to_owned(),
        ] {
            assert_eq!(cookies.session([header.as_str()]), None, "{header}");
            assert_eq!(
                cookies.has_session([header.as_str()]),
                header.starts_with("__Host-"),
                "{header}"
            );
        }
    }

    #[test]
    fn ours_are_found_beside_bytes_that_are_no_text_and_are_none_with_such_in_them() {
        let cookies = cookies(false);
        let id = SessionId::new(&SystemRandomness);
        let named = format!("session={}", id.expose());
        let header = |parts: &[&[u8]]| parts.concat();
        let beside = header(&[b"a=\xff\xfe; ", named.as_bytes(), b"; b\xc3"]);
        assert_eq!(cookies.session([&beside]), Some(id));
        for own in [
            header(&[named.as_bytes(), b"\xff"]),
            header(&[named.as_bytes(), b"; session=\xff"]),
            header(&[b"session=\xff; ", named.as_bytes()]),
        ] {
            assert_eq!(cookies.session([&own]), None, "{own:?}");
            assert!(cookies.has_session([&own]), "{own:?}");
        }
        assert!(!cookies.has_session([b"session\xff=1"]));
    }

    #[test]
    fn that_an_account_was_deleted_is_known_until_it_was_said() {
        let cookies = cookies(true);
        let value = |cookie: String| cookie.split(';').next().unwrap().to_owned();
        assert!(cookies.has_left(["a=1", value(cookies.set_left()).as_str()]));
        assert!(!cookies.has_left([value(cookies.forget_left()).as_str()]));
        assert!(!cookies.has_left(["__Host-session=1"]));
    }

    #[test]
    fn a_language_is_found_under_either_name_the_host_bound_one_first() {
        let chosen = cookies(true).set_language("es");
        assert!(
            chosen.starts_with("__Host-language=es; Path=/; Max-Age=31536000;"),
            "{chosen}"
        );
        assert_eq!(Cookies::language(["a=1; language=he"]), Some("he"));
        assert_eq!(Cookies::language(["language=he; __Host-language=es"]), Some("es"));
        assert_eq!(Cookies::language(["language=he; language=es"]), None);
        assert_eq!(Cookies::language::<str>([]), None);
    }
}
