//! Random values from the system's generator, in the shapes Cognito gives them.

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    rand::fill(&mut out).expect("the system has a source of randomness");
    out
}

/// A random (version 4) UUID (RFC 9562), lower case.
pub(crate) fn uuid() -> String {
    let mut b = bytes::<16>();
    b[6] = (b[6] & 0x0f) | 0x40;
    b[8] = (b[8] & 0x3f) | 0x80;
    let hex = hex(&b);
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// A code of six digits, as in a verification mail.
pub(crate) fn six_digits() -> String {
    let n = u64::from_be_bytes(bytes()) % 1_000_000;
    format!("{n:06}")
}

/// `length` lower-case letters and digits, as in client ids and generated secrets.
pub(crate) fn lower_alnum(length: usize) -> String {
    const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let pick = |_| {
        let n = u64::from_be_bytes(bytes()) % 36;
        char::from(ALPHABET[usize::try_from(n).unwrap_or_default()])
    };
    (0..length).map(pick).collect()
}

/// `N` random bytes in base64url without padding.
pub(crate) fn base64url<const N: usize>() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<N>())
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
            let _ = write!(out, "{b:02x}");
            out
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_version_and_variant() {
        let id = uuid();
        assert_eq!(id.len(), 36);
        assert_eq!(id.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&id.as_bytes()[19]));
    }

    #[test]
    fn codes_have_six_digits() {
        let code = six_digits();
        assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()));
    }
}
