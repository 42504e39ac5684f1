//! The tokens behind a session: used for calls to the pool, and refreshed before they expire.

use clock::Clock;
use cognito::AccessToken;
use session_store::{Leases, StoreError, Versioned};

use crate::background::outcome;
use crate::error::{SessionCallError, is_password_reset, is_token_refused};
use crate::pool_calls::{CallError, Idempotency, PoolCalls, QuotaCategory};
use crate::refresh::{REFRESH, Refresher, Wanted};
use crate::revocation::Revocations;
use crate::session::Session;
use crate::stored_tokens::{StoredTokens, key};

/// Has the tokens of signed-in people; how the pool is called with them stands in `session_tokens`. Cheap to clone.
/// Nobody outside gets to see a refresh token.
#[derive(Clone)]
pub struct Tokens {
    pub(crate) pool: PoolCalls,
    pub(crate) refresher: Refresher,
    pub(crate) leases: Leases,
    pub(crate) clock: Clock,
    pub(crate) revocations: Revocations,
}

impl Tokens {
    /// What the store has for a session that is about to end.
    pub(crate) async fn stored(&self, session: &Session) -> Result<Option<StoredTokens>, StoreError> {
        let tokens: Option<Versioned<StoredTokens>> = self.refresher.records.load(key(session.id)).await?;
        Ok(tokens.map(|tokens| tokens.value))
    }

    /// Ends all that the pool has given this person, in every application, with the tokens of a session that is over
    /// here; answers whether the pool did.
    pub(crate) async fn end_all_at_pool(&self, tokens: StoredTokens) -> bool {
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
