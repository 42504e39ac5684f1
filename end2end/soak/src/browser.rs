//! A browser without JavaScript: keeps cookies, follows nothing by itself, and remembers what could be a token.

use std::collections::{BTreeMap, HashSet};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST, HeaderMap, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, RequestBuilder, redirect};
use url::{Url, form_urlencoded};

use crate::Fallible;
use crate::leaks::long_words;

/// Longer than the application lets anybody wait.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

/// An answer.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it came from.
    pub url: Url,
    /// HTTP status.
    pub status: u16,
    /// Where it leads on to.
    pub location: Option<Url>,
    /// Its text.
    pub body: String,
}

/// A browser. The application's and the pool's cookies are kept apart by their ports, though both are on this machine.
pub(crate) struct Browser {
    http: Client,
    pub cookies: BTreeMap<u16, BTreeMap<String, String>>,
    /// Everything in the answers of the application that could be a token.
    pub seen: HashSet<String>,
    /// The host that is asked for at a port, as a proxy hands it on.
    pub host: Option<(u16, String)>,
}

impl Browser {
    pub fn new() -> Fallible<Self> {
        Ok(Self {
            http: client()?,
            cookies: BTreeMap::new(),
            seen: HashSet::new(),
            host: None,
        })
    }

    /// Follows a link.
    pub async fn get(&mut self, url: &Url) -> Fallible<Page> {
        let request = self.http.get(url.clone()).header("sec-fetch-site", "none");
        self.ask(url, request).await
    }

    /// Sends a form of a page of `origin`.
    pub async fn post(&mut self, url: &Url, origin: &str, fields: &[(String, String)]) -> Fallible<Page> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = self
            .http
            .post(url.clone())
            .header(ORIGIN, origin)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        self.ask(url, request).await
    }

    async fn ask(&mut self, url: &Url, request: RequestBuilder) -> Fallible<Page> {
        let request = match self.cookie_header(url) {
            Some(cookies) => request.header(COOKIE, cookies),
            None => request,
        };
        let request = match &self.host {
            Some((at, host)) if *at == port(url) => request.header(HOST, host),
            _ => request,
        };
        let answer = request.header(ACCEPT, "text/html").send().await?;
        let headers = answer.headers().clone();
        let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
        let page = Page {
            url: url.clone(),
            status: answer.status().as_u16(),
            location: location.map(|location| url.join(location)).transpose()?,
            body: answer.text().await?,
        };
        self.keep_cookies(url, &headers);
        self.remember(&page.body);
        self.remember(&format!("{headers:?}"));
        Ok(page)
    }

    fn cookie_header(&self, url: &Url) -> Option<String> {
        let cookies = self
            .cookies
            .get(&port(url))
            .filter(|cookies| !cookies.is_empty())?;
        let pairs = cookies.iter().map(|(name, value)| format!("{name}={value}"));
        Some(pairs.collect::<Vec<_>>().join("; "))
    }

    fn keep_cookies(&mut self, url: &Url, headers: &HeaderMap) {
        let cookies = self.cookies.entry(port(url)).or_default();
        for cookie in headers.get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap_or_default();
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let Some((name, value)) = pair.split_once('=') else {
                continue;
            };
            let mut attributes = attributes.split(';').map(str::trim);
            let is_over = attributes.any(|attribute| attribute.eq_ignore_ascii_case("max-age=0"));
            if is_over || value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn remember(&mut self, text: &str) {
        self.seen.extend(long_words(text).map(ToOwned::to_owned));
    }
}

/// Follows no redirect by itself and keeps no cookies.
#[expect(clippy::disallowed_methods, reason = "a browser, not this application")]
pub(crate) fn client() -> Fallible<Client> {
    let client = Client::builder()
        .no_proxy()
        .timeout(LONGEST_ANSWER)
        .redirect(redirect::Policy::none())
        .resolve("localhost", SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
        .build()?;
    Ok(client)
}

pub(crate) fn port(url: &Url) -> u16 {
    url.port_or_known_default().unwrap_or_default()
}
