//! What the pool is told when a session is over: its refresh token is revoked (RFC 7009), and where the pool can do
//! that, the pool's own session in that browser ends.

use std::time::Duration;

use cognito::RefreshToken;
use tokio::task::JoinHandle;
use url::Url;

use crate::background::Background;
use crate::pool_calls::{Idempotency, PoolCalls, QuotaCategory};

/// Signing out does not wait longer than this for the pool: it goes on in the background.
pub(crate) const REVOCATION_TIMEOUT: Duration = Duration::from_secs(2);

/// Revokes in the background. Cheap to clone.
#[derive(Clone)]
pub struct Revocations {
    pool: PoolCalls,
    background: Background,
}

impl Revocations {
    pub(crate) fn new(pool: PoolCalls, background: Background) -> Self {
        Self { pool, background }
    }

    /// Revokes a refresh token, if there is one, in the background. A failure is only logged: its request is over.
    pub fn revoke(&self, token: Option<RefreshToken>) {
        drop(self.start_revoking(token));
    }

    /// The same, for who waits for it.
    pub(crate) fn start_revoking(&self, token: Option<RefreshToken>) -> JoinHandle<()> {
        let pool = self.pool.clone();
        self.background.spawn(async move {
            let Some(token) = token else { return };
            let revoke = || pool.cognito().revoke(&token);
            if let Err(error) = pool
                .call(QuotaCategory::Token, Idempotency::Idempotent, revoke)
                .await
            {
                tracing::warn!(
                    event = "revocation_failed",
                    error = &error as &dyn std::error::Error,
                    "the refresh token could not be revoked"
                );
            }
        })
    }

    /// Revokes the refresh token of a session that was revoked remotely, and with it the pool's own session in that
    /// browser, where the pool can do that.
    pub fn revoke_with_browser(&self, token: Option<RefreshToken>) {
        let revocations = self.clone();
        self.background.spawn(async move {
            let Some(token) = token else { return };
            let pool = &revocations.pool;
            let revoke = || pool.cognito().revoke_with_browser(&token);
            if let Err(error) = pool
                .call(QuotaCategory::Token, Idempotency::Idempotent, revoke)
                .await
            {
                tracing::info!(
                    event = "pool_session_kept",
                    error = &error as &dyn std::error::Error,
                    "the pool ends no session of a browser: only the token is revoked"
                );
                // With the browser's session it would have gone, too: alone it must not stay.
                revocations.revoke(Some(token));
            }
        });
    }

    /// Where the pool's own session ends, if it can be reached.
    pub async fn sign_out_location(&self) -> Option<Url> {
        let location = tokio::time::timeout(REVOCATION_TIMEOUT, self.pool.cognito().sign_out_url()).await;
        location.ok().and_then(Result::ok)
    }
}
