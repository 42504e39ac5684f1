//! The two signing keys of a pool, made when the pool starts: one signs ID tokens, the other access tokens.

use std::fmt;
use std::sync::{Arc, LazyLock};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

/// The claims of a token.
pub(crate) type Claims = Map<String, Value>;

/// One RSA-2048 key and what the JWKS says about it.
pub(crate) struct SigningKey {
    pub kid: String,
    pair: KeyPair,
}

/// Both keys of a pool.
pub(crate) struct Keys {
    pub id: SigningKey,
    pub access: SigningKey,
}

/// The signing keys of a pool, made before it starts. For tests that start many pools: making RSA keys takes longer than all
/// else in most of them.
#[derive(Clone)]
pub struct SigningKeys(pub(crate) Arc<Keys>);

/// Why a token was not accepted.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum Unverified {
    Malformed,
    BadSignature,
}

impl SigningKey {
    /// Makes a new key.
    pub fn generate() -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).expect("RSA-2048 is a supported key size");
        Self::new(pair)
    }

    /// A key that was kept as PKCS#8 in base64.
    pub fn restore(saved: &str) -> Option<Self> {
        KeyPair::from_pkcs8(&STANDARD.decode(saved).ok()?)
            .ok()
            .map(Self::new)
    }

    /// PKCS#8 in base64, for the data file.
    pub fn save(&self) -> String {
        let der: Pkcs8V1Der<'_> = self.pair.as_der().expect("a generated key can be encoded");
        STANDARD.encode(der.as_ref())
    }

    fn new(pair: KeyPair) -> Self {
        let fingerprint = digest(&SHA256, pair.public_key().as_ref());
        Self {
            kid: STANDARD.encode(fingerprint.as_ref()),
            pair,
        }
    }

    /// A signed JWT. The header holds `kid` and `alg` and no `typ`; slashes of the payload are escaped.
    pub fn sign(&self, claims: &Claims) -> String {
        self.sign_as(&self.kid, claims)
    }

    /// As [`SigningKey::sign`], under another key id.
    pub fn sign_as(&self, kid: &str, claims: &Claims) -> String {
        let input = signing_input(&json!({ "kid": kid, "alg": "RS256" }), claims);
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                input.as_bytes(),
                &mut signature,
            )
            .expect("the buffer is as long as the modulus");
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn verify(&self, input: &str, signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.pair.public_key())
            .verify(input.as_bytes(), signature)
            .is_ok()
    }

    /// The public key as PEM (`SubjectPublicKeyInfo`, RFC 5280).
    pub fn public_pem(&self) -> String {
        let der = self
            .pair
            .public_key()
            .as_der()
            .expect("a generated key can be encoded");
        let body = STANDARD.encode(der.as_ref());
        let lines: Vec<_> = body.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            lines.join("\n")
        )
    }

    fn jwk(&self) -> Value {
        let (n, e) =
            modulus_and_exponent(self.pair.public_key().as_ref()).expect("a generated key is well-formed");
        let (n, e) = (URL_SAFE_NO_PAD.encode(n), URL_SAFE_NO_PAD.encode(e));
        json!({ "alg": "RS256", "e": e, "kid": self.kid, "kty": "RSA", "n": n, "use": "sig" })
    }
}

impl SigningKeys {
    /// Makes new keys.
    #[must_use]
    pub fn generate() -> Self {
        Self(Arc::new(Keys::generate()))
    }

    /// The same keys each time, made when they are first asked for.
    #[must_use]
    pub fn shared() -> Self {
        static KEYS: LazyLock<SigningKeys> = LazyLock::new(SigningKeys::generate);
        KEYS.clone()
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKeys([redacted])")
    }
}

impl Keys {
    /// Makes both keys, each on a thread of its own.
    pub fn generate() -> Self {
        std::thread::scope(|scope| {
            let id = scope.spawn(SigningKey::generate);
            let access = SigningKey::generate();
            Self {
                id: id.join().expect("key generation does not panic"),
                access,
            }
        })
    }

    /// The key set (RFC 7517) as `/.well-known/jwks.json` shows it.
    pub fn jwks(&self) -> Value {
        json!({ "keys": [self.id.jwk(), self.access.jwk()] })
    }

    /// The claims of a token one of the two keys signed. Says nothing about its times or its use.
    pub fn verify(&self, token: &str) -> Result<Claims, Unverified> {
        let (input, signature) = token.rsplit_once('.').ok_or(Unverified::Malformed)?;
        let (header, payload) = input.split_once('.').ok_or(Unverified::Malformed)?;
        let header = decode_part(header)?;
        let claims = decode_part(payload)?;
        let signature = URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| Unverified::Malformed)?;
        if header.get("alg").and_then(Value::as_str) != Some("RS256") {
            return Err(Unverified::BadSignature);
        }
        let kid = header.get("kid").and_then(Value::as_str).unwrap_or_default();
        let key = [&self.id, &self.access].into_iter().find(|key| key.kid == kid);
        match key {
            Some(key) if key.verify(input, &signature) => Ok(claims),
            _ => Err(Unverified::BadSignature),
        }
    }
}

/// `base64url(header).base64url(payload)` (RFC 7515, section 5.1).
pub(crate) fn signing_input(header: &Value, claims: &Claims) -> String {
    let payload = Value::Object(claims.clone()).to_string().replace('/', "\\/");
    format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(payload)
    )
}

/// What a token claims, without any check.
pub(crate) fn unverified_claims(token: &str) -> Option<Claims> {
    decode_part(token.split('.').nth(1)?).ok()
}

/// The two numbers of an `RSAPublicKey` (RFC 8017, appendix A.1.1) in DER, without leading zeros.
fn modulus_and_exponent(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (sequence, _) = der_value(der, 0x30)?;
    let (modulus, rest) = der_value(sequence, 0x02)?;
    let (exponent, _) = der_value(rest, 0x02)?;
    let trim = |number: &'_ [u8]| number.iter().position(|byte| *byte != 0);
    Some((&modulus[trim(modulus)?..], &exponent[trim(exponent)?..]))
}

/// The content of the DER value at the start of `der`, which must have this tag, and what follows it.
fn der_value(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (head, rest) = der.split_at_checked(2)?;
    let (length, rest) = match head[1] {
        short @ 0..0x80 => (usize::from(short), rest),
        long => {
            let (digits, rest) = rest.split_at_checked(usize::from(long & 0x7f))?;
            (
                digits
                    .iter()
                    .fold(0, |length, digit| length << 8 | usize::from(*digit)),
                rest,
            )
        }
    };
    if head[0] == tag {
        rest.split_at_checked(length)
    } else {
        None
    }
}

fn decode_part(part: &str) -> Result<Claims, Unverified> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| Unverified::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| Unverified::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_token_does_not_verify() {
        let keys = Keys::generate();
        let mut claims = Claims::new();
        claims.insert("iss".into(), "http://localhost/x".into());
        let token = keys.access.sign(&claims);
        assert_eq!(keys.verify(&token), Ok(claims));
        let other = Keys::generate();
        assert_eq!(other.verify(&token), Err(Unverified::BadSignature));
        assert_eq!(keys.verify("a.b"), Err(Unverified::Malformed));
    }
}
