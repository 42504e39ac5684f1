//! The pool's own pages, filled in over HTTP.

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response};
use url::Url;

use crate::world::Person;

/// A browser on the pool's domain.
pub struct HostedUi {
    http: Client,
}

impl HostedUi {
    pub fn new() -> Self {
        Self { http: browser() }
    }

    /// From the authorize address to the address the pool sends people back to.
    pub async fn sign_in(&self, authorize: &str, person: &Person) -> Url {
        let login = location(&self.http.get(authorize).send().await.unwrap());
        let page = self.http.get(login.clone()).send().await.unwrap();
        let cookie = page.headers()[SET_COOKIE]
            .to_str()
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        let (_, token) = cookie.split_once('=').unwrap();
        let fields = [
            ("_csrf", token),
            ("username", person.email),
            ("password", person.password),
        ];
        let answer = self
            .http
            .post(login)
            .header(COOKIE, &cookie)
            .form(&fields)
            .send()
            .await
            .unwrap();
        location(&answer)
    }
}

#[track_caller]
fn location(response: &Response) -> Url {
    let location = response
        .headers()
        .get(LOCATION)
        .unwrap_or_else(|| panic!("no redirect: {response:?}"));
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
