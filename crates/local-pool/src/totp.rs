//! Time-based one-time passwords (RFC 6238): SHA-1, six digits, 30 seconds.

use aws_lc_rs::hmac;
use clock::Timestamp;

use crate::random;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret in base32 (RFC 4648), 52 characters as Cognito's are.
pub(crate) fn new_secret() -> String {
    base32(&random::bytes::<32>())
}

/// The code that an authenticator app with this secret shows at this moment; `None` when the secret is not base32.
/// For tests that sign in with a second factor.
#[must_use]
pub fn totp_code(secret: &str, at: Timestamp) -> Option<String> {
    Some(code(&from_base32(secret)?, at.unix_seconds() / 30))
}

/// The time step of the code `typed`, if it belongs to now or to a neighbouring step.
pub(crate) fn step_of(secret: &str, typed: &str, now: Timestamp) -> Option<i64> {
    let key = from_base32(secret)?;
    let current = now.unix_seconds() / 30;
    [current, current - 1, current + 1]
        .into_iter()
        .find(|step| code(&key, *step) == typed)
}

fn code(key: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag[19] & 0x0f);
    let word =
        u32::from_be_bytes([tag[offset], tag[offset + 1], tag[offset + 2], tag[offset + 3]]) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

fn base32(bytes: &[u8]) -> String {
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    let digit =
        |bits: &[u8]| bits.iter().fold(0, |value, bit| value << 1 | usize::from(*bit)) << (5 - bits.len());
    bits.chunks(5)
        .map(|bits| char::from(ALPHABET[digit(bits)]))
        .collect()
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bits = Vec::with_capacity(text.len() * 5);
    for digit in text.bytes() {
        let value = ALPHABET.iter().position(|d| *d == digit)?;
        bits.extend((0..5).rev().map(|bit| u8::from(value >> bit & 1 == 1)));
    }
    Some(
        bits.chunks_exact(8)
            .map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | bit))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1, shortened to six digits.
        let key = b"12345678901234567890";
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(key, seconds / 30), expected);
        }
    }

    #[test]
    fn base32_goes_both_ways() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(from_base32("MZXW6YTBOI").as_deref(), Some(b"foobar".as_slice()));
        assert_eq!(new_secret().len(), 52);
    }
}
