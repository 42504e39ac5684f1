//! The server's side of `USER_SRP_AUTH`: SRP-6a (RFC 5054) in the 3072-bit group with SHA-256, and the key derivation
//! that Cognito's clients use ("Caldera Derived Key").

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use num_bigint::BigUint;
use serde::{Deserialize, Serialize};

use crate::random;

/// The 3072-bit group's modulus (RFC 3526, section 5; RFC 5054, appendix A). Its generator is 2 in Cognito's clients.
const MODULUS: &str = concat!(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD",
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F",
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510",
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C",
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
);

/// What the pool keeps of a password for SRP. Hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SrpVerifier {
    pub salt: String,
    verifier: String,
}

impl SrpVerifier {
    /// The verifier of a password. `pool` is the part of the pool id after `_`.
    pub fn of(pool: &str, user: &str, password: &str) -> Self {
        let salt = random::hex(&random::bytes::<16>());
        let inner = digest(&SHA256, format!("{pool}{user}:{password}").as_bytes());
        let x = hash_number(&[&padded(&number(&salt)), inner.as_ref()]);
        let verifier = BigUint::from(2_u8).modpow(&x, &modulus());
        Self {
            salt,
            verifier: verifier.to_str_radix(16),
        }
    }

    /// A verifier without a password.
    pub fn of_unknown_user() -> Self {
        let verifier = BigUint::from_bytes_be(&random::bytes::<256>()) % modulus();
        Self {
            salt: random::hex(&random::bytes::<16>()),
            verifier: verifier.to_str_radix(16),
        }
    }

    /// The server's secret and public number.
    pub fn server_numbers(&self) -> (String, String) {
        let n = modulus();
        let secret = BigUint::from_bytes_be(&random::bytes::<32>());
        let multiplier = hash_number(&[&padded(&n), &[2]]);
        let public = (multiplier * number(&self.verifier) + BigUint::from(2_u8).modpow(&secret, &n)) % &n;
        (secret.to_str_radix(16), public.to_str_radix(16))
    }

    /// The key both sides know, if the client knows the password. None if its number is not allowed.
    fn key(&self, public_a: &str, secret_b: &str, public_b: &str) -> Option<Vec<u8>> {
        let n = modulus();
        let a = BigUint::parse_bytes(public_a.as_bytes(), 16)?;
        if &a % &n == BigUint::ZERO {
            return None;
        }
        let u = hash_number(&[&padded(&a), &padded(&number(public_b))]);
        let base = a * number(&self.verifier).modpow(&u, &n);
        let shared = base.modpow(&number(secret_b), &n);
        let extracted = hmac_of(&padded(&u), &[&padded(&shared)]);
        let expanded = hmac_of(&extracted, &[b"Caldera Derived Key", &[1]]);
        Some(expanded[..16].to_vec())
    }
}

/// One round of the protocol as the server remembers it. Numbers are hexadecimal.
pub(crate) struct Round<'a> {
    pub public_a: &'a str,
    pub secret_b: &'a str,
    pub public_b: &'a str,
    /// As bytes.
    pub secret_block: &'a [u8],
}

/// Whether `signature` proves the password: an HMAC over pool, user, secret block and time stamp.
pub(crate) fn is_proven(
    verifier: &SrpVerifier,
    round: &Round<'_>,
    (pool, user): (&str, &str),
    timestamp: &str,
    signature: &[u8],
) -> bool {
    let Some(key) = verifier.key(round.public_a, round.secret_b, round.public_b) else {
        return false;
    };
    let expected = hmac_of(
        &key,
        &[
            pool.as_bytes(),
            user.as_bytes(),
            round.secret_block,
            timestamp.as_bytes(),
        ],
    );
    verify_slices_are_equal(&expected, signature).is_ok()
}

fn modulus() -> BigUint {
    number(MODULUS)
}

fn number(hex: &str) -> BigUint {
    BigUint::parse_bytes(hex.as_bytes(), 16).unwrap_or_default()
}

/// Big-endian with a zero byte in front if the first bit is set, as the clients pad.
fn padded(number: &BigUint) -> Vec<u8> {
    let mut bytes = number.to_bytes_be();
    if bytes.first().is_some_and(|first| *first >= 0x80) {
        bytes.insert(0, 0);
    }
    bytes
}

fn hash_number(parts: &[&[u8]]) -> BigUint {
    BigUint::from_bytes_be(digest(&SHA256, &parts.concat()).as_ref())
}

fn hmac_of(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), &parts.concat())
        .as_ref()
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::many_single_char_names, reason = "the protocol's own names")]
    /// The client's side, written from the protocol: S = (B - k·g^x)^(a + u·x).
    fn client_signature(password: &str, salt: &str, public_b: &str, a: &BigUint, message: &[u8]) -> Vec<u8> {
        let n = modulus();
        let inner = digest(&SHA256, format!("local0001bob:{password}").as_bytes());
        let x = hash_number(&[&padded(&number(salt)), inner.as_ref()]);
        let k = hash_number(&[&padded(&n), &[2]]);
        let g = BigUint::from(2_u8);
        let public_a = g.modpow(a, &n);
        let u = hash_number(&[&padded(&public_a), &padded(&number(public_b))]);
        let base = (number(public_b) + &n * &k - k * g.modpow(&x, &n)) % &n;
        let shared = base.modpow(&(a + u.clone() * x), &n);
        let extracted = hmac_of(&padded(&u), &[&padded(&shared)]);
        let key = hmac_of(&extracted, &[b"Caldera Derived Key", &[1]]);
        hmac_of(&key[..16], &[message])
    }

    #[test]
    fn only_the_right_password_is_proven() {
        let verifier = SrpVerifier::of("local0001", "bob", "Bob-is-here-7");
        let (secret_b, public_b) = verifier.server_numbers();
        let a = BigUint::from_bytes_be(&random::bytes::<32>());
        let public_a = BigUint::from(2_u8).modpow(&a, &modulus()).to_str_radix(16);
        let round = Round {
            public_a: &public_a,
            secret_b: &secret_b,
            public_b: &public_b,
            secret_block: b"block",
        };
        let proves = |password: &str| {
            let message = [b"local0001bob".as_slice(), b"block", b"now"].concat();
            let signature = client_signature(password, &verifier.salt, &public_b, &a, &message);
            is_proven(&verifier, &round, ("local0001", "bob"), "now", &signature)
        };
        assert!(proves("Bob-is-here-7"));
        assert!(!proves("Bob-is-here-8"));
    }

    #[test]
    fn a_multiple_of_the_modulus_proves_nothing() {
        let verifier = SrpVerifier::of_unknown_user();
        assert_eq!(verifier.key(MODULUS, "1", "2"), None);
        assert_eq!(verifier.key("0", "1", "2"), None);
    }
}
