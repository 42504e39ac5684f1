//! Names and attributes of our cookies: the one place that sets them (ASVS 3.3.1–3.3.4; RFC 6265bis).

use session_store::{BrowserId, SessionId};
use std::time::Duration;

use crate::config::{Config, CookieScope};
use crate::pending::{BrowserCookies, SealedSignIn, is_slot};
use crate::revoked_sessions::LONGEST_SESSION_OF_A_POOL;

const SESSION: &str = "session";
const BROWSER: &str = "browser";
const SIGN_IN: &str = "signin-";
const LANGUAGE: &str = "language";
const LEFT: &str = "left";
/// All our names begin with it: other programs have a `session`, too.
const OURS: &str = "lc-";
/// Browsers take a cookie of such a name from its own host only, over https.
const HOST_BOUND: &str = "__Host-";
/// As long as a confirmation code lives: until then the browser must know whom it signed up.
const BROWSER_AGE: Duration = Duration::from_hours(24);
const YEAR: Duration = Duration::from_hours(365 * 24);
/// Longer than any sign-in lives: who comes back too late is to be told so, and to get where they were going.
const SIGN_IN_AGE: Duration = Duration::from_hours(24);
/// As long as it takes to come back from the pool's sign-out.
const LEFT_AGE: Duration = Duration::from_mins(5);

/// Makes and reads the cookies of this application: the session, each sign-in under way, during a sign-up the
/// name of their browser, the language if one was chosen, and for a moment that an account was deleted. The first
/// three are opaque; all are `HttpOnly` and `SameSite=Lax`; on https `Secure` and `__Host-`, on this machine named after
/// the port, except for the language.
#[derive(Clone, Debug)]
pub struct Cookies {
    scope: CookieScope,
    session_age: Duration,
}

impl Cookies {
    /// Cookies under the names and with the lifetimes of this policy.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        // The browser of a session that was ended from elsewhere must be known for as long as the pool may know it.
        let session_age = config.lifetimes.absolute.max(LONGEST_SESSION_OF_A_POOL);
        Self {
            scope: config.cookies,
            session_age,
        }
    }

    /// The name of the session's cookie.
    #[must_use]
    pub fn session_name(&self) -> String {
        self.name(SESSION)
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

    /// `Set-Cookie` for a browser during a sign-up: it must remember them until the code has come.
    #[must_use]
    pub fn set_browser(&self, id: &BrowserId) -> String {
        self.set(BROWSER, &id.expose(), BROWSER_AGE)
    }

    pub(crate) fn set_pending(&self, sealed: &SealedSignIn) -> String {
        self.set(&format!("{SIGN_IN}{}", sealed.slot), &sealed.value, SIGN_IN_AGE)
    }

    pub(crate) fn forget_pending(&self, slot: char) -> String {
        self.set(&format!("{SIGN_IN}{slot}"), "", Duration::ZERO)
    }

    /// `Set-Cookie` for a browser in which an account is deleted: the page they come back to says so, and no
    /// session is left that could.
    #[must_use]
    pub fn set_left(&self) -> String {
        self.set(LEFT, "1", LEFT_AGE)
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
        self.sessions(headers) > 0
    }

    /// Whether they have more than one, so that none counts and another sign-in would not help.
    #[must_use]
    pub fn has_two_sessions<'a, H>(&self, headers: impl IntoIterator<Item = &'a H>) -> bool
    where
        H: AsRef<[u8]> + ?Sized + 'a,
    {
        self.sessions(headers) > 1
    }

    fn sessions<'a, H>(&self, headers: impl IntoIterator<Item = &'a H>) -> usize
    where
        H: AsRef<[u8]> + ?Sized + 'a,
    {
        let name = self.name(SESSION);
        pairs(headers).filter(|(key, _)| *key == name.as_bytes()).count()
    }

    /// What a request's `Cookie` headers say to a sign-in.
    #[must_use]
    pub fn read<'a, H>(&self, headers: impl IntoIterator<Item = &'a H>) -> BrowserCookies
    where
        H: AsRef<[u8]> + ?Sized + 'a,
    {
        let headers: Vec<&H> = headers.into_iter().collect();
        let all = || headers.iter().copied();
        BrowserCookies {
            browser: self.browser(all()),
            session: self.session(all()),
            pending: self.pending(all()),
        }
    }

    /// The sign-ins under way.
    fn pending<'a, H>(&self, headers: impl IntoIterator<Item = &'a H>) -> Vec<SealedSignIn>
    where
        H: AsRef<[u8]> + ?Sized + 'a,
    {
        let (prefix, suffix) = self.around(SIGN_IN);
        let found = pairs(headers).filter_map(|(name, value)| {
            let slot = name.strip_prefix(prefix.as_bytes())?;
            let slot = slot
                .strip_suffix(suffix.as_bytes())
                .filter(|slot| is_slot(slot))?;
            Some(SealedSignIn {
                slot: char::from(*slot.first()?),
                value: str::from_utf8(value?).ok()?.to_owned(),
            })
        });
        found.collect()
    }

    /// The browser named in a request's `Cookie` headers.
    #[must_use]
    pub fn browser<'a, H>(&self, headers: impl IntoIterator<Item = &'a H>) -> Option<BrowserId>
    where
        H: AsRef<[u8]> + ?Sized + 'a,
    {
        only(&self.name(BROWSER), headers).and_then(BrowserId::parse)
    }

    /// `Set-Cookie` for the chosen language. `code` is one of the application's own. On this machine the
    /// choice counts at every port.
    #[must_use]
    pub fn set_language(&self, code: &str) -> String {
        let [host_bound, plain] = language_names();
        match self.scope {
            CookieScope::Https => self.set_named(&host_bound, code, YEAR),
            CookieScope::Loopback(_) => self.set_named(&plain, code, YEAR),
        }
    }

    /// The language that was chosen, as the cookie says it: it may be anything. Under either name, because the
    /// pages of failures know no settings, and a language is nothing to defend.
    #[must_use]
    pub fn language<'a, H>(headers: impl IntoIterator<Item = &'a H>) -> Option<&'a str>
    where
        H: AsRef<[u8]> + ?Sized + 'a,
    {
        let headers: Vec<&H> = headers.into_iter().collect();
        let mut names = language_names().into_iter();
        names.find_map(|name| only(&name, headers.iter().copied()))
    }

    fn name(&self, name: &str) -> String {
        let (before, after) = self.around(name);
        format!("{before}{after}")
    }

    /// A name and what stands before it, and what stands behind it.
    fn around(&self, name: &str) -> (String, String) {
        match self.scope {
            CookieScope::Https => (format!("{HOST_BOUND}{OURS}{name}"), String::new()),
            CookieScope::Loopback(port) => (format!("{OURS}{name}"), format!("-{port}")),
        }
    }

    fn set(&self, name: &str, value: &str, age: Duration) -> String {
        self.set_named(&self.name(name), value, age)
    }

    fn set_named(&self, name: &str, value: &str, age: Duration) -> String {
        let secure = match self.scope {
            CookieScope::Https => "; Secure",
            CookieScope::Loopback(_) => "",
        };
        let age = age.as_secs();
        format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")
    }
}

/// On https, and elsewhere.
fn language_names() -> [String; 2] {
    [
        format!("{HOST_BOUND}{OURS}{LANGUAGE}"),
        format!("{OURS}{LANGUAGE}"),
    ]
}

/// The only cookie of that name, if it is text. Two of one name mean that one was planted: neither counts.
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
mod tests;
