//! A browser without JavaScript.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::ConnectInfo;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, ORIGIN};
use http::request::Builder;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};
use url::{Url, form_urlencoded};

use crate::transport::{Transport, http_client};
use crate::{CookieJar, Page};

/// Where routers believe they are.
const ROUTER_ORIGIN: &str = "http://localhost:3000";
/// The header by which the application knows its own WebAssembly.
const MARK: (&str, &str) = ("x-requested-with", "leptos-cognito");

/// Why nothing came back.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// A browser. Addresses may be relative to where it is at home. Cookies are kept by port, because all servers are on this
/// machine.
#[derive(Clone)]
pub struct Browser {
    transport: Transport,
    home: Url,
    jars: BTreeMap<u16, CookieJar>,
    headers: HeaderMap,
    address: Option<SocketAddr>,
}

impl Browser {
    /// A browser on the network, at home at this server.
    #[must_use]
    pub fn new(home: Url) -> Self {
        Self::over(Transport::Network(http_client()), home)
    }

    /// A browser at a router in this process.
    ///
    /// # Panics
    ///
    /// Never: the address it is at home at is right.
    #[must_use]
    pub fn over_router(router: Router) -> Self {
        let home = Url::parse(ROUTER_ORIGIN).expect("an address");
        Self::over(Transport::Router(router), home)
    }

    fn over(transport: Transport, home: Url) -> Self {
        Self {
            transport,
            home,
            jars: BTreeMap::new(),
            headers: HeaderMap::new(),
            address: None,
        }
    }

    /// The same browser, which says this with each request to its home.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        let value = HeaderValue::from_str(value).expect("tests send headers in ASCII");
        self.headers.insert(name, value);
        self
    }

    /// The same browser at the other end of a connection from this IP address, for a router.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    pub fn at(mut self, address: &str) -> Self {
        let address = address.parse().expect("an IP address");
        self.address = Some(SocketAddr::new(address, 4711));
        self
    }

    /// The same browser, behind something that claims to come from elsewhere.
    #[must_use]
    pub fn forwarded_for(self, claim: &str) -> Self {
        self.with_header(HeaderName::from_static("x-forwarded-for"), claim)
    }

    /// Follows a link.
    pub async fn get(&mut self, address: &str) -> Page {
        expect_answer(self.try_get(address).await)
    }

    /// The same where nothing may come back.
    ///
    /// # Errors
    ///
    /// If the request cannot be sent, or no whole answer comes in time.
    pub async fn try_get(&mut self, address: &str) -> Result<Page, Error> {
        let request = Request::get(address)
            .header(ACCEPT, "text/html")
            .header("sec-fetch-site", "none");
        self.try_send(request, "").await
    }

    /// Asks as a script on a page does.
    pub async fn get_json(&mut self, address: &str) -> Page {
        let request = Request::get(address).header(ACCEPT, "application/json");
        self.send(request, "").await
    }

    /// The signed-in person's attributes, as scripts on the page read them.
    ///
    /// # Panics
    ///
    /// If nobody is signed in.
    pub async fn attributes(&mut self) -> BTreeMap<String, String> {
        let me = self.get_json("/api/me").await.json();
        serde_json::from_value(me["attributes"].clone()).expect("attributes are texts")
    }

    /// Posts a form of a page of the same server, without WebAssembly.
    pub async fn post_form(&mut self, address: &str, fields: &[(&str, &str)]) -> Page {
        expect_answer(self.try_post_form(address, fields, None).await)
    }

    /// The same where nothing may come back, from a page of this origin.
    ///
    /// # Errors
    ///
    /// If the request cannot be sent, or no whole answer comes in time.
    pub async fn try_post_form(
        &mut self,
        address: &str,
        fields: &[(&str, &str)],
        origin: Option<&str>,
    ) -> Result<Page, Error> {
        let mut request = Request::post(address)
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        self.try_send(request, &encode(fields)).await
    }

    /// Calls a server function as the application's WebAssembly does.
    pub async fn call(&mut self, address: &str, fields: &[(&str, &str)]) -> Page {
        let request = Request::post(address)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ORIGIN, ROUTER_ORIGIN)
            .header("sec-fetch-site", "same-origin")
            .header(MARK.0, MARK.1);
        self.send(request, &encode(fields)).await
    }

    /// Sends anything, with this browser's cookies, and keeps those that come back.
    pub async fn send(&mut self, request: Builder, body: &str) -> Page {
        expect_answer(self.try_send(request, body).await)
    }

    /// The same where nothing may come back.
    ///
    /// # Errors
    ///
    /// If the request cannot be sent, or no whole answer comes in time.
    pub async fn try_send(&mut self, request: Builder, body: &str) -> Result<Page, Error> {
        let mut request = request.body(body.to_owned())?;
        let url = self.url_of(request.uri());
        if let Some(cookies) = self.jar(&url).and_then(CookieJar::header) {
            request.headers_mut().append(COOKIE, cookies.try_into()?);
        }
        if port(&url) == port(&self.home) {
            request.headers_mut().extend(self.headers.clone());
        }
        if let Some(address) = self.address {
            request.extensions_mut().insert(ConnectInfo(address));
        }
        let (status, headers, body) = self.transport.send(&url, request).await?;
        self.jars.entry(port(&url)).or_default().keep(&headers);
        Ok(Page {
            url,
            status,
            headers,
            body,
        })
    }

    /// Joined by hand: a router must get paths as the test wrote them, and only what has a scheme names a server.
    fn url_of(&self, uri: &Uri) -> Url {
        let absolute = if uri.scheme().is_some() {
            uri.to_string()
        } else {
            format!("{}{uri}", self.home.origin().ascii_serialization())
        };
        Url::parse(&absolute).unwrap_or_else(|_| self.home.clone())
    }

    /// The server where this browser is at home.
    #[must_use]
    pub fn home(&self) -> &Url {
        &self.home
    }

    /// A cookie of the server where this browser is at home.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.jar(&self.home)?.get(name)
    }

    /// Sets a cookie of that server past it.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.home_jar().set(name, value);
    }

    /// The cookies of the server at this address, if it has set any.
    #[must_use]
    pub fn jar(&self, url: &Url) -> Option<&CookieJar> {
        self.jars.get(&port(url))
    }

    /// The cookies of the server where this browser is at home.
    pub fn home_jar(&mut self) -> &mut CookieJar {
        self.jars.entry(port(&self.home)).or_default()
    }
}

fn expect_answer(answer: Result<Page, Error>) -> Page {
    answer.unwrap_or_else(|error| panic!("no answer: {error:?}"))
}

fn port(url: &Url) -> u16 {
    url.port_or_known_default().unwrap_or_default()
}

fn encode(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
