//! The pool's public keys (RFC 7517).

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use reqwest::Method;
use serde::Deserialize;

use crate::error::{Error, MetadataError};
use crate::http::Dialect;
use crate::{Cognito, TokenError};

/// RSA keys shorter than this are refused (RFC 7518 section 3.3), in bytes.
const SHORTEST_MODULUS: usize = 2048 / 8;

/// The keys that may sign tokens, by key id. A pool has two, one for ID tokens and one for access tokens.
pub(crate) struct KeySet(HashMap<String, DecodingKey>);

#[derive(Deserialize)]
struct Document {
    keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

impl Cognito {
    /// The key with this id. When it is unknown (a rotation, or a forgery) the keys are downloaded once more, but never more
    /// often than every ten seconds, however many tokens with made-up ids arrive.
    pub(crate) async fn key(&self, id: &str) -> Result<DecodingKey, TokenError> {
        let cache = &self.shared.keys;
        // Before `get`: if that downloads because the cache is empty, the keys are as new as they can be, and an unknown id
        // must not cause a second download.
        let seen = cache.downloads();
        let keys = cache
            .get(|| self.download_keys())
            .await
            .map_err(TokenError::KeysUnavailable)?;
        if let Some(key) = keys.0.get(id) {
            return Ok(key.clone());
        }
        let keys = cache
            .newer(seen, || self.download_keys())
            .await
            .map_err(TokenError::KeysUnavailable)?;
        keys.0.get(id).cloned().ok_or(TokenError::UnknownKeyId)
    }

    /// Makes sure that the pool's keys are known, downloading them if they are not.
    ///
    /// # Errors
    /// When they were never read, and cannot be now.
    pub async fn load_keys(&self) -> Result<(), Error> {
        let keys = self.shared.keys.get(|| self.download_keys()).await;
        keys.map(drop)
            .map_err(|error| Error::Token(TokenError::KeysUnavailable(error)))
    }

    async fn download_keys(&self) -> Result<KeySet, Error> {
        let url = self.metadata().await?.jwks_uri.clone();
        let request = self.request(Method::GET, url);
        let document: Document = self.shared.http.json("jwks", Dialect::OAuth, request).await?;
        let keys: HashMap<_, _> = document.keys.into_iter().filter_map(usable).collect();
        if keys.is_empty() {
            Err(MetadataError::NoKeys.into())
        } else {
            Ok(KeySet(keys))
        }
    }
}

/// The key, if it is one that may sign with RS256.
fn usable(key: Key) -> Option<(String, DecodingKey)> {
    let may_sign = key.kty == "RSA"
        && key.usage.is_none_or(|usage| usage == "sig")
        && key.alg.is_none_or(|algorithm| algorithm == "RS256");
    let modulus = URL_SAFE_NO_PAD.decode(key.n?).ok()?;
    let exponent = URL_SAFE_NO_PAD.decode(key.e?).ok()?;
    if !may_sign || modulus.len() < SHORTEST_MODULUS {
        return None;
    }
    Some((
        key.kid?,
        DecodingKey::from_rsa_raw_components(&modulus, &exponent),
    ))
}
