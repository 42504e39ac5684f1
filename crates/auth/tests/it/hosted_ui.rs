//! The pool's own pages, filled in over HTTP. The tests of the router use it, too.

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response};
use serde_json::Value;
use url::Url;

/// A browser on the pool's domain.
pub struct HostedUi {
    pub http: Client,
}

impl HostedUi {
    pub fn new() -> Self {
        Self { http: browser() }
    }

    /// From the authorize address to what the sign-in page answers.
    pub async fn post_password(&self, authorize: &str, name: &str, password: &str) -> Response {
        let login = location(&self.http.get(authorize).send().await.unwrap());
        let page = self.http.get(login.clone()).send().await.unwrap();
        let cookie = cookies(&page);
        let token = cookie
            .split("; ")
            .find_map(|pair| pair.strip_prefix("XSRF-TOKEN="));
        let fields = [
            ("_csrf", token.unwrap()),
            ("username", name),
            ("password", password),
        ];
        let request = self.http.post(login).header(COOKIE, &cookie).form(&fields);
        request.send().await.unwrap()
    }
}

/// What a browser sends back of the cookies it was given.
pub fn cookies(response: &Response) -> String {
    let given = response.headers().get_all(SET_COOKIE).iter();
    let pairs = given.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap());
    pairs.collect::<Vec<_>>().join("; ")
}

/// Where a response leads.
#[track_caller]
pub fn location(response: &Response) -> Url {
    let location = response.headers().get(LOCATION);
    let location = location.unwrap_or_else(|| panic!("no redirect: {response:?}"));
    response.url().join(location.to_str().unwrap()).unwrap()
}

/// Follows no redirect by itself.
#[expect(clippy::disallowed_methods, reason = "a browser, not this application")]
pub fn browser() -> Client {
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// The cookies of one browser on the pool's domain.
#[derive(Default)]
pub struct Jar(std::collections::BTreeMap<String, String>);

impl Jar {
    fn keep(&mut self, response: &Response) {
        for cookie in cookies(response).split("; ").filter(|pair| !pair.is_empty()) {
            let (name, value) = cookie.split_once('=').unwrap();
            self.0.insert(name.to_owned(), value.to_owned());
        }
    }

    fn header(&self) -> String {
        let pairs = self.0.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }
}

impl HostedUi {
    /// From the address of the page for a forgotten password to the answer for a new one. `code` is asked once it was sent.
    pub async fn reset_password(
        &self,
        page: &str,
        name: &str,
        password: &str,
        code: impl FnOnce() -> String,
    ) -> Response {
        let mut jar = Jar::default();
        let asked = self.fill_in(&mut jar, page, &[("username", name)]).await;
        let next = location(&asked);
        let fields = [("code", code()), ("password", password.to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
        self.fill_in(&mut jar, next.as_str(), &fields).await
    }

    async fn fill_in(&self, jar: &mut Jar, page: &str, fields: &[(&str, &str)]) -> Response {
        let shown = self
            .http
            .get(page)
            .header(COOKIE, jar.header())
            .send()
            .await
            .unwrap();
        jar.keep(&shown);
        let token = jar.0["XSRF-TOKEN"].clone();
        let fields: Vec<_> = [("_csrf", token.as_str())]
            .iter()
            .chain(fields)
            .copied()
            .collect();
        let request = self.http.post(page).header(COOKIE, jar.header()).form(&fields);
        let answer = request.send().await.unwrap();
        jar.keep(&answer);
        answer
    }
}

impl HostedUi {
    /// What an operator does at the pool; its answer, or null if that is empty.
    pub async fn operate(&self, pool: Url, operation: &str, body: &Value) -> Value {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        let signature = "AWS4-HMAC-SHA256 Credential=an/operator, Signature=0";
        let request = self.http.post(pool).header("x-amz-target", target);
        let request = request
            .header("content-type", "application/x-amz-json-1.1")
            .header("authorization", signature);
        let answer = request.body(body.to_string()).send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{operation}: {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }
}
