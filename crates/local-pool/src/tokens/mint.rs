//! The claims of ID and access tokens (developer guide, "Understanding the identity token" and "… the access token").

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clock::Timestamp;
use serde_json::{Value, json};

use crate::attributes::rights;
use crate::attributes::standard::VERIFIED;
use crate::keys::{Claims, Keys, signing_input};
use crate::misbehave::Misbehaviour;
use crate::random;
use crate::service::Service;
use crate::state::{Client, Grant, User};

/// Everything both tokens of a sign-in are made from.
pub(crate) struct Minting<'a> {
    pub service: &'a Service,
    pub client: &'a Client,
    pub user: &'a User,
    pub grant: &'a Grant,
    pub origin_jti: &'a str,
    pub event_id: String,
    pub now: Timestamp,
}

impl Minting<'_> {
    fn common(&self, token_use: &str, lifetime: i64) -> Claims {
        let now = self.now.unix_seconds();
        let mut claims = Claims::new();
        let mut add = |name: &str, value: Value| claims.insert(name.into(), value);
        add("sub", self.user.sub.clone().into());
        if !self.user.groups.is_empty() {
            add("cognito:groups", json!(self.user.groups));
        }
        add("iss", self.service.issuer(&self.client.pool).into());
        add("token_use", token_use.into());
        add("auth_time", self.grant.auth_time.unix_seconds().into());
        add("iat", now.into());
        add("exp", (now + lifetime).into());
        add("event_id", self.event_id.clone().into());
        if self.client.token_revocation || self.client.rotation.is_some() {
            add("jti", random::uuid().into());
            add("origin_jti", self.origin_jti.into());
        }
        claims
    }

    /// The access token, signed.
    pub fn access_token(&self, keys: &Keys) -> String {
        let mut claims = self.common("access", self.client.lifetimes.access);
        claims.insert("client_id".into(), self.client.id.clone().into());
        claims.insert("username".into(), self.user.username.clone().into());
        claims.insert("scope".into(), self.grant.scopes.join(" ").into());
        if !self.grant.by_api {
            claims.insert("version".into(), 2.into());
        }
        if let Some(resource) = &self.grant.resource {
            claims.insert("aud".into(), resource.clone().into());
        }
        keys.access.sign(&claims)
    }

    /// The ID token, signed. Attributes: what the scopes show of what the client may read.
    pub fn id_token(&self, keys: &Keys, access_token: &str) -> String {
        let mut claims = self.common("id", self.client.lifetimes.id);
        claims.insert("aud".into(), self.client.id.clone().into());
        claims.insert("cognito:username".into(), self.user.username.clone().into());
        if !self.user.identities.is_empty() {
            claims.insert("identities".into(), json!(self.user.identities));
        }
        if let Some(nonce) = &self.grant.nonce {
            claims.insert("nonce".into(), nonce.clone().into());
        }
        let attributes = if self.grant.by_api {
            rights::readable(self.client, self.user).into_iter().collect()
        } else {
            claims.insert("at_hash".into(), half_hash(access_token).into());
            rights::shown(self.client, self.user, &self.grant.scopes)
        };
        claims.extend(attributes.into_iter().map(|(name, value)| claim_of(name, value)));
        sign_id_token(self.service, keys, claims)
    }
}

/// Attributes are strings, except the two `_verified` ones and `address`.
fn claim_of(name: String, value: String) -> (String, Value) {
    let claim = match name.as_str() {
        verified if VERIFIED.contains(&verified) => Value::Bool(value.eq_ignore_ascii_case("true")),
        "address" => json!({ "formatted": value }),
        _ => Value::String(value),
    };
    (name, claim)
}

/// `at_hash` (`OpenID` Connect Core, section 3.1.3.6).
fn half_hash(access_token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest(&SHA256, access_token.as_bytes()).as_ref()[..16])
}

/// The claims of a token for the client itself (RFC 6749, section 4.4).
pub(crate) fn client_credentials_token(service: &Service, client: &Client, scopes: &[String]) -> String {
    let now = service.now().unix_seconds();
    let claims = json!({
        "sub": client.id,
        "token_use": "access",
        "scope": scopes.join(" "),
        "auth_time": now,
        "iss": service.issuer(&client.pool),
        "exp": now + client.lifetimes.access,
        "iat": now,
        "version": 2,
        "jti": random::uuid(),
        "client_id": client.id,
    });
    let claims = claims.as_object().cloned().unwrap_or_default();
    service.with_keys(&client.pool, |keys| keys.access.sign(&claims))
}

/// Signs an ID token, or does it wrong when told to.
fn sign_id_token(service: &Service, keys: &Keys, mut claims: Claims) -> String {
    use Misbehaviour as M;
    let now = service.now().unix_seconds();
    let mut put = |name: &str, value: Value| claims.insert(name.into(), value);
    if service.misbehaves(M::BadIss) {
        put("iss", "http://localhost/eu-west-1_somebodyElse".into());
    }
    if service.misbehaves(M::BadAud) {
        put("aud", "0therclient0therclient0the".into());
    }
    if service.misbehaves(M::BadNonce) {
        put("nonce", "not-the-nonce-that-was-sent".into());
    }
    if service.misbehaves(M::WrongTokenUse) {
        put("token_use", "access".into());
    }
    if service.misbehaves(M::WrongSub) {
        put("sub", "00000000-0000-4000-8000-000000000000".into());
    }
    if service.misbehaves(M::Expired) {
        put("iat", (now - 7200).into());
        put("exp", (now - 3600).into());
    }
    if service.misbehaves(M::OldIat) {
        put("iat", (now - 2 * 86_400).into());
    }
    if service.misbehaves(M::AlgNone) {
        return signing_input(&json!({ "alg": "none" }), &claims) + ".";
    }
    if service.misbehaves(M::Hs256) {
        return sign_hs256(keys, &claims);
    }
    if service.misbehaves(M::UnknownKid) {
        return keys
            .id
            .sign_as("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", &claims);
    }
    let token = keys.id.sign(&claims);
    if service.misbehaves(M::BadSig) {
        break_signature(&token)
    } else {
        token
    }
}

fn sign_hs256(keys: &Keys, claims: &Claims) -> String {
    let input = signing_input(&json!({ "kid": keys.id.kid, "alg": "HS256" }), claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, keys.id.public_pem().as_bytes());
    let tag = hmac::sign(&key, input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()))
}

fn break_signature(token: &str) -> String {
    let (input, signature) = token.rsplit_once('.').unwrap_or((token, ""));
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
    if let Some(byte) = bytes.get_mut(20) {
        *byte ^= 1;
    }
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(bytes))
}
