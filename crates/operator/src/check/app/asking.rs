//! How the app is asked.

use std::time::Duration;

use reqwest::header::{COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{Client, RequestBuilder, redirect, retry};
use tokio::time::Instant;
use url::Url;

use crate::pool::{chain, is_loopback};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(15);
/// Of a body no more is looked at.
const LONGEST_BODY: usize = 256 * 1024;

/// Two HTTP clients: one for this machine, which goes by no proxy of the system's.
pub struct Asking {
    near: Client,
    far: Client,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub body: String,
    /// When its head was there.
    pub at: Instant,
    headers: HeaderMap,
}

impl Asking {
    #[expect(
        clippy::disallowed_methods,
        reason = "asks the app, not the pool: no redirect is followed and each header is looked at"
    )]
    pub fn new() -> Result<Self, String> {
        let builder = || {
            Client::builder()
                .user_agent(concat!("leptos-cognito-operator/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(CONNECT_TIMEOUT)
                .timeout(TIMEOUT)
                .redirect(redirect::Policy::none())
                .retry(retry::never())
                .referer(false)
        };
        let made = |built: Result<Client, reqwest::Error>| built.map_err(|error| chain(&error));
        Ok(Self {
            near: made(builder().no_proxy().build())?,
            far: made(builder().build())?,
        })
    }

    /// The answer, or why there is none.
    pub async fn get(&self, url: &Url) -> Result<Answer, String> {
        answer(self.request(url)).await
    }

    /// The same, with the cookies of an answer before.
    pub async fn get_with_cookies(&self, url: &Url, before: &Answer) -> Result<Answer, String> {
        let pairs = before.all("set-cookie").filter_map(|line| line.split(';').next());
        let pairs: Vec<&str> = pairs.map(str::trim).collect();
        answer(self.request(url).header(COOKIE, pairs.join("; "))).await
    }

    fn request(&self, url: &Url) -> RequestBuilder {
        let client = if is_loopback(url) { &self.near } else { &self.far };
        client.get(url.clone())
    }
}

async fn answer(request: RequestBuilder) -> Result<Answer, String> {
    let reason = |error: reqwest::Error| chain(&error.without_url());
    let mut response = request.send().await.map_err(reason)?;
    let at = Instant::now();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(reason)? {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST_BODY {
            break;
        }
    }
    Ok(Answer {
        status: response.status().as_u16(),
        body: String::from_utf8_lossy(&body).into_owned(),
        at,
        headers: response.headers().clone(),
    })
}

impl Answer {
    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of a header that are text.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let values = self.headers.get_all(name).iter();
        values.filter_map(|value| value.to_str().ok())
    }

    pub fn cookies(&self) -> impl Iterator<Item = &str> {
        self.all(SET_COOKIE.as_str())
    }

    pub fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }
}
