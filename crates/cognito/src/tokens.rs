//! The token and revocation endpoints.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use url::{Url, form_urlencoded};

use crate::http::Dialect;
use crate::{
    AccessToken, AuthorizationCode, ClientId, ClientSecret, Cognito, Error, IdToken, PkceVerifier,
    RefreshToken,
};

/// What a code is exchanged for. Nothing in it is verified yet.
#[derive(Clone, Debug)]
pub struct TokenSet {
    /// For userInfo and the user API.
    pub access_token: AccessToken,
    /// Says who signed in.
    pub id_token: IdToken,
    /// For new tokens later.
    pub refresh_token: Option<RefreshToken>,
    /// How long the access token lives, from now.
    pub expires_in: Duration,
}

/// What a refresh token is exchanged for. Nothing in it is verified yet.
#[derive(Clone, Debug)]
pub struct RefreshedTokens {
    /// The new access token.
    pub access_token: AccessToken,
    /// The new ID token.
    pub id_token: Option<IdToken>,
    /// The next refresh token, when the pool rotates them. Otherwise the old one stays good: keep it.
    pub refresh_token: Option<RefreshToken>,
    /// How long the access token lives, from now.
    pub expires_in: Duration,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RevokeToken<'a> {
    token: &'a str,
    client_id: &'a str,
    client_secret: &'a str,
    revoke_associated_sessions: &'a str,
}

#[derive(Deserialize)]
struct CodeAnswer {
    access_token: AccessToken,
    id_token: IdToken,
    refresh_token: Option<RefreshToken>,
    expires_in: u64,
}

#[derive(Deserialize)]
struct RefreshAnswer {
    access_token: AccessToken,
    id_token: Option<IdToken>,
    refresh_token: Option<RefreshToken>,
    expires_in: u64,
}

impl Cognito {
    /// Exchanges the code of a callback (RFC 6749 section 4.1.3, RFC 7636 section 4.5). Works once per code, so never
    /// try again: a failure means a new sign-in.
    pub async fn exchange_code(
        &self,
        code: &AuthorizationCode,
        verifier: &PkceVerifier,
    ) -> Result<TokenSet, Error> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", self.config().redirect_uri.as_str()),
            ("code_verifier", verifier.expose()),
        ];
        let url = self.metadata().await?.token_endpoint.clone();
        let answer: CodeAnswer = self.post("token (authorization_code)", &url, &form).await?;
        Ok(TokenSet {
            access_token: answer.access_token,
            id_token: answer.id_token,
            refresh_token: answer.refresh_token,
            expires_in: Duration::from_secs(answer.expires_in),
        })
    }

    /// Exchanges a refresh token (RFC 6749 section 6). `invalid_grant` means that it is over.
    pub async fn refresh(&self, token: &RefreshToken) -> Result<RefreshedTokens, Error> {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token.expose())];
        let url = self.metadata().await?.token_endpoint.clone();
        let answer: RefreshAnswer = self.post("token (refresh_token)", &url, &form).await?;
        Ok(RefreshedTokens {
            access_token: answer.access_token,
            id_token: answer.id_token,
            refresh_token: answer.refresh_token,
            expires_in: Duration::from_secs(answer.expires_in),
        })
    }

    /// Ends a refresh token and the tokens that came from it (RFC 7009 section 2.1). An unknown one is a success.
    pub async fn revoke(&self, token: &RefreshToken) -> Result<(), Error> {
        let url = self.metadata().await?.revocation_endpoint.clone();
        let (http, form) = (&self.shared.http, [("token", token.expose())]);
        self.with_secret(|secret| {
            http.empty("revoke", Dialect::OAuth, self.form(&secret, url.clone(), &form))
        })
        .await
    }

    /// The same, and with it the pool's own session of the browser that the token came from (Cognito API reference,
    /// `RevokeToken`, `RevokeAssociatedSessions`: since 2026). A pool that does not track sessions ends the token only.
    pub async fn revoke_with_browser(&self, token: &RefreshToken) -> Result<(), Error> {
        const NAME: &str = "RevokeToken";
        let http = &self.shared.http;
        self.with_secret(|secret| {
            let body = RevokeToken {
                token: token.expose(),
                client_id: self.config().client_id.as_str(),
                client_secret: secret.expose(),
                revoke_associated_sessions: "LINKED",
            };
            http.empty(NAME, Dialect::Api, self.action(NAME, &body))
        })
        .await
    }

    async fn post<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        url: &Url,
        form: &[(&str, &str)],
    ) -> Result<T, Error> {
        let http = &self.shared.http;
        self.with_secret(|secret| http.json(operation, Dialect::OAuth, self.form(&secret, url.clone(), form)))
            .await
    }

    /// A form post with client authentication.
    pub(crate) fn form(&self, secret: &ClientSecret, url: Url, form: &[(&str, &str)]) -> RequestBuilder {
        self.request(Method::POST, url)
            .header(AUTHORIZATION, basic(&self.config().client_id, secret))
            .form(form)
    }
}

/// HTTP Basic, id and secret form-url-encoded first (RFC 6749 section 2.3.1).
fn basic(client_id: &ClientId, secret: &ClientSecret) -> HeaderValue {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let credentials = format!("{}:{}", encode(client_id.as_str()), encode(secret.expose()));
    let mut value = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(credentials)))
        .expect("base64 is made of header characters");
    value.set_sensitive(true);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_form_encoded_before_base64() {
        for (secret, encoded) in [
            ("plain1", "plain1"),
            ("a+b/c=d e", "a%2Bb%2Fc%3Dd+e"),
            ("ü:", "%C3%BC%3A"),
        ] {
            let (id, secret) = ("id".into(), ClientSecret::new(secret));
            let expected = format!("Basic {}", STANDARD.encode(format!("id:{encoded}")));
            assert_eq!(basic(&id, &secret), expected);
            assert!(basic(&id, &secret).is_sensitive());
        }
    }
}
