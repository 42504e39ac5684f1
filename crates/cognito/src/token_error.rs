//! Why a token is not trusted.

use std::sync::Arc;

use crate::Error;

/// The first rule that a token breaks, one variant per rule (OpenID Connect Core 1.0 section 3.1.3.7, RFC 8725,
/// Cognito developer guide "Verifying JSON web tokens").
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Not three parts of base64url with JSON objects in the first two.
    #[error("token: malformed")]
    Malformed,
    /// `alg` is not `RS256`.
    #[error("token: the algorithm is not RS256")]
    Algorithm,
    /// The header has a `crit` member, which is not supported here (RFC 7515 section 4.1.11).
    #[error("token: the header demands an extension")]
    CriticalHeader,
    /// The header has no `kid`.
    #[error("token: the key id is missing")]
    KeyIdMissing,
    /// No key of the pool has this `kid`, and they were downloaded just now.
    #[error("token: the pool has no such key")]
    UnknownKeyId,
    /// The pool's keys could not be fetched; the cause is shared by all callers that waited for them.
    #[error("token: the pool's keys are unavailable")]
    KeysUnavailable(#[source] Arc<Error>),
    /// The signature is not of that key.
    #[error("token: wrong signature")]
    Signature,
    /// `iss` is missing or not the configured pool.
    #[error("token: wrong issuer")]
    Issuer,
    /// `token_use` is missing or not what was asked for.
    #[error("token: wrong token_use")]
    TokenUse,
    /// `aud` of an ID token is missing or not the app client.
    #[error("token: wrong audience")]
    Audience,
    /// `client_id` of an access token is missing or not the app client.
    #[error("token: wrong client_id")]
    ClientId,
    /// `azp` is there and is not the app client.
    #[error("token: wrong authorised party")]
    AuthorizedParty,
    /// `exp` is missing or no number.
    #[error("token: the expiry is missing")]
    ExpiryMissing,
    /// `exp` is over, leeway included.
    #[error("token: expired")]
    Expired,
    /// `nbf` is there and no number, or in the future, leeway included.
    #[error("token: not valid yet")]
    NotYetValid,
    /// `iat` is missing or no number.
    #[error("token: the time of issue is missing")]
    IssuedAtMissing,
    /// `iat` is in the future, leeway included.
    #[error("token: issued in the future")]
    IssuedInTheFuture,
    /// `iat` is further back than the longest life of a token, one day.
    #[error("token: issued too long ago")]
    IssuedTooLongAgo,
    /// `auth_time` is missing or no number.
    #[error("token: the time of the sign-in is missing")]
    AuthTimeMissing,
    /// `sub` is missing or empty.
    #[error("token: the subject is missing")]
    SubjectMissing,
    /// `cognito:username` (ID token) or `username` (access token) is missing or empty.
    #[error("token: the username is missing")]
    UsernameMissing,
    /// A nonce was sent and the token has none.
    #[error("token: the nonce is missing")]
    NonceMissing,
    /// The token belongs to another sign-in.
    #[error("token: wrong nonce")]
    Nonce,
}

/// What is checked of an ID token, in this order; the first rule that is broken ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdTokenRule {
    /// Three parts, two of them JSON.
    Format,
    /// `alg` is `RS256`, and the header demands nothing else.
    Algorithm,
    /// `kid` names a key of the pool.
    Key,
    /// The signature is of that key.
    Signature,
    /// `iss` is the pool.
    Issuer,
    /// `token_use` is `id`.
    Use,
    /// `aud` is the app client, and so is `azp`.
    Audience,
    /// `exp` is to come, `iat` and `nbf` are past.
    Times,
    /// `auth_time` says when the person signed in.
    SignIn,
    /// `sub` and `cognito:username` say who.
    Person,
}

impl IdTokenRule {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::Format,
        Self::Algorithm,
        Self::Key,
        Self::Signature,
        Self::Issuer,
        Self::Use,
        Self::Audience,
        Self::Times,
        Self::SignIn,
        Self::Person,
    ];
}

impl TokenError {
    /// The rule of ID tokens that is broken; `None` when it is one of access tokens or of one sign-in alone.
    #[must_use]
    pub fn rule(&self) -> Option<IdTokenRule> {
        Some(match self {
            Self::Malformed => IdTokenRule::Format,
            Self::Algorithm | Self::CriticalHeader => IdTokenRule::Algorithm,
            Self::KeyIdMissing | Self::UnknownKeyId | Self::KeysUnavailable(_) => IdTokenRule::Key,
            Self::Signature => IdTokenRule::Signature,
            Self::Issuer => IdTokenRule::Issuer,
            Self::TokenUse => IdTokenRule::Use,
            Self::Audience | Self::AuthorizedParty => IdTokenRule::Audience,
            Self::ExpiryMissing
            | Self::Expired
            | Self::NotYetValid
            | Self::IssuedAtMissing
            | Self::IssuedInTheFuture
            | Self::IssuedTooLongAgo => IdTokenRule::Times,
            Self::AuthTimeMissing => IdTokenRule::SignIn,
            Self::SubjectMissing | Self::UsernameMissing => IdTokenRule::Person,
            Self::ClientId | Self::NonceMissing | Self::Nonce => return None,
        })
    }
}
