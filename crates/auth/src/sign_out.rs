//! Signing out: the session here, the refresh token at the pool, and the pool's own session (RFC 7009;
//! Cognito's `/logout`).

use std::time::Duration;

use cognito::RefreshToken;
use session_store::{Id, SessionId, StoreError, Versioned};
use tokio::task::JoinHandle;
use url::Url;

use crate::Auth;
use crate::pool_calls::{Idempotency, QuotaCategory};
use crate::security_log::SecurityEvent;
use crate::session::{self, Session, SessionRecord};
use crate::tokens::{self, Tokens};

/// Signing out does not wait longer than this for the pool to revoke: it goes on in the background.
const REVOCATION_TIMEOUT: Duration = Duration::from_secs(2);

/// A browser that is to forget its session, whatever became of it.
#[derive(Debug)]
pub struct SignedOut {
    /// Whether the session is known to be over. If the store failed it may go on for whoever has a copy of the cookie:
    /// ending it is tried for a while yet, and without its refresh token it does not last.
    pub is_ended: bool,
    /// The pool's sign-out address, which ends its own session and leads back to our public page. `None`
    /// when the pool cannot be reached.
    pub location: Option<Url>,
}

impl Auth {
    /// Ends the session: at once here, and as far as it can be reached at the pool. Runs to its end even if the browser
    /// goes away, and never fails: nobody who wants to leave may be kept.
    pub async fn sign_out(&self, session: Option<&SessionId>) -> SignedOut {
        SignedOut {
            is_ended: match session {
                Some(id) => self.end_for_good(id.hash()).await,
                None => true,
            },
            location: self.pools_sign_out().await,
        }
    }

    /// Answers whether the session is known to be over.
    async fn end_for_good(&self, id: Id) -> bool {
        let auth = self.clone();
        let left = self.run_detached(async move {
            // Read first: even what cannot be removed here can be revoked.
            let last_known = auth.refresh_token(id).await;
            let ended = auth.end_session_here(id).await;
            if let Err(error) = &ended {
                let error: &dyn std::error::Error = error;
                tracing::error!(
                    event = "sign_out_delayed",
                    session = ?id,
                    error,
                    "the session could not be ended yet"
                );
                auth.go_on_ending(id);
            }
            let token = ended.as_ref().map_or(last_known, Clone::clone);
            // Whatever becomes of it, the person is signed out here.
            let _ = tokio::time::timeout(REVOCATION_TIMEOUT, auth.revoke_in_background(token)).await;
            ended.map(drop)
        });
        left.await.is_ok()
    }

    /// Tries again and again for a while.
    fn go_on_ending(&self, id: Id) {
        let auth = self.clone();
        self.in_background(async move {
            let end = || auth.end_session_here(id);
            match auth.inner.records.retry_write(end).await {
                Ok(token) => drop(auth.revoke_in_background(token)),
                Err(error) => {
                    let error: &dyn std::error::Error = &error;
                    tracing::error!(
                        event = "sign_out_failed",
                        session = ?id,
                        error,
                        "a session that was signed out of was not ended"
                    );
                }
            }
        });
    }

    /// Ends the session of this id, if there is one; answers the refresh token it had.
    async fn end_session_here(&self, id: Id) -> Result<Option<RefreshToken>, StoreError> {
        let found: Option<Versioned<SessionRecord>> = self.inner.records.load(session::key(id)).await?;
        let Some(found) = found else { return Ok(None) };
        let record = found.value;
        let session = Session { id, record };
        let refresh_token = self.end_session(&session).await?;
        self.security(SecurityEvent::SignOut)
            .of(&session)
            .done("this session");
        Ok(refresh_token)
    }

    /// As far as the store can be read.
    async fn refresh_token(&self, id: Id) -> Option<RefreshToken> {
        let tokens = self.inner.records.load::<Tokens>(tokens::key(id)).await;
        tokens.ok().flatten()?.value.refresh_token
    }

    /// Where the pool's own session ends, if it can be reached.
    pub async fn pools_sign_out(&self) -> Option<Url> {
        let location = tokio::time::timeout(REVOCATION_TIMEOUT, self.inner.cognito.sign_out_url()).await;
        location.ok().and_then(Result::ok)
    }

    /// Revokes the refresh token of a session that was ended from elsewhere, and with it the pool's own session in that
    /// browser, where the pool can do that.
    pub(crate) fn revoke_with_browser_in_background(&self, token: Option<RefreshToken>) {
        let auth = self.clone();
        self.in_background(async move {
            let Some(token) = token else { return };
            let revoke = || auth.inner.cognito.revoke_with_browser(&token);
            if let Err(error) = auth
                .call(QuotaCategory::Token, Idempotency::Idempotent, revoke)
                .await
            {
                let error: &dyn std::error::Error = &error;
                tracing::info!(
                    event = "pool_session_kept",
                    error,
                    "the pool ends no session of a browser: only the token is revoked"
                );
                auth.revoke_in_background(Some(token));
            }
        });
    }

    /// A failure is reported, but there is nobody left to tell.
    pub(crate) fn revoke_in_background(&self, token: Option<RefreshToken>) -> JoinHandle<()> {
        let auth = self.clone();
        self.in_background(async move {
            let Some(token) = token else { return };
            let revoke = || auth.inner.cognito.revoke(&token);
            if let Err(error) = auth
                .call(QuotaCategory::Token, Idempotency::Idempotent, revoke)
                .await
            {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(
                    event = "revocation_failed",
                    error,
                    "the refresh token could not be revoked"
                );
            }
        })
    }
}
