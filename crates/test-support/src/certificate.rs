//! A certificate that vouches for itself, in just enough DER (RFC 5280 section 4.1).

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const UTC_TIME: u8 = 0x17;
const VERSION_3: [u8; 5] = [0xa0, 3, 2, 1, 2];
const SERIAL: [u8; 3] = [2, 1, 1];
const EXTENSIONS: u8 = 0xa3;
const DNS_NAME: u8 = 0x82;
/// 1.2.840.10045.4.3.2, ecdsa-with-SHA256.
const ALGORITHM: [u8; 10] = [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
/// 2.5.29.17, subjectAltName.
const ALTERNATIVE_NAME: [u8; 5] = [6, 3, 0x55, 0x1d, 0x11];

/// A certificate for a host, signed with its own key, good from 2020 to 2049.
///
/// # Panics
///
/// If no key can be made.
#[must_use]
pub fn self_signed(host: &str) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
    let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
    let names = der(
        OCTET_STRING,
        &[&der(SEQUENCE, &[&der(DNS_NAME, &[host.as_bytes()])])],
    );
    let extension = der(SEQUENCE, &[&ALTERNATIVE_NAME, &names]);
    let algorithm = der(SEQUENCE, &[&ALGORITHM]);
    let nobody = der(SEQUENCE, &[]);
    let validity = der(
        SEQUENCE,
        &[
            &der(UTC_TIME, &[b"200101000000Z"]),
            &der(UTC_TIME, &[b"491231235959Z"]),
        ],
    );
    let public_key = key.public_key().as_der().expect("a public key");
    let extensions = der(EXTENSIONS, &[&der(SEQUENCE, &[&extension])]);
    let parts: [&[u8]; 8] = [
        &VERSION_3,
        &SERIAL,
        &algorithm,
        &nobody,
        &validity,
        &nobody,
        public_key.as_ref(),
        &extensions,
    ];
    let content = der(SEQUENCE, &parts);
    let signature = key.sign(&SystemRandom::new(), &content).expect("a signature");
    let certificate = der(
        SEQUENCE,
        &[
            &content,
            &algorithm,
            &der(BIT_STRING, &[&[0], signature.as_ref()]),
        ],
    );
    let private_key = key.to_pkcs8v1().expect("a private key").as_ref().to_vec();
    (certificate.into(), PrivateKeyDer::Pkcs8(private_key.into()))
}

/// Tag, length, content.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let [high, low] = u16::try_from(content.len())
        .expect("certificates are short")
        .to_be_bytes();
    let head = match (high, low) {
        (0, 0..=127) => vec![tag, low],
        (0, _) => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [head, content].concat()
}
