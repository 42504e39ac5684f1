//! The cookies of one browser at one server.

use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::SET_COOKIE;

/// Names and values, as the server set them last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CookieJar(BTreeMap<String, String>);

impl CookieJar {
    /// Keeps and forgets what a response says.
    pub fn keep(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(SET_COOKIE) {
            self.keep_line(line.to_str().expect("our servers set cookies in ASCII"));
        }
    }

    /// The same for one `Set-Cookie` header.
    pub fn keep_line(&mut self, line: &str) {
        let cookie = SetCookie::parse(line);
        if cookie.attribute("Max-Age") == Some("0") {
            self.0.remove(cookie.name);
        } else {
            self.set(cookie.name, cookie.value);
        }
    }

    /// The value of a cookie.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Sets a cookie past the server.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }

    /// The names of all cookies.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The `Cookie` header, if there are any.
    #[must_use]
    pub fn header(&self) -> Option<String> {
        let pairs = self.0.iter().map(|(name, value)| format!("{name}={value}"));
        (!self.0.is_empty()).then(|| pairs.collect::<Vec<_>>().join("; "))
    }
}

/// A `Set-Cookie` header, taken apart.
#[derive(Clone, Debug)]
pub struct SetCookie<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value.
    pub value: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> SetCookie<'a> {
    /// Of the header's value; what has no `=` has an empty value.
    #[must_use]
    pub fn parse(line: &'a str) -> Self {
        let pair = |part: &'a str| part.trim().split_once('=').unwrap_or((part.trim(), ""));
        let (first, rest) = line.split_once(';').unwrap_or((line, ""));
        let (name, value) = pair(first);
        let attributes = rest.split(';').map(pair).collect();
        Self {
            name,
            value,
            attributes,
        }
    }

    /// The value of an attribute such as `Max-Age`; empty for one such as `Secure`.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut attributes = self.attributes.iter();
        attributes
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expired_cookies_are_removed() {
        let mut jar = CookieJar::default();
        jar.keep_line("id=a=b; Path=/; HttpOnly; Max-Age=60");
        jar.keep_line("other=; Path=/");
        assert_eq!(jar.header().as_deref(), Some("id=a=b; other="));
        jar.keep_line("id=; Path=/; max-age=0");
        assert_eq!(jar.header().as_deref(), Some("other="));
        assert_eq!(CookieJar::default().header(), None);
    }
}
