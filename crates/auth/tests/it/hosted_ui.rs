//! The pool's own pages, filled in over HTTP. The tests of the router use it, too.

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response};
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
