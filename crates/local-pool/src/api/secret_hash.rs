//! `SecretHash` (developer guide, "Computing secret hash values").

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::exception::Exception;
use crate::state::Client;

/// `base64(HMAC-SHA256(secret, username + client id))`
pub(super) fn secret_hash(secret: &str, username: &str, client_id: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    STANDARD.encode(hmac::sign(&key, format!("{username}{client_id}").as_bytes()))
}

/// A client with a secret must send the hash for one of `usernames`; one without must not.
pub(super) fn check(client: &Client, usernames: &[&str], sent: Option<&str>) -> Result<(), Exception> {
    let id = &client.id;
    let refused = || Exception::not_authorized(format!("Unable to verify secret hash for client {id}"));
    match (client.secrets.is_empty(), sent) {
        (true, None) => Ok(()),
        (true, Some(_)) => Err(refused()),
        (false, None) => {
            let message = format!("Client {id} is configured with secret but SECRET_HASH was not received");
            Err(Exception::not_authorized(message))
        }
        (false, Some(sent)) => {
            let fits = |secret: &str, username: &str| {
                let expected = secret_hash(secret, username, id);
                verify_slices_are_equal(expected.as_bytes(), sent.as_bytes()).is_ok()
            };
            let is_one = |username: &&str| client.secrets.any(|secret| fits(secret, username));
            usernames.iter().any(is_one).then_some(()).ok_or_else(refused)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_documented_one() {
        // Computed with Python's hmac module.
        let hash = secret_hash("k2v9x0q4secretsecretsecret", "alice", "client1");
        assert_eq!(hash, "D0TXC+FuV7/HWwmPXGH3+7euoQlCwPOjEFq1+//a61s=");
    }
}
