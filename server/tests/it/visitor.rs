//! A browser without a screen: keeps cookies, and sends the headers browsers send.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use app::MARK;
use attributes::Values;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use axum::http::request::Builder;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, Version};
use tower::ServiceExt as _;
use url::form_urlencoded;

/// Somebody who looks at the application.
#[derive(Clone)]
pub struct Visitor {
    app: Router,
    cookies: BTreeMap<String, String>,
    /// What this browser says with each request.
    says: HeaderMap,
    address: Option<SocketAddr>,
    forwarded_for: Option<&'static str>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Visitor {
    pub fn new(app: Router) -> Self {
        Self {
            app,
            cookies: BTreeMap::new(),
            says: HeaderMap::new(),
            address: None,
            forwarded_for: None,
        }
    }

    /// The same browser, which says this with each request.
    pub fn with_header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.says.insert(name, HeaderValue::from_static(value));
        self
    }

    /// The same visitor at the other end of a connection from this address.
    pub fn at(mut self, address: &str) -> Self {
        self.address = Some(SocketAddr::new(address.parse().unwrap(), 4711));
        self
    }

    /// The same visitor, behind something that claims to come from elsewhere.
    pub fn forwarded_for(mut self, claim: &'static str) -> Self {
        self.forwarded_for = Some(claim);
        self
    }

    /// Follows a link.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path)
            .header(ACCEPT, "text/html")
            .header("sec-fetch-site", "none");
        self.send(request, "").await
    }

    /// Asks as a script on a page of ours does.
    pub async fn get_json(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).header(ACCEPT, "application/json"), "")
            .await
    }

    /// Posts a form of ours, without WebAssembly.
    pub async fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, &encode(fields)).await
    }

    /// Calls a server function as our WebAssembly does.
    pub async fn call(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ORIGIN, "http://localhost:3000")
            .header("sec-fetch-site", "same-origin")
            .header(MARK.0, MARK.1);
        self.send(request, &encode(fields)).await
    }

    /// Sends anything, with this visitor's cookies, and keeps those that come back.
    pub async fn send(&mut self, request: Builder, body: &str) -> Answer {
        let request = if self.cookies.is_empty() {
            request
        } else {
            request.header(COOKIE, self.cookie_header())
        };
        let mut request = request.body(Body::from(body.to_owned())).unwrap();
        request.headers_mut().extend(self.says.clone());
        speak_for_no_host(&mut request);
        if let Some(claim) = self.forwarded_for {
            let claim = HeaderValue::from_static(claim);
            request.headers_mut().insert("x-forwarded-for", claim);
        }
        if let Some(address) = self.address {
            request.extensions_mut().insert(ConnectInfo(address));
        }
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        self.keep(&answer);
        answer
    }

    /// The person's attributes, as a program of ours reads them.
    pub async fn attributes(&mut self) -> Values {
        let me = self.get_json("/api/me").await.json();
        serde_json::from_value(me["attributes"].clone()).unwrap()
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    fn cookie_header(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.set_cookies() {
            let (name, value) = (cookie.name.to_owned(), cookie.value.to_owned());
            match cookie.attribute("Max-Age") {
                Some("0") => self.cookies.remove(&name),
                _ => self.cookies.insert(name, value),
            };
        }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    #[track_caller]
    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
            .unwrap_or_else(|| panic!("no redirect but {}: {}", self.status, self.body))
    }

    /// The sentence at the field of an attribute.
    #[track_caller]
    pub fn sentence_at(&self, name: &str) -> &str {
        let id = format!("id=\"field-{}-error\"", name.replace(':', "-"));
        let Some((_, after)) = self.body.split_once(&id) else {
            panic!("nothing is said at a field {name}: {}", self.body)
        };
        let (_, text) = after.split_once('>').unwrap();
        text.split_once("</p>").unwrap().0.trim()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn set_cookies(&self) -> Vec<SetCookie<'_>> {
        self.headers
            .get_all(SET_COOKIE)
            .iter()
            .map(|value| SetCookie::parse(value.to_str().unwrap()))
            .collect()
    }
}

/// A `Set-Cookie` header, taken apart.
#[derive(Debug)]
pub struct SetCookie<'a> {
    pub name: &'a str,
    pub value: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> SetCookie<'a> {
    fn parse(text: &'a str) -> Self {
        let mut parts = text
            .split("; ")
            .map(|part| part.split_once('=').unwrap_or((part, "")));
        let (name, value) = parts.next().unwrap();
        Self {
            name,
            value,
            attributes: parts.collect(),
        }
    }

    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| *value)
    }
}

fn encode(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// Only HTTP/1.0 lets a request name no host, as most requests of the tests do.
pub fn speak_for_no_host(request: &mut Request<Body>) {
    if !request.headers().contains_key(HOST) {
        *request.version_mut() = Version::HTTP_10;
    }
}
