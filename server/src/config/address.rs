//! Addresses: https everywhere, plain http on this machine only.

use signin::CookieScope;
use url::{Host, Url};

/// The public address of this application: scheme, host and port, nothing else. Addresses of ours are built
/// from it and never from a request's `Host`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppOrigin {
    url: Url,
    text: String,
}

impl AppOrigin {
    /// Reads an origin such as `https://app.example.com`.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const EXPECTS: &str = "must be an origin: https://host or https://host:port, or http:// on localhost";
        let url = parse_address(text).map_err(|_| EXPECTS)?;
        let is_bare = url.path() == "/" && url.query().is_none();
        let text = url.origin().ascii_serialization();
        if is_bare {
            Ok(Self { url, text })
        } else {
            Err(EXPECTS)
        }
    }

    /// As browsers send it in `Origin`: no slash at the end, no default port.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is reached by https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Who else could see or set our cookies.
    #[must_use]
    pub fn cookie_scope(&self) -> CookieScope {
        match self.url.port_or_known_default() {
            Some(port) if !self.is_https() => CookieScope::Loopback(port),
            _ => CookieScope::Https,
        }
    }

    /// The host, without the port.
    #[must_use]
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The port, if one is named.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.url.port()
    }

    /// The address of a page of ours.
    #[must_use]
    pub fn page(&self, path: &str) -> Url {
        let mut page = self.url.clone();
        page.set_path(path);
        page
    }

    /// Whether a `Host` header names it in the very spelling of browsers.
    #[must_use]
    pub fn is_at(&self, host: &str) -> bool {
        self.text.split_once("://").is_some_and(|(_, own)| own == host)
    }

    /// Whether an address is on this origin.
    #[must_use]
    pub fn contains(&self, address: &Url) -> bool {
        address.origin() == self.url.origin()
    }
}

/// Reads an absolute address without user name and fragment: https, or http on this machine.
pub(super) fn parse_address(text: &str) -> Result<Url, &'static str> {
    const EXPECTS: &str =
        "must be an https:// address (http:// on localhost only) without user name and fragment";
    let url = Url::parse(text).map_err(|_| EXPECTS)?;
    let is_allowed = url.scheme() == "https" || (url.scheme() == "http" && is_on_this_machine(&url));
    let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if is_allowed && is_plain {
        Ok(url)
    } else {
        Err(EXPECTS)
    }
}

fn is_on_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_written_as_browsers_send_them() {
        for (text, origin) in [
            ("http://localhost:3000", "http://localhost:3000"),
            ("https://App.Example/", "https://app.example"),
            ("https://app.example:443", "https://app.example"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            ("http://127.0.0.1", "http://127.0.0.1"),
        ] {
            assert_eq!(
                AppOrigin::parse(text).map(|origin| origin.text).as_deref(),
                Ok(origin)
            );
        }
    }

    #[test]
    fn unsafe_origins_are_refused() {
        for text in [
            "localhost:3000",
            "http://app.example",
            "http://localhost.example",
            "http://10.0.0.1",
            "https://app.example/path",
            "https://app.example?query",
            "https://app.example/#fragment",
            "https://user@app.example",
            "ftp://app.example",
            "https://",
        ] {
            assert!(AppOrigin::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn pages_are_on_their_origin() {
        let origin = AppOrigin::parse("https://app.example").unwrap();
        let page = origin.page("/logged_in");
        assert_eq!(page.as_str(), "https://app.example/logged_in");
        assert!(origin.contains(&page));
        assert!(!origin.contains(&Url::parse("https://app.example:8443/logged_in").unwrap()));
    }
}
