//! Calls to the pool with the tokens of a session: those that a request has read already, or those in the store.

use cognito::{AccessToken, Error as PoolError, IdToken, User};
use session_store::{Key, Record};

use crate::error::{SessionCallError, is_token_refused};
use crate::pool_calls::{CallError, Idempotency, QuotaCategory};
use crate::session::Session;
use crate::stored_tokens::{self, StoredTokens};
use crate::tokens::Tokens;

/// Where the store keeps the tokens of a session, for who reads them together with other records.
#[must_use]
pub fn tokens_key(session: &Session) -> Key {
    stored_tokens::key(session.id)
}

/// The record under [`tokens_key`], as one request has read it: sealed until that request asks the pool something.
#[derive(Default)]
pub struct SealedTokens(Option<Record>);

impl From<Option<Record>> for SealedTokens {
    fn from(record: Option<Record>) -> Self {
        Self(record)
    }
}

/// Calls the pool for a session. With tokens that were read already, the store is not asked for them again as long as
/// they serve; not to be kept beyond the request, because other processes refresh them.
pub struct SessionTokens<'a> {
    tokens: &'a Tokens,
    session: &'a Session,
    read: Option<StoredTokens>,
}

impl Tokens {
    /// [`SessionTokens::with_access_token`], with the tokens as the store has them now.
    ///
    /// # Errors
    /// Those of [`SessionTokens::with_access_token`].
    pub async fn with_access_token<T, F>(
        &self,
        session: &Session,
        category: QuotaCategory,
        idempotency: Idempotency,
        call: impl Fn(AccessToken) -> F,
    ) -> Result<T, SessionCallError>
    where
        F: Future<Output = Result<T, PoolError>>,
    {
        self.of(session)
            .with_access_token(category, idempotency, call)
            .await
    }

    /// [`SessionTokens::verify_with_pool`], with the tokens as the store has them now.
    ///
    /// # Errors
    /// Those of [`SessionTokens::with_access_token`].
    pub async fn verify_with_pool(&self, session: &Session) -> Result<(AccessToken, User), SessionCallError> {
        self.of(session).verify_with_pool().await
    }

    /// The tokens of this session, read when they are needed.
    fn of<'a>(&'a self, session: &'a Session) -> SessionTokens<'a> {
        self.as_read(session, None)
    }

    /// The tokens of this session, as its request has read them.
    #[must_use]
    pub fn of_request<'a>(&'a self, session: &'a Session, sealed: &SealedTokens) -> SessionTokens<'a> {
        let records = &self.refresher.records;
        let read = records.read(tokens_key(session), sealed.0.clone());
        self.as_read(session, read.map(|tokens| tokens.value))
    }

    fn as_read<'a>(&'a self, session: &'a Session, read: Option<StoredTokens>) -> SessionTokens<'a> {
        // What is to be refreshed is read again: another process may have done it.
        let read = read.filter(|tokens| tokens.is_fresh(self.clock.now()));
        SessionTokens {
            tokens: self,
            session,
            read,
        }
    }
}

impl SessionTokens<'_> {
    /// Whose tokens they are.
    #[must_use]
    pub fn session(&self) -> &Session {
        self.session
    }

    /// Calls the pool with the session's access token. If the pool refuses the token it is refreshed and the
    /// call made once more. The pool's no to the refresh ends the session; a second no to the call is its answer.
    ///
    /// # Errors
    /// [`SessionCallError`]: what the pool said, or why it was not asked.
    pub async fn with_access_token<T, F>(
        &mut self,
        category: QuotaCategory,
        idempotency: Idempotency,
        call: impl Fn(AccessToken) -> F,
    ) -> Result<T, SessionCallError>
    where
        F: Future<Output = Result<T, PoolError>>,
    {
        let Self { tokens, session, .. } = *self;
        let token = match &self.read {
            Some(read) => read.access_token.clone(),
            None => tokens.access_token(session, None).await?,
        };
        let pool = &tokens.pool;
        match pool.call(category, idempotency, || call(token.clone())).await {
            Err(CallError::Pool(error)) if is_token_refused(&error) => {
                tracing::info!(
                    event = "access_token_refused",
                    session = ?session.id,
                    "the pool refused the access token"
                );
                // Neither it nor what was read beside it serves any longer.
                self.read = None;
                let renewed = tokens.access_token(session, Some(&token)).await?;
                Ok(pool.call(category, idempotency, || call(renewed.clone())).await?)
            }
            outcome => Ok(outcome?),
        }
    }

    /// An access token that the pool has just accepted, and whom it belongs to. For calls whose refusal may mean
    /// something else than the token, and must not be made twice.
    ///
    /// # Errors
    /// Those of [`Self::with_access_token`].
    pub async fn verify_with_pool(&mut self) -> Result<(AccessToken, User), SessionCallError> {
        let cognito = self.tokens.pool.cognito();
        let call = |token| async move {
            let user = cognito.get_user(&token).await?;
            Ok((token, user))
        };
        // Boxed: it stands in many flows, and is large.
        Box::pin(self.with_access_token(QuotaCategory::Read, Idempotency::Idempotent, call)).await
    }

    /// The ID token of the session, as it is kept.
    ///
    /// # Errors
    /// When the session has none, or the store fails.
    pub async fn id_token(&self) -> Result<IdToken, SessionCallError> {
        match &self.read {
            Some(read) => Ok(read.id_token.clone()),
            None => Ok(self.tokens.refresher.load(self.session).await?.value.id_token),
        }
    }
}
