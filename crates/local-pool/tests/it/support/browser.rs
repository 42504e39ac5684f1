//! A browser with cookies and no JavaScript.

use std::collections::BTreeMap;

use reqwest::Response;
use url::Url;

use super::{authorize_query, form, http};

/// A page or redirect as it arrived.
pub struct Page {
    pub status: u16,
    pub location: Option<String>,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Page {
    /// A query parameter of the redirect.
    pub fn param(&self, name: &str) -> Option<String> {
        let location = self.location.as_ref()?;
        let url = Url::parse(location)
            .ok()
            .or_else(|| Url::parse("http://pool").ok()?.join(location).ok())?;
        url.query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    pub fn goes_to(&self, start: &str) -> bool {
        self.status == 302
            && self
                .location
                .as_ref()
                .is_some_and(|location| location.starts_with(start))
    }
}

pub struct Browser {
    base: String,
    http: reqwest::Client,
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn new(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            http: http(),
            cookies: BTreeMap::new(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        let request = self
            .http
            .get(self.address(path))
            .header("cookie", self.cookie_header());
        let response = request.send().await.expect("an answer");
        self.arrive(response).await
    }

    /// Posts a form as the page would, with the double-submit token of the cookie.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.cookies.get("XSRF-TOKEN").cloned().unwrap_or_default();
        let mut all = vec![("_csrf", token.as_str())];
        all.extend(fields);
        self.post(path, &all).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self
            .http
            .post(self.address(path))
            .header("cookie", self.cookie_header());
        let request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form(fields));
        let response = request.send().await.expect("an answer");
        self.arrive(response).await
    }

    /// From the app's link to the code in the redirect.
    pub async fn code_for(&mut self, who: (&str, &str), scopes: &str) -> String {
        let page = self.sign_in(who, scopes).await;
        page.param("code")
            .unwrap_or_else(|| panic!("no code: {:?} {}", page.location, page.body))
    }

    pub async fn sign_in(&mut self, (name, password): (&str, &str), scopes: &str) -> Page {
        let query = authorize_query(scopes);
        let first = self.get(&format!("/oauth2/authorize?{query}")).await;
        let login = first.location.expect("a redirect to the sign-in page");
        assert!(login.starts_with("/login?"), "{login}");
        self.get(&login).await;
        self.submit(&login, &[("username", name), ("password", password)])
            .await
    }

    fn address(&self, path: &str) -> String {
        if path.starts_with('/') {
            format!("{}{path}", self.base)
        } else {
            path.to_owned()
        }
    }

    fn cookie_header(&self) -> String {
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    async fn arrive(&mut self, response: Response) -> Page {
        for line in response.headers().get_all("set-cookie") {
            let line = line.to_str().expect("ASCII");
            let (name, value) = line
                .split(';')
                .next()
                .and_then(|pair| pair.split_once('='))
                .expect("a pair");
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = response
            .headers()
            .get("location")
            .map(|value| value.to_str().expect("ASCII").to_owned());
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Page {
            status,
            location,
            headers,
            body: response.text().await.expect("text"),
        }
    }
}
