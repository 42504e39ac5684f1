//! The tokens behind a session: kept sealed, refreshed before they expire, and used for calls to the pool.

use std::time::Duration;

use clock::Timestamp;
use cognito::{AccessToken, Error as PoolError, IdToken, RefreshToken, RefreshedTokens, TokenSet, User};
use serde::{Deserialize, Serialize};
use session_store::{Id, Key, Kind, StoreError, Versioned};

use crate::Auth;
use crate::background::outcome;
use crate::error::{SessionCallError, is_password_reset, is_token_refused};
use crate::pool_calls::{CallError, Idempotency, QuotaCategory};
use crate::refresh::{REFRESH, Wanted};
use crate::session::Session;

/// An access token with less than this left, or less than a tenth of its life, is refreshed.
const MARGIN: Duration = Duration::from_mins(1);

/// An access token with less than this left may be over before the pool sees it.
const LAST_MOMENT: Duration = Duration::from_secs(5);

/// The tokens of one session.
#[derive(Serialize, Deserialize)]
pub(crate) struct Tokens {
    pub access_token: AccessToken,
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
    pub fn renewed(self, new: RefreshedTokens, now: Timestamp) -> Self {
        Self {
            access_token: new.access_token,
            id_token: new.id_token.unwrap_or(self.id_token),
            refresh_token: new.refresh_token.or(self.refresh_token),
            issued_at: now,
            expires_at: now + new.expires_in,
        }
    }

    pub fn is_fresh(&self, now: Timestamp) -> bool {
        let life = self.expires_at.saturating_since(self.issued_at);
        self.expires_at.saturating_since(now) > MARGIN.min(life / 10)
    }

    /// Whether it can still be used.
    fn is_valid(&self, now: Timestamp) -> bool {
        self.expires_at.saturating_since(now) > LAST_MOMENT
    }
}

impl Auth {
    /// Calls the pool with the session's access token. If the pool refuses the token it is refreshed and the
    /// call made once more. The pool's no to the refresh ends the session; a second no to the call is its answer.
    pub(crate) async fn with_access_token<T, F>(
        &self,
        session: &Session,
        category: QuotaCategory,
        idempotency: Idempotency,
        call: impl Fn(AccessToken) -> F,
    ) -> Result<T, SessionCallError>
    where
        F: Future<Output = Result<T, PoolError>>,
    {
        let token = self.access_token(session, None).await?;
        match self.call(category, idempotency, || call(token.clone())).await {
            Err(CallError::Pool(error)) if is_token_refused(&error) => {
                tracing::info!(
                    event = "access_token_refused",
                    session = ?session.id,
                    "the pool refused the access token"
                );
                let renewed = self.access_token(session, Some(&token)).await?;
                Ok(self.call(category, idempotency, || call(renewed.clone())).await?)
            }
            outcome => Ok(outcome?),
        }
    }

    /// An access token that the pool has just accepted, and whom it belongs to. For calls whose refusal may mean
    /// something else than the token, and must not be made twice.
    pub(crate) async fn verify_with_pool(
        &self,
        session: &Session,
    ) -> Result<(AccessToken, User), SessionCallError> {
        let cognito = &self.inner.cognito;
        let call = |token| async move {
            let user = cognito.get_user(&token).await?;
            Ok((token, user))
        };
        // Boxed: it stands in many flows, and is large.
        Box::pin(self.with_access_token(session, QuotaCategory::Read, Idempotency::Idempotent, call)).await
    }

    /// Ends all that the pool has given this person, in every application, with the tokens of a session that is over
    /// here; answers whether the pool did.
    pub(crate) async fn end_all_at_pool(&self, tokens: Tokens) -> bool {
        let told = self.tell_pool_to_end_all(tokens).await;
        if let Err(error) = &told {
            let error: &dyn std::error::Error = error;
            tracing::warn!(
                event = "global_sign_out_failed",
                error,
                "the pool did not sign out everywhere"
            );
        }
        told.is_ok()
    }

    async fn tell_pool_to_end_all(&self, tokens: Tokens) -> Result<(), SessionCallError> {
        let cognito = &self.inner.cognito;
        let end_all = async |token: &AccessToken| {
            let end_all = || cognito.global_sign_out(token);
            self.call(QuotaCategory::Update, Idempotency::Idempotent, end_all)
                .await
        };
        if tokens.is_valid(self.inner.clock.now()) {
            match end_all(&tokens.access_token).await {
                // A refresh goes on while a new password is due: its token can be revoked, then.
                Err(CallError::Pool(error)) if is_token_refused(&error) || is_password_reset(&error) => {}
                outcome => return Ok(outcome?),
            }
        }
        let refresh_token = tokens.refresh_token.ok_or(SessionCallError::Ended)?;
        let exchange = || cognito.refresh(&refresh_token);
        let renewed = self
            .call(QuotaCategory::Authentication, Idempotency::Idempotent, exchange)
            .await?;
        let ended = end_all(&renewed.access_token).await;
        // Of no use if the pool has ended all; otherwise it must not live on.
        self.revoke_in_background(renewed.refresh_token);
        Ok(ended?)
    }

    /// The ID token of the session, as it is kept.
    pub(crate) async fn id_token(&self, session: &Session) -> Result<IdToken, SessionCallError> {
        Ok(self.load_tokens(session).await?.value.id_token)
    }

    /// Exchanges the tokens for new ones, though they are still good: the ID token then has today's values.
    pub async fn renew_tokens(&self, session: &Session) -> Result<(), SessionCallError> {
        let wanted = self.later_than_now(session).await?;
        outcome(self.refresh_in_background(session, wanted))
            .await
            .map(drop)
    }

    /// A refresh that is under way may have its answer already, from before whatever has just been written: then it
    /// takes one more.
    async fn later_than_now(&self, session: &Session) -> Result<Wanted, SessionCallError> {
        let is_one_under_way = self.inner.leases.is_held(session.id, REFRESH).await?;
        let present = self.load_tokens(session).await?.version;
        Ok(Wanted::Version(present + 1 + u64::from(is_one_under_way)))
    }

    /// A usable access token, other than `refused`. One that is nearly over is used while it is refreshed in the
    /// background.
    async fn access_token(
        &self,
        session: &Session,
        refused: Option<&AccessToken>,
    ) -> Result<AccessToken, SessionCallError> {
        let tokens = self.load_tokens(session).await?.value;
        let now = self.inner.clock.now();
        let is_acceptable = Some(&tokens.access_token) != refused;
        if is_acceptable && tokens.is_fresh(now) {
            return Ok(tokens.access_token);
        }
        let wanted = refused.cloned().map_or(Wanted::Usable, Wanted::NotThis);
        let refreshing = self.refresh_in_background(session, wanted);
        if is_acceptable && tokens.is_valid(now) {
            return Ok(tokens.access_token);
        }
        outcome(refreshing).await
    }

    pub(crate) async fn load_tokens(&self, session: &Session) -> Result<Versioned<Tokens>, SessionCallError> {
        let tokens: Result<Option<Versioned<Tokens>>, StoreError> =
            self.inner.records.load(key(session.id)).await;
        if let Some(tokens) = tokens? {
            return Ok(tokens);
        }
        // Signed out elsewhere, or sealed with a key that is gone: a session without tokens is none.
        self.end_session(session).await?;
        Err(SessionCallError::Ended)
    }
}

pub(crate) fn key(session: Id) -> Key {
    Key {
        kind: Kind::Tokens,
        id: session,
    }
}
