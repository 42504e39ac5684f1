//! Signing out: the session here, the refresh token at the pool, and the pool's own session (RFC 7009;
//! Cognito's `/logout`).

use cognito::RefreshToken;
use session_store::{Id, Records, SessionId, StoreError, Versioned};
use url::Url;

use crate::background::Background;
use crate::revocation::{REVOCATION_TIMEOUT, Revocations};
use crate::security_log::{SecurityEvent, SecurityLog};
use crate::session::{StoredTokens, tokens_key};
use crate::sessions::Sessions;

/// A browser that is to forget its session, whatever became of it.
#[derive(Debug)]
pub struct SignedOut {
    /// Whether the session is known to be over. If the store failed it may go on for a copy of the cookie:
    /// ending it is tried for a while yet, and without its refresh token it does not last.
    pub is_ended: bool,
    /// The pool's sign-out address, which ends its own session and leads back to our public page. `None`
    /// when the pool cannot be reached.
    pub location: Option<Url>,
}

/// Signs out of the session of a cookie. Cheap to clone.
#[derive(Clone)]
pub struct SignOut {
    pub(crate) records: Records,
    pub(crate) sessions: Sessions,
    pub(crate) revocations: Revocations,
    pub(crate) security: SecurityLog,
    pub(crate) background: Background,
}

impl SignOut {
    /// Ends the session: at once here, and as far as it can be reached at the pool. Runs to its end even if the browser
    /// goes away, and never fails: a sign-out must always succeed in the browser.
    pub async fn sign_out(&self, session: Option<&SessionId>) -> SignedOut {
        SignedOut {
            is_ended: match session {
                Some(id) => self.end_for_good(id.hash()).await,
                None => true,
            },
            location: self.revocations.sign_out_location().await,
        }
    }

    /// Answers whether the session is known to be over.
    async fn end_for_good(&self, id: Id) -> bool {
        let flow = self.clone();
        let left = self.background.run_detached(async move {
            // Read first: even what cannot be removed here can be revoked.
            let last_known = flow.refresh_token(id).await;
            // Then here, before the pool: a pool that does not answer must not keep the session alive.
            let ended = flow.end_here(id).await;
            if let Err(error) = &ended {
                tracing::error!(event = "sign_out_delayed", session = ?id, error = error as &dyn std::error::Error, "the session could not be ended yet");
                flow.go_on_ending(id);
            }
            let token = ended.as_ref().map_or(last_known, Clone::clone);
            // Whatever becomes of it, the person is signed out here.
            let _ = tokio::time::timeout(REVOCATION_TIMEOUT, flow.revocations.start_revoking(token)).await;
            ended.map(drop)
        });
        left.await.is_ok()
    }

    /// Tries again and again for a while.
    fn go_on_ending(&self, id: Id) {
        let flow = self.clone();
        self.background.spawn(async move {
            match flow.records.retry_write(|| flow.end_here(id)).await {
                Ok(token) => flow.revocations.revoke(token),
                Err(error) => {
                    tracing::error!(event = "sign_out_failed", session = ?id, error = &error as &dyn std::error::Error, "a session that was signed out of was not ended");
                }
            }
        });
    }

    /// Ends the session of this id, if there is one; answers the refresh token it had.
    async fn end_here(&self, id: Id) -> Result<Option<RefreshToken>, StoreError> {
        let Some(session) = self.sessions.load(id).await? else {
            return Ok(None);
        };
        let refresh_token = self.sessions.end(&session).await?;
        self.security
            .event(SecurityEvent::SignOut)
            .of(&session)
            .done("this session");
        Ok(refresh_token)
    }

    /// As far as the store can be read.
    async fn refresh_token(&self, id: Id) -> Option<RefreshToken> {
        let tokens = self.records.load(tokens_key(id)).await;
        let tokens: Versioned<StoredTokens> = tokens.ok().flatten()?;
        tokens.value.refresh_token
    }
}
