//! Access tokens as callers present them.

use serde_json::Value;

use super::refresh::is_over;
use crate::exception::Exception;
use crate::keys::{Claims, Unverified};
use crate::service::Service;
use crate::state::{Client, ServiceState, User};

/// The scope that lets a token change its user's attributes.
pub(crate) const ADMIN_SCOPE: &str = "aws.cognito.signin.user.admin";

/// The user of a valid access token.
pub(crate) struct Bearer {
    pub client: Client,
    pub user: User,
    pub scopes: Vec<String>,
}

impl Bearer {
    /// Whether the token has a scope.
    pub fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|s| s == scope)
    }
}

/// Checks signature, times, use and revocation. Scopes are the caller's business.
pub(crate) fn check_access_token(service: &Service, token: &str) -> Result<Bearer, Exception> {
    let claims = verified_claims(service, token)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("token_use") != "access" {
        return Err(Exception::not_authorized("Invalid Access Token"));
    }
    let expires = claims.get("exp").and_then(Value::as_i64).unwrap_or_default();
    if expires <= service.now().unix_seconds() {
        return Err(Exception::not_authorized("Access Token has expired"));
    }
    let state = service.state();
    let client = state
        .client(text("client_id"))
        .map_err(|_| Exception::not_authorized("Invalid Access Token"))?;
    let user = state.user(&client.pool, text("sub"))?;
    check_grant(&state, client, user, &claims)?;
    if !user.enabled {
        return Err(Exception::not_authorized("User is disabled."));
    }
    Ok(Bearer {
        client: client.clone(),
        user: user.clone(),
        scopes: text("scope").split(' ').map(str::to_owned).collect(),
    })
}

fn check_grant(state: &ServiceState, client: &Client, user: &User, claims: &Claims) -> Result<(), Exception> {
    let revoked = Exception::revoked;
    match claims.get("origin_jti").and_then(Value::as_str) {
        Some(origin_jti) => {
            let grant = state.grants.get(origin_jti).ok_or_else(revoked)?;
            if is_over(grant, user) {
                Err(revoked())
            } else {
                Ok(())
            }
        }
        // Clients without revocation issue tokens without `origin_jti`; signing out everywhere still counts.
        None if client.token_revocation => Err(Exception::not_authorized("Invalid Access Token")),
        None => {
            let issued = claims.get("iat").and_then(Value::as_i64).unwrap_or_default();
            if user.signed_out_at.is_some_and(|at| issued <= at.unix_seconds()) {
                Err(revoked())
            } else {
                Ok(())
            }
        }
    }
}

/// The claims of a token that a pool here has signed. The pool is the one the token names.
fn verified_claims(service: &Service, token: &str) -> Result<Claims, Exception> {
    let pool =
        claimed_pool(service, token).ok_or_else(|| Exception::not_authorized("Invalid Access Token"))?;
    service
        .with_keys(&pool, |keys| keys.verify(token))
        .map_err(|problem| match problem {
            Unverified::Malformed => Exception::not_authorized("Invalid Access Token"),
            Unverified::BadSignature => {
                Exception::not_authorized("Could not verify signature for Access Token")
            }
        })
}

fn claimed_pool(service: &Service, token: &str) -> Option<String> {
    let claims = crate::keys::unverified_claims(token)?;
    let issuer = claims.get("iss")?.as_str()?;
    let (_, pool) = issuer.rsplit_once('/')?;
    let is_own = issuer == service.issuer(pool) && service.state().pools.get(pool).is_some();
    is_own.then(|| pool.to_owned())
}
