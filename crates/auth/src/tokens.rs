//! The tokens behind a session: kept sealed, refreshed before they expire, once per session however many
//! requests ask.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use cognito::{
    AccessToken, Error as PoolError, ExpectedNonce, IdToken, OAuthErrorCode, RefreshToken, RefreshedTokens,
    Timestamp, TokenSet,
};
use serde::{Deserialize, Serialize};

use crate::Auth;
use crate::error::{Failure, UserError, is_token_refused};
use crate::records::Loaded;
use crate::session::Session;
use crate::store::{Id, Key, Kind};

/// An access token with less than this left, or less than a tenth of its life, is refreshed first.
const MARGIN: Duration = Duration::from_mins(1);

/// The tokens of one session.
#[derive(Serialize, Deserialize)]
pub(crate) struct Tokens {
    access_token: AccessToken,
    id_token: IdToken,
    pub refresh_token: Option<RefreshToken>,
    issued_at: Timestamp,
    expires_at: Timestamp,
}

impl Tokens {
    pub fn new(set: TokenSet, now: Timestamp) -> Self {
        Self {
            access_token: set.access_token,
            id_token: set.id_token,
            refresh_token: set.refresh_token,
            issued_at: now,
            expires_at: now + set.expires_in,
        }
    }

    /// Without rotation the answer has no refresh token: the one we have stays (RFC 6749 section 6).
    fn renewed(self, new: RefreshedTokens, now: Timestamp) -> Self {
        Self {
            access_token: new.access_token,
            id_token: new.id_token.unwrap_or(self.id_token),
            refresh_token: new.refresh_token.or(self.refresh_token),
            issued_at: now,
            expires_at: now + new.expires_in,
        }
    }

    fn is_fresh(&self, now: Timestamp) -> bool {
        let life = self.expires_at.saturating_since(self.issued_at);
        self.expires_at.saturating_since(now) > MARGIN.min(life / 10)
    }

    fn is_valid(&self, now: Timestamp) -> bool {
        self.expires_at > now
    }
}

/// One lock per session that is being refreshed in this process.
#[derive(Default)]
pub(crate) struct RefreshLocks(Mutex<HashMap<Id, Weak<tokio::sync::Mutex<()>>>>);

impl RefreshLocks {
    fn of(&self, session: Id) -> Arc<tokio::sync::Mutex<()>> {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        locks.retain(|_, lock| lock.strong_count() > 0);
        if let Some(lock) = locks.get(&session).and_then(Weak::upgrade) {
            return lock;
        }
        let lock = Arc::default();
        locks.insert(session, Arc::downgrade(&lock));
        lock
    }
}

impl Auth {
    /// Calls the pool with the session's access token. If the pool refuses the token it is refreshed and the
    /// call made once more. The pool's no to the refresh ends the session; a second no to the call is its answer.
    pub(crate) async fn with_access_token<T, F>(
        &self,
        session: &Session,
        call: impl Fn(AccessToken) -> F,
    ) -> Result<T, UserError>
    where
        F: Future<Output = Result<T, PoolError>>,
    {
        let token = self.access_token(session, None).await?;
        match call(token.clone()).await {
            Err(error) if is_token_refused(&error) => {
                tracing::info!(session = ?session.id, "the pool refused the access token");
                let renewed = self.access_token(session, Some(&token)).await?;
                Ok(call(renewed).await?)
            }
            outcome => Ok(outcome?),
        }
    }

    /// A usable access token, other than `refused`.
    async fn access_token(
        &self,
        session: &Session,
        refused: Option<&AccessToken>,
    ) -> Result<AccessToken, UserError> {
        let tokens = self.load_tokens(session).await?.value;
        if tokens.is_fresh(self.inner.clock.now()) && Some(&tokens.access_token) != refused {
            return Ok(tokens.access_token);
        }
        let (auth, session, refused) = (self.clone(), session.clone(), refused.cloned());
        // In a task of its own: a browser that goes away in the middle must not lose a rotated token.
        let refresh = tokio::spawn(async move { auth.refresh(&session, refused.as_ref()).await });
        refresh
            .await
            .unwrap_or_else(|panicked| std::panic::resume_unwind(panicked.into_panic()))
    }

    async fn refresh(
        &self,
        session: &Session,
        refused: Option<&AccessToken>,
    ) -> Result<AccessToken, UserError> {
        let lock = self.inner.refreshing.of(session.id);
        let _held = lock.lock().await;
        // Whoever waited for the lock finds the winner's tokens here.
        let Loaded {
            value: tokens,
            version,
            expires_at,
        } = self.load_tokens(session).await?;
        let now = self.inner.clock.now();
        let acceptable = Some(&tokens.access_token) != refused;
        if acceptable && tokens.is_fresh(now) {
            return Ok(tokens.access_token);
        }
        let renewed = match self.ask_for_new_tokens(session, &tokens).await {
            Ok(renewed) => renewed,
            Err(UserError::Unavailable(error)) if acceptable && tokens.is_valid(now) => {
                tracing::warn!(session = ?session.id, error = error.as_ref(), "refresh failed; the token is still valid");
                return Ok(tokens.access_token);
            }
            Err(error) => return Err(error),
        };
        let tokens = tokens.renewed(renewed, now);
        let stored = self
            .inner
            .records
            .replace(key(session.id), version, &tokens, expires_at)
            .await?;
        if !stored {
            // Another process was faster: its tokens count.
            return Ok(self.load_tokens(session).await?.value.access_token);
        }
        tracing::info!(session = ?session.id, "tokens refreshed");
        Ok(tokens.access_token)
    }

    async fn ask_for_new_tokens(
        &self,
        session: &Session,
        tokens: &Tokens,
    ) -> Result<RefreshedTokens, UserError> {
        let Some(refresh_token) = &tokens.refresh_token else {
            return self.end(session).await;
        };
        let renewed = match self.inner.cognito.refresh(refresh_token).await {
            Err(error) if error.oauth_code() == Some(&OAuthErrorCode::InvalidGrant) => {
                return self.end(session).await;
            }
            outcome => outcome?,
        };
        self.check_renewed(session, renewed).await
    }

    /// A forged answer is not used. One that cannot be checked right now is, but for its ID token: with
    /// rotation the refresh token in it is the only one left.
    async fn check_renewed(
        &self,
        session: &Session,
        mut renewed: RefreshedTokens,
    ) -> Result<RefreshedTokens, UserError> {
        let Some(id_token) = &renewed.id_token else {
            return Ok(renewed);
        };
        match self
            .inner
            .cognito
            .verify_id_token(id_token, ExpectedNonce::NotChecked)
            .await
        {
            Ok(claims) if claims.subject != *session.subject() => self.end(session).await,
            Ok(_) => Ok(renewed),
            Err(error) if error.is_temporary() => {
                renewed.id_token = None;
                Ok(renewed)
            }
            Err(error) => Err(UserError::Refused(error)),
        }
    }

    /// Only the pool's "no" ends a session, never a network error.
    async fn end<T>(&self, session: &Session) -> Result<T, UserError> {
        tracing::info!(session = ?session.id, "the pool ended the session");
        self.end_session(session).await?;
        Err(UserError::Ended)
    }

    async fn load_tokens(&self, session: &Session) -> Result<Loaded<Tokens>, UserError> {
        let tokens: Result<Option<Loaded<Tokens>>, Failure> = self.inner.records.load(key(session.id)).await;
        tokens?.ok_or(UserError::Ended)
    }
}

pub(crate) fn key(session: Id) -> Key {
    Key {
        kind: Kind::Tokens,
        id: session,
    }
}
