//! Discovery: where the pool's endpoints are (OpenID Connect Discovery 1.0 section 4).

use std::sync::Arc;

use reqwest::Method;
use serde::Deserialize;
use url::Url;

use crate::client::Cognito;
use crate::config::{Config, is_safe};
use crate::error::{Error, MetadataError};
use crate::http::Dialect;
use crate::ids::Issuer;

/// The pool's endpoints, the configured domain already applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// The pool's issuer, in the spelling the pool uses.
    pub issuer: Issuer,
    /// Where a sign-in starts, in the browser.
    pub authorization_endpoint: Url,
    /// Where codes and refresh tokens are exchanged.
    pub token_endpoint: Url,
    /// Tells the user of an access token (userInfo).
    pub userinfo_endpoint: Url,
    /// Where refresh tokens are revoked.
    pub revocation_endpoint: Url,
    /// Where the pool's own session ends, in the browser. Not the one of OpenID Connect: see
    /// [`Cognito::sign_out_url`].
    pub sign_out_endpoint: Url,
    /// The public keys.
    pub jwks_uri: Url,
}

/// The members that are used; AWS may add others.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    userinfo_endpoint: Url,
    revocation_endpoint: Option<Url>,
    end_session_endpoint: Option<Url>,
    jwks_uri: Url,
}

impl Cognito {
    /// The pool's description, downloaded when first needed and once an hour, and checked against the
    /// configuration (OpenID Connect Discovery 1.0 section 4.3).
    pub async fn metadata(&self) -> Result<Arc<Metadata>, Error> {
        self.shared
            .metadata
            .get(|| self.download_metadata())
            .await
            .map_err(Error::MetadataUnavailable)
    }

    async fn download_metadata(&self) -> Result<Metadata, Error> {
        let request = self.request(
            Method::GET,
            self.config().pool_url("/.well-known/openid-configuration"),
        );
        let document = self
            .shared
            .http
            .json("discovery", Dialect::OAuth, request)
            .await?;
        Ok(check(document, self.config())?)
    }
}

fn check(document: Document, config: &Config) -> Result<Metadata, MetadataError> {
    if !config.is_issuer(&document.issuer) {
        return Err(MetadataError::Issuer);
    }
    check_keys_origin(&document, config)?;
    let beside = |path| at_path(&document.token_endpoint, path);
    let revocation = document
        .revocation_endpoint
        .clone()
        .unwrap_or_else(|| beside("/oauth2/revoke"));
    let sign_out = document
        .end_session_endpoint
        .clone()
        .unwrap_or_else(|| beside("/logout"));
    let place = |name, url| place(config.domain.as_ref(), name, url);
    Ok(Metadata {
        authorization_endpoint: place("authorization_endpoint", document.authorization_endpoint)?,
        token_endpoint: place("token_endpoint", document.token_endpoint)?,
        userinfo_endpoint: place("userinfo_endpoint", document.userinfo_endpoint)?,
        revocation_endpoint: place("revocation_endpoint", revocation)?,
        sign_out_endpoint: place("end_session_endpoint", sign_out)?,
        issuer: Issuer::new(document.issuer),
        jwks_uri: document.jwks_uri,
    })
}

/// Keys are only taken from where the pool itself is.
fn check_keys_origin(document: &Document, config: &Config) -> Result<(), MetadataError> {
    let origin = document.jwks_uri.origin();
    let is_issuer_host = config
        .issuers()
        .iter()
        .filter_map(|issuer| Url::parse(issuer.as_str()).ok())
        .any(|url| url.origin() == origin);
    if is_issuer_host || origin == config.endpoint.origin() {
        Ok(())
    } else {
        Err(MetadataError::KeysElsewhere)
    }
}

/// Moves an endpoint to the configured domain, and refuses one that would be reached in the clear.
fn place(domain: Option<&Url>, name: &'static str, mut url: Url) -> Result<Url, MetadataError> {
    if let Some(domain) = domain {
        let path_and_query = url
            .query()
            .map_or(url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        url = domain.join(&path_and_query).unwrap_or(url);
    }
    if is_safe(&url) {
        Ok(url)
    } else {
        Err(MetadataError::Insecure(name))
    }
}

fn at_path(url: &Url, path: &str) -> Url {
    let mut url = url.clone();
    url.set_path(path);
    url.set_query(None);
    url
}
