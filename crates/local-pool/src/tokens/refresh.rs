//! Refreshing and revoking a grant.

use clock::Timestamp;

use super::issue::{Tokens, add_refresh_token, mint, opaque_token, token_key};
use crate::misbehave::Misbehaviour;
use crate::service::Service;
use crate::state::{Client, Grant, ServiceState, User};

/// Why a refresh token does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Unknown, or of another client.
    Invalid,
    Revoked,
    Expired,
    /// Rotated away, and the grace time is over.
    Reused,
    UserGone,
    UserDisabled,
}

/// New tokens for a refresh token. With rotation a new refresh token too, which ends when the first one would have.
pub(crate) fn refresh(service: &Service, client: &Client, token: &str) -> Result<Tokens, Refused> {
    if service.misbehaves(Misbehaviour::RefreshRevoked) {
        return Err(Refused::Revoked);
    }
    let now = service.now();
    // Check and rotation under one lock: a second request must see the rotation of the first.
    let (origin_jti, grant, user, successor) = {
        let mut state = service.state();
        let (origin_jti, grant, user) = check(&state, client, token, now)?;
        let successor = client
            .rotation
            .map(|_| rotate(&mut state, token, &origin_jti, &grant, now));
        (origin_jti, grant, user, successor)
    };
    // Signing takes milliseconds, so the lock is released first.
    let mut tokens = mint(service, client, &user, &grant, &origin_jti);
    if let Some(successor) = &successor {
        service.issued.push(successor.clone());
    }
    tokens.refresh_token = successor;
    Ok(tokens)
}

fn check(
    state: &ServiceState,
    client: &Client,
    token: &str,
    now: Timestamp,
) -> Result<(String, Grant, User), Refused> {
    let row = state
        .refresh_tokens
        .get(&token_key(token))
        .ok_or(Refused::Invalid)?;
    let grant = state.grants.get(&row.origin_jti).ok_or(Refused::Invalid)?;
    if grant.client != client.id {
        return Err(Refused::Invalid);
    }
    let user = state
        .users
        .get(&grant.pool, &grant.sub)
        .ok_or(Refused::UserGone)?;
    let grace = client.rotation.map_or(0, |rotation| rotation.grace_seconds);
    if is_over(grant, user) {
        Err(Refused::Revoked)
    } else if now >= row.until {
        Err(Refused::Expired)
    } else if row.replaced_at.is_some_and(|at| now >= at.plus_seconds(grace)) {
        Err(Refused::Reused)
    } else if !user.enabled {
        Err(Refused::UserDisabled)
    } else {
        Ok((row.origin_jti.clone(), grant.clone(), user.clone()))
    }
}

/// Whether a grant was revoked, by itself or by signing out everywhere.
pub(crate) fn is_over(grant: &Grant, user: &User) -> bool {
    grant.revoked || user.signed_out_at.is_some_and(|at| grant.started <= at)
}

fn rotate(state: &mut ServiceState, token: &str, origin_jti: &str, grant: &Grant, now: Timestamp) -> String {
    if let Some(row) = state.refresh_tokens.get_mut(&token_key(token)) {
        // The first use counts: repeating a refresh within the grace must not extend it.
        row.replaced_at.get_or_insert(now);
    }
    let successor = opaque_token();
    add_refresh_token(state, &successor, origin_jti, grant, now);
    successor
}

/// The outcome of a revocation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Revocation {
    Done,
    /// An unknown token, which is a success (RFC 7009, section 2.2).
    Unknown,
    OfAnotherClient,
    /// An access or ID token was sent.
    WrongKind,
}

/// Revokes a grant by its refresh token: all its tokens stop working at this pool.
pub(crate) fn revoke(service: &Service, client: &Client, token: &str) -> Revocation {
    if token.split('.').count() == 3 {
        return Revocation::WrongKind;
    }
    let mut state = service.state();
    let Some(origin_jti) = state
        .refresh_tokens
        .get(&token_key(token))
        .map(|row| row.origin_jti.clone())
    else {
        return Revocation::Unknown;
    };
    match state.grants.get_mut(&origin_jti) {
        None => Revocation::Unknown,
        Some(grant) if grant.client != client.id => Revocation::OfAnotherClient,
        Some(grant) => {
            grant.revoked = true;
            Revocation::Done
        }
    }
}
