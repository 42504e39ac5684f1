//! `USER_SRP_AUTH` with a client written from RFC 5054 and the clients' own key derivation.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use num_bigint::BigUint;
use serde_json::{Value, json};

use crate::support::{BOB, CLIENT, demo, secret_hash, string};

/// RFC 3526, section 5: 2^3072 - 2^3008 - 1 + 2^64 * (floor(2^2942 * pi) + 1690314), which is what pi's digits give.
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

fn number(hex: &str) -> BigUint {
    BigUint::parse_bytes(hex.as_bytes(), 16).expect("hexadecimal")
}

fn padded(number: &BigUint) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    if bytes[0] >= 0x80 {
        [&[0], bytes.as_slice()].concat()
    } else {
        bytes
    }
}

fn hash(parts: &[&[u8]]) -> BigUint {
    BigUint::from_bytes_be(digest(&SHA256, &parts.concat()).as_ref())
}

fn hmac_of(key: &[u8], message: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message)
        .as_ref()
        .to_vec()
}

/// The answer of somebody who believes that `password` is right.
fn answer(challenge: &Value, secret_a: &BigUint, password: &str) -> Value {
    let text = |name: &str| string(&challenge["ChallengeParameters"][name]).to_owned();
    let (n, g) = (number(MODULUS), BigUint::from(2_u8));
    let (public_a, public_b) = (g.modpow(secret_a, &n), number(&text("SRP_B")));
    let user = text("USER_ID_FOR_SRP");
    let inner = digest(&SHA256, format!("local0001{user}:{password}").as_bytes());
    let x = hash(&[&padded(&number(&text("SALT"))), inner.as_ref()]);
    let multiplier = hash(&[&padded(&n), &[2]]);
    let u = hash(&[&padded(&public_a), &padded(&public_b)]);
    let base = public_b + &n * &multiplier - multiplier * g.modpow(&x, &n);
    let shared = base.modpow(&(secret_a + &u * x), &n);
    let key = hmac_of(
        &hmac_of(&padded(&u), &padded(&shared)),
        b"Caldera Derived Key\x01",
    );
    let block = STANDARD.decode(text("SECRET_BLOCK")).expect("base64");
    let timestamp = "Fri Jan 15 08:00:00 UTC 2027";
    let message = [b"local0001", user.as_bytes(), &block, timestamp.as_bytes()].concat();
    let responses = json!({
        "USERNAME": user, "SECRET_HASH": secret_hash(&user), "TIMESTAMP": timestamp,
        "PASSWORD_CLAIM_SECRET_BLOCK": text("SECRET_BLOCK"),
        "PASSWORD_CLAIM_SIGNATURE": STANDARD.encode(hmac_of(&key[..16], &message)),
    });
    json!({ "ClientId": CLIENT, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": responses })
}

fn begin(name: &str, secret_a: &BigUint) -> Value {
    let public_a = BigUint::from(2_u8)
        .modpow(secret_a, &number(MODULUS))
        .to_str_radix(16);
    let parameters = json!({ "USERNAME": name, "SRP_A": public_a, "SECRET_HASH": secret_hash(name) });
    json!({ "ClientId": CLIENT, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": parameters })
}

#[tokio::test]
async fn a_password_is_proven_without_being_sent() {
    let pool = demo().await;
    let secret_a = number("c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00");
    let challenge = pool.api_ok("InitiateAuth", begin(BOB.0, &secret_a)).await;
    assert_eq!(challenge["ChallengeName"], "PASSWORD_VERIFIER");
    let right = answer(&challenge, &secret_a, BOB.1);
    let done = pool.api_ok("RespondToAuthChallenge", right.clone()).await;
    assert!(done["AuthenticationResult"]["AccessToken"].is_string());
    pool.api_refused("RespondToAuthChallenge", right, "NotAuthorizedException")
        .await;

    let challenge = pool.api_ok("InitiateAuth", begin(BOB.0, &secret_a)).await;
    let wrong = answer(&challenge, &secret_a, "Wrong-Pass-1");
    let told = pool
        .api_refused("RespondToAuthChallenge", wrong, "NotAuthorizedException")
        .await;
    assert_eq!(told, "Incorrect username or password.");
}

#[tokio::test]
async fn challenge_does_not_reveal_users() {
    let pool = demo().await;
    let secret_a = number("1234567890abcdef");
    let challenge = pool
        .api_ok("InitiateAuth", begin("nobody@example.com", &secret_a))
        .await;
    let parameters = challenge["ChallengeParameters"].as_object().expect("an object");
    assert_eq!(parameters.len(), 5);
    let wrong = answer(&challenge, &secret_a, "Wrong-Pass-1");
    let told = pool
        .api_refused("RespondToAuthChallenge", wrong, "NotAuthorizedException")
        .await;
    assert_eq!(told, "Incorrect username or password.");
    let mut zero = begin(BOB.0, &secret_a);
    zero["AuthParameters"]["SRP_A"] = "0".into();
    let challenge = pool.api_ok("InitiateAuth", zero).await;
    let wrong = answer(&challenge, &secret_a, "Wrong-Pass-1");
    pool.api_refused("RespondToAuthChallenge", wrong, "NotAuthorizedException")
        .await;
}
