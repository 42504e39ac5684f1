//! Signing out: the session here, the refresh token at the pool, and the pool's own session (RFC 7009;
//! Cognito's `/logout`).

use std::time::Duration;

use cognito::RefreshToken;
use tokio::task::JoinHandle;
use url::Url;

use crate::Auth;
use crate::calls::{Category, Repeat};
use crate::error::Failure;
use crate::ids::SessionId;

/// Signing out does not wait longer than this for the pool to revoke: it goes on in the background.
const PATIENCE: Duration = Duration::from_secs(2);

/// A session that was ended.
#[derive(Debug)]
pub struct SignedOut {
    /// The pool's sign-out address, which ends its own session and leads back to our public page. `None`
    /// when the pool cannot be reached: then only the session here is over.
    pub location: Option<Url>,
}

impl Auth {
    /// Ends the session: at once here, and as far as it can be reached at the pool.
    pub async fn sign_out(&self, session: Option<&SessionId>) -> Result<SignedOut, Failure> {
        let session = match session {
            Some(id) => self.session(id).await?,
            None => None,
        };
        if let Some(session) = session {
            let refresh_token = self.end_session(&session).await?;
            tracing::info!(session = ?session.id, "signed out");
            // Whatever becomes of it, the person is signed out here.
            let _ = tokio::time::timeout(PATIENCE, self.revoke_in_background(refresh_token)).await;
        }
        Ok(SignedOut {
            location: self.pools_sign_out().await,
        })
    }

    /// Where the pool's own session ends, if it can be reached.
    pub(crate) async fn pools_sign_out(&self) -> Option<Url> {
        let location = tokio::time::timeout(PATIENCE, self.inner.cognito.sign_out_url()).await;
        location.ok().and_then(Result::ok)
    }

    /// A failure is reported, but there is nobody left to tell.
    pub(crate) fn revoke_in_background(&self, token: Option<RefreshToken>) -> JoinHandle<()> {
        let auth = self.clone();
        self.in_background(async move {
            let Some(token) = token else { return };
            let revoke = || auth.inner.cognito.revoke(&token);
            if let Err(error) = auth.call(Category::Token, Repeat::Harmless, revoke).await {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(error, "the refresh token could not be revoked");
            }
        })
    }
}
