//! The tokens behind a session: used for calls to the pool, those that a request has read already or those in the store,
//! and refreshed before they expire.

use clock::Clock;
use cognito::{AccessToken, Error as PoolError, IdToken, User};
use session_store::{Leases, Record, StoreError, Versioned};

use crate::background::outcome;
use crate::error::{SessionCallError, is_password_reset, is_token_refused};
use crate::pool_calls::{CallError, Idempotency, PoolCalls, QuotaCategory};
use crate::refresh::{REFRESH, Refresher, Wanted};
use crate::revocation::Revocations;
use crate::session::{Session, StoredTokens, tokens_key};

/// Has the tokens of signed-in people. Cheap to clone.
/// A refresh token never leaves this crate.
#[derive(Clone)]
pub struct Tokens {
    pub(crate) pool: PoolCalls,
    pub(crate) refresher: Refresher,
    pub(crate) leases: Leases,
    pub(crate) clock: Clock,
    pub(crate) revocations: Revocations,
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
    /// The tokens of this session, read when they are needed.
    #[must_use]
    pub fn of<'a>(&'a self, session: &'a Session) -> SessionTokens<'a> {
        self.as_read(session, None)
    }

    /// The tokens of this session, as its request has read them.
    #[must_use]
    pub fn of_request<'a>(&'a self, session: &'a Session, sealed: &SealedTokens) -> SessionTokens<'a> {
        let records = &self.refresher.records;
        let read = records.read(tokens_key(session.id), sealed.0.clone());
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

    /// What the store has for a session that is about to end.
    pub(crate) async fn stored(&self, session: &Session) -> Result<Option<StoredTokens>, StoreError> {
        let tokens: Option<Versioned<StoredTokens>> =
            self.refresher.records.load(tokens_key(session.id)).await?;
        Ok(tokens.map(|tokens| tokens.value))
    }

    /// Ends all that the pool has given this person, in every application, with the tokens of a session that is over
    /// here; answers whether the pool did.
    pub(crate) async fn end_all_at_pool(&self, tokens: StoredTokens) -> bool {
        let told = self.tell_pool_to_end_all(tokens).await;
        if let Err(error) = &told {
            tracing::warn!(
                event = "global_sign_out_failed",
                error = error as &dyn std::error::Error,
                "the pool did not sign out everywhere"
            );
        }
        told.is_ok()
    }

    async fn tell_pool_to_end_all(&self, tokens: StoredTokens) -> Result<(), SessionCallError> {
        let cognito = self.pool.cognito();
        let end_all = async |token: &AccessToken| {
            let end_all = || cognito.global_sign_out(token);
            self.pool
                .call(QuotaCategory::Update, Idempotency::Idempotent, end_all)
                .await
        };
        if tokens.is_valid(self.clock.now()) {
            match end_all(&tokens.access_token).await {
                // A refresh goes on while a new password is due: its token can be revoked, then.
                Err(CallError::Pool(error)) if is_token_refused(&error) || is_password_reset(&error) => {}
                outcome => return Ok(outcome?),
            }
        }
        let refresh_token = tokens.refresh_token.ok_or(SessionCallError::Ended)?;
        let exchange = || cognito.refresh(&refresh_token);
        let renewed = self
            .pool
            .call(QuotaCategory::Authentication, Idempotency::Idempotent, exchange)
            .await?;
        let ended = end_all(&renewed.access_token).await;
        // Of no use if the pool has ended all; otherwise it must not live on.
        self.revocations.revoke(renewed.refresh_token);
        Ok(ended?)
    }

    /// Exchanges the tokens for new ones, though they are still good: the ID token then has today's values.
    ///
    /// # Errors
    /// [`SessionCallError`]: what the pool said, or why it was not asked.
    pub async fn renew(&self, session: &Session) -> Result<(), SessionCallError> {
        let wanted = self.later_than_now(session).await?;
        outcome(self.refresher.refresh_in_background(session, wanted))
            .await
            .map(drop)
    }

    /// A refresh that is under way may have its answer already, from before whatever has just been written: then it
    /// takes one more.
    async fn later_than_now(&self, session: &Session) -> Result<Wanted, SessionCallError> {
        // Asked before the version is read: a refresh that ends in between is counted, not missed.
        let is_one_under_way = self.leases.is_held(session.id, REFRESH).await?;
        let present = self.refresher.load(session).await?.version;
        Ok(Wanted::Version(present + 1 + u64::from(is_one_under_way)))
    }

    /// A usable access token, other than `refused`. One that is nearly over is used while it is refreshed in the
    /// background.
    pub(crate) async fn access_token(
        &self,
        session: &Session,
        refused: Option<&AccessToken>,
    ) -> Result<AccessToken, SessionCallError> {
        let tokens = self.refresher.load(session).await?.value;
        let now = self.clock.now();
        let is_acceptable = Some(&tokens.access_token) != refused;
        if is_acceptable && tokens.is_fresh(now) {
            return Ok(tokens.access_token);
        }
        let wanted = refused.cloned().map_or(Wanted::Usable, Wanted::NotThis);
        let refreshing = self.refresher.refresh_in_background(session, wanted);
        if is_acceptable && tokens.is_valid(now) {
            return Ok(tokens.access_token);
        }
        outcome(refreshing).await
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
