//! Keys that sign, without the library that the client verifies with.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// Making RSA keys takes a while, so all tests share three.
static SIGNERS: LazyLock<[Signer; 3]> =
    LazyLock::new(|| [Signer::generate(1), Signer::generate(2), Signer::generate(3)]);

pub struct Signer {
    key: KeyPair,
    pub kid: String,
}

impl Signer {
    pub fn of_id_tokens() -> &'static Self {
        &SIGNERS[0]
    }

    pub fn of_access_tokens() -> &'static Self {
        &SIGNERS[1]
    }

    /// Not among the pool's keys, at first.
    pub fn next() -> &'static Self {
        &SIGNERS[2]
    }

    fn generate(number: u8) -> Self {
        let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
        // As Cognito's: 44 characters, with signs that URLs don't like and an equals sign at the end.
        let kid = STANDARD.encode(
            [0xfb, 0xff]
                .repeat(15)
                .into_iter()
                .chain([0, number])
                .collect::<Vec<_>>(),
        );
        Self { key, kid }
    }

    /// The header of a good token: no `typ`, like Cognito.
    pub fn header(&self) -> Value {
        json!({"kid": self.kid, "alg": "RS256"})
    }

    /// A token with the usual header.
    pub fn token(&self, claims: &Value) -> String {
        self.sign(&self.header(), claims)
    }

    /// A token with any header, slashes escaped as Cognito does.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let escaped = claims.to_string().replace('/', "\\/");
        let message = format!("{}.{}", base64url(header.to_string()), base64url(escaped));
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message.as_bytes(),
                &mut signature,
            )
            .unwrap();
        format!("{message}.{}", base64url(signature))
    }

    /// The public key as DER (RFC 8017 appendix A.1.1).
    pub fn public_der(&self) -> &[u8] {
        self.key.public_key().as_ref()
    }

    /// The public key as the pool publishes it. In the DER of an RSA-2048 key with the usual exponent, the modulus is
    /// at a fixed place.
    pub fn jwk(&self) -> Value {
        let modulus = &self.public_der()[9..265];
        json!({"alg": "RS256", "e": "AQAB", "kid": self.kid, "kty": "RSA", "n": base64url(modulus), "use": "sig"})
    }
}

pub fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
