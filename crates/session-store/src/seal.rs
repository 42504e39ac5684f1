//! Sealing of everything the store keeps: AES-256-GCM-SIV (RFC 8452), several keys read, the newest written
//! (RFC 10017 section 6.1.3.2; ASVS 13.3.1).

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::random::Randomness;

const FORMAT: u8 = 1;
const KEY_ID_LEN: usize = 4;
const HEADER_LEN: usize = 1 + KEY_ID_LEN + NONCE_LEN;

/// The keys of `SESSION_KEY`, newest first. Each is 32 random bytes; what is used is derived from them
/// (HKDF, RFC 5869), one key per purpose.
pub struct KeyRing {
    keys: Vec<Key>,
}

struct Key {
    id: [u8; KEY_ID_LEN],
    seal: LessSafeKey,
    sign: hmac::Key,
}

/// Why a key list was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is none.
    #[error("no key given")]
    Empty,
    /// One is not base64 (standard alphabet, padded).
    #[error("key {0} is not base64")]
    NotBase64(usize),
    /// One is not 32 bytes long.
    #[error("key {0} is {1} bytes long, not 32")]
    WrongLength(usize, usize),
    /// One is a pattern and no random value.
    #[error("key {0} repeats a single byte: use a random one")]
    NotRandom(usize),
}

impl KeyRing {
    /// Reads a comma-separated list of base64 keys, newest first; counts them from 1 in errors.
    pub fn parse(list: &str) -> Result<Self, KeyError> {
        let texts = list.split(',').map(str::trim).filter(|text| !text.is_empty());
        let keys = texts
            .enumerate()
            .map(|(at, text)| decode(at + 1, text))
            .collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() {
            return Err(KeyError::Empty);
        }
        Ok(Self {
            keys: keys.iter().map(Key::derive).collect(),
        })
    }

    /// Draws a key, as `SESSION_KEY` takes it.
    #[must_use]
    pub fn generate(random: &dyn Randomness) -> String {
        STANDARD.encode(crate::random::draw::<32>(random))
    }

    /// Encrypts with the newest key. `context` is bound to the result: it must be the same to open it.
    ///
    /// # Panics
    /// For plain texts of many gigabytes, which the algorithm does not take.
    #[must_use]
    pub fn seal(&self, random: &dyn Randomness, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let key = self.newest();
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce);
        let mut sealed = Vec::with_capacity(HEADER_LEN + plain.len() + AES_256_GCM_SIV.tag_len());
        sealed.push(FORMAT);
        sealed.extend_from_slice(&key.id);
        sealed.extend_from_slice(&nonce);
        let mut body = plain.to_vec();
        key.seal
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(context), &mut body)
            .expect("sealing fails only for texts of many gigabytes");
        sealed.append(&mut body);
        sealed
    }

    /// Decrypts with the key it was sealed with; `None` if that key is gone or a bit was changed.
    #[must_use]
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (header, body) = sealed.split_at_checked(HEADER_LEN)?;
        let (format, rest) = header.split_first()?;
        let (id, nonce) = rest.split_at(KEY_ID_LEN);
        let key = self.keys.iter().find(|key| *format == FORMAT && key.id == id)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut body = body.to_vec();
        let plain = key
            .seal
            .open_in_place(nonce, Aad::from(context), &mut body)
            .ok()?;
        Some(plain.to_vec())
    }

    /// HMAC-SHA256 with the newest key.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> hmac::Tag {
        hmac::sign(&self.newest().sign, message)
    }

    /// Whether `tag` was made by [`Self::sign`] with any of the keys; takes the same time either way.
    #[must_use]
    pub fn is_signed(&self, message: &[u8], tag: &[u8]) -> bool {
        self.keys
            .iter()
            .any(|key| hmac::verify(&key.sign, message, tag).is_ok())
    }

    fn newest(&self) -> &Key {
        self.keys.first().expect("a key ring is never empty")
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyRing({} keys, [redacted])", self.keys.len())
    }
}

impl Key {
    fn derive(secret: &[u8; 32]) -> Self {
        let derive = |purpose: &str| {
            let mut derived = [0; 32];
            Salt::new(HKDF_SHA256, b"leptos-cognito session key")
                .extract(secret)
                .expand(&[purpose.as_bytes()], HKDF_SHA256)
                .and_then(|okm| okm.fill(&mut derived))
                .expect("32 bytes are within what HKDF-SHA256 can give");
            derived
        };
        let [a, b, c, d, ..] = derive("id");
        let seal = UnboundKey::new(&AES_256_GCM_SIV, &derive("seal")).expect("an AES-256 key has 32 bytes");
        Self {
            id: [a, b, c, d],
            seal: LessSafeKey::new(seal),
            sign: hmac::Key::new(hmac::HMAC_SHA256, &derive("sign")),
        }
    }
}

fn decode(number: usize, text: &str) -> Result<[u8; 32], KeyError> {
    let bytes = STANDARD.decode(text).map_err(|_| KeyError::NotBase64(number))?;
    let length = bytes.len();
    let key: [u8; 32] = bytes
        .try_into()
        .map_err(|_| KeyError::WrongLength(number, length))?;
    if key.iter().all(|byte| *byte == key[0]) {
        return Err(KeyError::NotRandom(number));
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandomness;

    fn key() -> String {
        KeyRing::generate(&SystemRandomness)
    }

    fn ring(list: &str) -> KeyRing {
        KeyRing::parse(list).unwrap()
    }

    #[test]
    fn sealed_bytes_open_in_their_context_only() {
        let ring = ring(&key());
        let sealed = ring.seal(&SystemRandomness, b"tokens 1", b"secret");
        assert_eq!(
            ring.open(b"tokens 1", &sealed).as_deref(),
            Some(b"secret".as_slice())
        );
        assert_eq!(ring.open(b"tokens 2", &sealed), None);
    }

    #[test]
    fn any_changed_bit_is_noticed() {
        let ring = ring(&key());
        let sealed = ring.seal(&SystemRandomness, b"c", b"secret");
        for at in 0..sealed.len() {
            let mut forged = sealed.clone();
            forged[at] ^= 1;
            assert_eq!(ring.open(b"c", &forged), None, "byte {at}");
        }
        assert_eq!(ring.open(b"c", &sealed[..HEADER_LEN - 1]), None);
    }

    #[test]
    fn older_key_opens_and_removed_key_does_not() {
        let (old, new) = (key(), key());
        let sealed = ring(&old).seal(&SystemRandomness, b"c", b"secret");
        assert!(ring(&format!("{new}, {old}")).open(b"c", &sealed).is_some());
        assert!(ring(&new).open(b"c", &sealed).is_none());
    }

    #[test]
    fn the_newest_key_seals() {
        let (old, new) = (key(), key());
        let sealed = ring(&format!("{new},{old}")).seal(&SystemRandomness, b"c", b"secret");
        assert!(ring(&new).open(b"c", &sealed).is_some());
    }

    #[test]
    fn bad_keys_are_refused_with_their_place() {
        let good = key();
        let zeros = STANDARD.encode([0; 32]);
        let short = STANDARD.encode([1, 2, 3]);
        for (list, error) in [
            (String::new(), KeyError::Empty),
            (" , ".to_owned(), KeyError::Empty),
            (format!("{good},%%%"), KeyError::NotBase64(2)),
            (format!("{short},{good}"), KeyError::WrongLength(1, 3)),
            (format!("{good},{zeros}"), KeyError::NotRandom(2)),
        ] {
            assert_eq!(KeyRing::parse(&list).err(), Some(error), "{list}");
        }
    }

    #[test]
    fn debug_output_is_redacted() {
        let key = key();
        assert_eq!(format!("{:?}", ring(&key)), "KeyRing(1 keys, [redacted])");
    }
}
