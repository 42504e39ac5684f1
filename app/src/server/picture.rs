//! The picture of a person, from a host that the operator has listed and from nowhere else: a browser that asks for a picture tells
//! its host who is here.

use std::sync::Arc;

use leptos::context::use_context;
use url::Url;

use super::CurrentUser;

/// The attribute that holds its address (<https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims>).
pub(crate) const PICTURE: &str = "picture";

/// The hosts that pictures of people may come from, with their port where it is not that of https.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureHosts(Arc<[String]>);

impl PictureHosts {
    /// Reads names with commas between: `pictures.example.com, cdn.example.com:8443`.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let hosts = text.split(',').map(|host| parse_host(host.trim()));
        let hosts = hosts
            .collect::<Option<Vec<_>>>()
            .ok_or("must be names of hosts with commas between: pictures.example.com, cdn.example.com")?;
        Ok(Self(hosts.into()))
    }

    /// Their origins, as a content security policy names them.
    pub fn origins(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|host| format!("https://{host}"))
    }

    /// This address, if a picture may come from there.
    #[must_use]
    fn allow(&self, address: &str) -> Option<String> {
        let url = Url::parse(address).ok().filter(|url| url.scheme() == "https")?;
        let is_bare = url.username().is_empty() && url.password().is_none();
        let host = host_of(&url).filter(|host| self.0.contains(host));
        (is_bare && host.is_some()).then(|| url.into())
    }
}

/// In the spelling of browsers. A name only: no pattern, and nothing that a policy would read as more than a host.
fn parse_host(text: &str) -> Option<String> {
    let url = Url::parse(&format!("https://{text}/")).ok()?;
    let is_host = url.path() == "/" && url.username().is_empty() && url.password().is_none();
    let host = host_of(&url).filter(|_| is_host && url.query().is_none() && url.fragment().is_none())?;
    let is_plain = host
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    is_plain.then_some(host)
}

fn host_of(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

/// The address of a picture, if the value of an attribute is one that may be shown.
pub(crate) fn shown_picture(value: &str) -> Option<String> {
    use_context::<PictureHosts>()?.allow(value)
}

impl CurrentUser {
    /// The address of their picture, if their attributes have one that may be shown.
    pub(super) fn picture(&self) -> Option<String> {
        let is_asked_for = self.account.schema.get(PICTURE).is_some();
        let value = self.profile.values.get(PICTURE).filter(|_| is_asked_for)?;
        shown_picture(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_and_nothing_more() {
        let hosts = PictureHosts::parse("Pictures.Example.com, bücher.example:8443").unwrap();
        let origins: Vec<_> = hosts.origins().collect();
        assert_eq!(
            origins,
            [
                "https://pictures.example.com",
                "https://xn--bcher-kva.example:8443"
            ]
        );
        for wrong in [
            "",
            "a.example,",
            "*",
            "*.example.com",
            "https://a.example",
            "a.example/path",
            "a.example?q",
            "me@a.example",
            "a.example; script-src *",
            "a b.example",
            "'self'",
        ] {
            assert!(PictureHosts::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn pictures_come_from_listed_hosts_only() {
        let hosts = PictureHosts::parse("a.example, b.example:8443").unwrap();
        for (address, shown) in [
            (
                "https://a.example/1.png?s=96",
                Some("https://a.example/1.png?s=96"),
            ),
            ("HTTPS://A.example:443/1.png", Some("https://a.example/1.png")),
            ("https://b.example:8443/", Some("https://b.example:8443/")),
            ("http://a.example/1.png", None),
            ("https://a.example:8443/1.png", None),
            ("https://b.example/", None),
            ("https://a.example.evil.example/", None),
            ("https://evil.example/?a.example", None),
            ("https://me:secret@a.example/", None),
            ("https://a.example@evil.example/", None),
            ("//a.example/1.png", None),
            ("data:image/png;base64,AAAA", None),
            ("javascript:alert(1)//a.example", None),
            ("", None),
        ] {
            assert_eq!(hosts.allow(address).as_deref(), shown, "{address}");
        }
    }
}
