//! Proof that a call of the JSON API comes from an app client with a secret (Cognito developer guide, "Computing
//! secret hash values").

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::{ClientId, ClientSecret};

/// The value of `SecretHash`: it opens nothing by itself, but is as good as the secret for this user name.
#[derive(Serialize)]
#[serde(transparent)]
pub(crate) struct SecretHash(String);

/// `base64(HMAC-SHA256(secret, username + client id))`. `username` is what the same call sends as such.
pub(crate) fn secret_hash(secret: &ClientSecret, username: &str, client: &ClientId) -> SecretHash {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    let message = [username.as_bytes(), client.as_str().as_bytes()].concat();
    SecretHash(STANDARD.encode(hmac::sign(&key, &message)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_documented_one() {
        for (secret, username, client, expected) in [
            // Computed with Python's hmac module.
            (
                "k2v9x0q4secretsecretsecret",
                "alice",
                "client1",
                "D0TXC+FuV7/HWwmPXGH3+7euoQlCwPOjEFq1+//a61s=",
            ),
            (
                "a+b/c=",
                "zoë@example.com",
                "4q8vd3m1k7ztn0hx5w2rcyb6ga",
                "XMf9KmoBiY433VflHVqaGRaSkAnEJBsphu2Xc+EwFjY=",
            ),
        ] {
            assert_eq!(secret_hash(&secret.into(), username, &client.into()).0, expected);
        }
    }
}
