//! The pages of a user pool, filled in; and its JSON API, called as an operator does.

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::Value;
use url::Url;

use crate::transport::http_client;
use crate::{Browser, Page};

/// The cookie whose value a form of the pool repeats.
const TOKEN: &str = "XSRF-TOKEN";

impl Browser {
    /// Posts a form of the pool's pages, with the token of the pool's cookie.
    ///
    /// # Panics
    ///
    /// If no answer comes.
    pub async fn submit(&mut self, address: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token_for(address).unwrap_or_default();
        let all: Vec<_> = [("_csrf", token.as_str())]
            .iter()
            .chain(fields)
            .copied()
            .collect();
        self.post_form(address, &all).await
    }

    fn token_for(&self, address: &str) -> Option<String> {
        let jar = Url::parse(address).map_or_else(|_| self.jar(self.home()), |url| self.jar(&url));
        jar?.get(TOKEN).map(ToOwned::to_owned)
    }

    /// From the authorize address to what the pool's sign-in page answers.
    ///
    /// # Panics
    ///
    /// If that address does not lead to a sign-in page.
    pub async fn sign_in_at_pool(&mut self, authorize: &str, name: &str, password: &str) -> Page {
        let login = self.get(authorize).await.next();
        assert_eq!(login.path(), "/login", "no sign-in page: {login}");
        self.get(login.as_str()).await;
        let fields = [("username", name), ("password", password)];
        self.submit(login.as_str(), &fields).await
    }

    /// From the page for a forgotten password to the answer for a new one. `code` is asked once it was sent.
    ///
    /// # Panics
    ///
    /// If no code is sent.
    pub async fn reset_password(
        &mut self,
        page: &str,
        name: &str,
        password: &str,
        code: impl FnOnce() -> String,
    ) -> Page {
        self.get(page).await;
        let next = self.submit(page, &[("username", name)]).await.next();
        self.get(next.as_str()).await;
        let fields = [("code", &*code()), ("password", password)];
        self.submit(next.as_str(), &fields).await
    }
}

/// What an operator does at the pool; its answer, or null if that is empty.
///
/// # Panics
///
/// If the pool refuses.
pub async fn operate(pool: Url, operation: &str, body: &Value) -> Value {
    let target = format!("AWSCognitoIdentityProviderService.{operation}");
    let signature = "AWS4-HMAC-SHA256 Credential=an/operator, Signature=0";
    let request = http_client().post(pool);
    let request = request
        .header("x-amz-target", target)
        .header(CONTENT_TYPE, "application/x-amz-json-1.1")
        .header(AUTHORIZATION, signature);
    let answer = request.body(body.to_string()).send().await.expect("an answer");
    let (status, text) = (answer.status(), answer.text().await.expect("a text"));
    assert!(status.is_success(), "{operation}: {text}");
    serde_json::from_str(&text).unwrap_or_default()
}
