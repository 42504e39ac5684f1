//! Which tokens are trusted (OpenID Connect Core 1.0 section 3.1.3.7, RFC 8725, Cognito developer guide "Verifying
//! JSON web tokens"). Each rule has its own error; the first one broken is reported.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clock::Timestamp;
use jsonwebtoken::{Algorithm, crypto};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::claims::{Checked, RawClaims};
use crate::{
    AccessClaims, AccessToken, Cognito, Config, IdClaims, IdToken, Issuer, Nonce, Subject, TokenError,
};

/// How far our clock and the pool's may be apart. A minute is far more than NTP leaves; start-up warns at five seconds.
const LEEWAY: Duration = Duration::from_mins(1);

/// The longest life of a token that a pool can be set to.
const LONGEST_LIFE: Duration = Duration::from_hours(24);

/// Whether an ID token must belong to one sign-in.
#[derive(Clone, Copy, Debug)]
pub enum ExpectedNonce<'a> {
    /// After a sign-in: the token must carry exactly this nonce.
    Exactly(&'a Nonce),
    /// After a refresh: the pool may repeat the nonce or leave it out.
    NotChecked,
}

/// The header of a token. `jku`, `jwk` and `x5u` are deliberately not read: keys come from the pool alone
/// (RFC 8725 section 3.10).
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<IgnoredAny>,
}

impl Cognito {
    /// Verifies an ID token: signature, `iss`, `token_use`, `aud` and `azp`, `exp`, `iat`, `nbf`, `auth_time`, `sub`, nonce.
    ///
    /// # Errors
    /// [`crate::Error::Token`] with the first rule that is broken; also when the pool's keys cannot be downloaded
    /// ([`TokenError::KeysUnavailable`]), which may be temporary.
    pub async fn verify_id_token(
        &self,
        token: &IdToken,
        nonce: ExpectedNonce<'_>,
    ) -> Result<IdClaims, crate::Error> {
        let raw = self.verify_signature(token.expose()).await?;
        let config = self.config();
        // The pool and the kind of token first: a broken rule after these is one of a token that was meant for us.
        let issuer = check_issuer(&raw, config)?;
        check_token_use(&raw, "id")?;
        check_audience(&raw, config)?;
        let checked = check_times_and_subject(&raw, issuer, self.shared.clock.now())?;
        // Last, so that an expired token of another sign-in is reported as expired.
        check_nonce(&raw, nonce)?;
        Ok(IdClaims::new(checked, &raw)?)
    }

    /// Verifies an access token: signature, `iss`, `token_use`, `client_id`, `exp`, `iat`, `nbf`, `auth_time`, `sub`.
    ///
    /// # Errors
    /// As [`Cognito::verify_id_token`].
    pub async fn verify_access_token(&self, token: &AccessToken) -> Result<AccessClaims, crate::Error> {
        let raw = self.verify_signature(token.expose()).await?;
        let config = self.config();
        let issuer = check_issuer(&raw, config)?;
        check_token_use(&raw, "access")?;
        if raw.text("client_id") != Some(config.client_id.as_str()) {
            return Err(TokenError::ClientId.into());
        }
        let checked = check_times_and_subject(&raw, issuer, self.shared.clock.now())?;
        Ok(AccessClaims::new(checked, &config.client_id, &raw)?)
    }

    /// Checks header and signature (RFC 7515 section 5.2), and only then reads the claims.
    async fn verify_signature(&self, token: &str) -> Result<RawClaims, TokenError> {
        let (message, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
        let (header, claims) = message.split_once('.').ok_or(TokenError::Malformed)?;
        let header: Header = part(header)?;
        // Before the key: what cannot be accepted must not cause a download of keys.
        if header.alg != "RS256" {
            return Err(TokenError::Algorithm);
        }
        if header.crit.is_some() {
            return Err(TokenError::CriticalHeader);
        }
        let key = self.key(&header.kid.ok_or(TokenError::KeyIdMissing)?).await?;
        match crypto::verify(signature, message.as_bytes(), &key, Algorithm::RS256) {
            // Claims are parsed only once the signature holds.
            Ok(true) => part(claims).map(RawClaims),
            Ok(false) | Err(_) => Err(TokenError::Signature),
        }
    }
}

/// Reads one part of a token: base64url of a JSON object.
fn part<T: DeserializeOwned>(text: &str) -> Result<T, TokenError> {
    let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| TokenError::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| TokenError::Malformed)
}

fn check_issuer(raw: &RawClaims, config: &Config) -> Result<Issuer, TokenError> {
    raw.text("iss")
        .filter(|issuer| config.is_issuer(issuer))
        .map(Issuer::from)
        .ok_or(TokenError::Issuer)
}

fn check_token_use(raw: &RawClaims, expected: &str) -> Result<(), TokenError> {
    if raw.text("token_use") == Some(expected) {
        Ok(())
    } else {
        Err(TokenError::TokenUse)
    }
}

/// The app client alone: a token that is for others as well is not for us. `azp` must agree when it is there.
fn check_audience(raw: &RawClaims, config: &Config) -> Result<(), TokenError> {
    let own = Value::from(config.client_id.as_str());
    let is_own = match raw.0.get("aud") {
        Some(Value::Array(audience)) => *audience == [own.clone()],
        Some(audience) => *audience == own,
        None => false,
    };
    if !is_own {
        return Err(TokenError::Audience);
    }
    if raw.0.get("azp").is_some_and(|party| *party != own) {
        return Err(TokenError::AuthorizedParty);
    }
    Ok(())
}

fn check_times_and_subject(raw: &RawClaims, issuer: Issuer, now: Timestamp) -> Result<Checked, TokenError> {
    // A claim that is missing or no number is its own error: it never counts as zero or as now.
    let expires_at = raw.time("exp").ok_or(TokenError::ExpiryMissing)?;
    if now >= expires_at + LEEWAY {
        return Err(TokenError::Expired);
    }
    let issued_at = raw.time("iat").ok_or(TokenError::IssuedAtMissing)?;
    if issued_at > now + LEEWAY {
        return Err(TokenError::IssuedInTheFuture);
    }
    if now > issued_at + LONGEST_LIFE + LEEWAY {
        return Err(TokenError::IssuedTooLongAgo);
    }
    if raw.0.contains_key("nbf") && raw.time("nbf").is_none_or(|start| start > now + LEEWAY) {
        return Err(TokenError::NotYetValid);
    }
    let auth_time = raw.time("auth_time").ok_or(TokenError::AuthTimeMissing)?;
    let subject = raw
        .text("sub")
        .map(Subject::from)
        .ok_or(TokenError::SubjectMissing)?;
    Ok(Checked {
        issuer,
        subject,
        auth_time,
        issued_at,
        expires_at,
    })
}

fn check_nonce(raw: &RawClaims, expected: ExpectedNonce<'_>) -> Result<(), TokenError> {
    match (expected, raw.text("nonce")) {
        (ExpectedNonce::NotChecked, _) => Ok(()),
        (ExpectedNonce::Exactly(_), None) => Err(TokenError::NonceMissing),
        (ExpectedNonce::Exactly(nonce), Some(found)) if nonce.expose() == found => Ok(()),
        (ExpectedNonce::Exactly(_), Some(_)) => Err(TokenError::Nonce),
    }
}
