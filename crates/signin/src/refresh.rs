//! Exchanging a refresh token: once per session however many requests, tabs and processes ask, and so that nothing is
//! lost whoever dies in between.

use clock::Clock;
use cognito::{AccessToken, Error as PoolError, ExpectedNonce, OAuthErrorCode, RefreshedTokens};
use session_store::{LeaseGuard, Leases, Records, Versioned};
use tokio::task::JoinHandle;

use crate::background::Background;
use crate::error::SessionCallError;
use crate::pool_calls::{CallError, Idempotency, PoolCalls, QuotaCategory};
use crate::refresh_intent::RefreshIntents;
use crate::revocation::Revocations;
use crate::security_log::{SecurityEvent, SecurityLog};
use crate::session::{Session, StoredTokens, tokens_key};
use crate::sessions::Sessions;

/// The lease for exchanging the refresh token of a session.
pub(crate) const REFRESH: &str = "refresh";

/// Which tokens are asked for; they are to be fresh in any case.
pub(crate) enum Wanted {
    /// Any.
    Usable,
    /// Others than the one that the pool refused.
    NotThis(AccessToken),
    /// Of this version of the record, or a later one.
    Version(u64),
}

impl Wanted {
    fn is_met_by(&self, loaded: &Versioned<StoredTokens>) -> bool {
        match self {
            Self::Usable => true,
            Self::NotThis(refused) => loaded.value.access_token != *refused,
            Self::Version(wanted) => loaded.version >= *wanted,
        }
    }
}

/// Keeps the tokens of sessions fresh. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Refresher {
    pub records: Records,
    pub leases: Leases,
    pub intents: RefreshIntents,
    pub clock: Clock,
    pub pool: PoolCalls,
    pub sessions: Sessions,
    pub revocations: Revocations,
    pub security: SecurityLog,
    pub background: Background,
}

impl Refresher {
    /// The tokens of a session, fresh or not.
    pub async fn load(&self, session: &Session) -> Result<Versioned<StoredTokens>, SessionCallError> {
        if let Some(tokens) = self.records.load(tokens_key(session.id)).await? {
            return Ok(tokens);
        }
        // Signed out elsewhere, or sealed with a key that is gone: a session without tokens is none.
        self.sessions.end(session).await?;
        Err(SessionCallError::Ended)
    }

    /// In a task of its own: a browser that goes away in the middle must not lose a rotated token.
    pub fn refresh_in_background(
        &self,
        session: &Session,
        wanted: Wanted,
    ) -> JoinHandle<Result<AccessToken, SessionCallError>> {
        let (refresher, session) = (self.clone(), session.clone());
        self.background.spawn(async move {
            let outcome = refresher.refresh(&session, &wanted).await;
            if let Err(error) = &outcome {
                tracing::warn!(
                    event = "refresh_failed",
                    session = ?session.id,
                    error = error as &dyn std::error::Error,
                    "the tokens were not refreshed"
                );
            }
            outcome
        })
    }

    /// Exchanges the refresh token once the lease is held; waiting callers find the winner's tokens.
    async fn refresh(&self, session: &Session, wanted: &Wanted) -> Result<AccessToken, SessionCallError> {
        let mut lease = self.leases.queue(session.id, REFRESH).await;
        loop {
            // Read in each round, also with the lease: its last holder may have stored what is wanted.
            let loaded = self.load(session).await?;
            let is_acceptable = wanted.is_met_by(&loaded)
                && loaded.value.is_fresh(self.clock.now())
                // Last, because it is a read of its own. After an interrupted exchange the pool may have rotated the
                // refresh token, however fresh the access token is.
                && !self.intents.has_stale_intent(session.id).await?;
            if is_acceptable {
                lease.release().await;
                return Ok(loaded.value.access_token);
            }
            if !lease.is_held() {
                lease.acquire_or_wait::<SessionCallError>().await?;
                continue;
            }
            let outcome = lease
                .run_with_heartbeat(self.exchange_refresh_token(session, loaded, &lease))
                .await;
            if let Some(outcome) = outcome.transpose() {
                lease.release().await;
                return outcome;
            }
            lease.abandon();
        }
    }

    /// `None` when another process refreshed, too: what it stored counts.
    async fn exchange_refresh_token(
        &self,
        session: &Session,
        loaded: Versioned<StoredTokens>,
        lease: &LeaseGuard,
    ) -> Result<Option<AccessToken>, SessionCallError> {
        let Versioned {
            value: tokens,
            version,
            expires_at,
        } = loaded;
        let Some(refresh_token) = tokens.refresh_token.clone() else {
            return self.end(session).await;
        };
        // Before the pool is told: should this process die now, another one knows what it left.
        let is_first_try = self.intents.record(session.id).await?;
        // After a lost answer the same token works again: always without rotation, within the grace with it.
        let exchange = || self.pool.cognito().refresh(&refresh_token);
        let answer = self
            .pool
            .call(QuotaCategory::Authentication, Idempotency::Idempotent, exchange)
            .await;
        let answer = match answer {
            Err(CallError::Pool(error)) if error.oauth_code() == Some(&OAuthErrorCode::InvalidGrant) => {
                return self.end_unless_rotated(session, version, lease).await;
            }
            Err(error) => {
                // The outcome of an earlier try is unknown, and one that failed for the moment may have been tried before.
                let is_final = !error.pool().is_some_and(PoolError::is_temporary);
                if is_first_try && is_final && error.is_refusal() {
                    self.intents.clear(session.id).await;
                }
                return Err(error.into());
            }
            Ok(answer) => answer,
        };
        let renewed = self.check_renewed(session, answer).await?;
        let renewed = Versioned {
            value: tokens.renewed(renewed, self.clock.now()),
            version,
            expires_at,
        };
        self.keep_renewed(session, renewed).await
    }

    /// In the place of the version they came from. The pool may have rotated the refresh token already: the new one
    /// must not be lost.
    async fn keep_renewed(
        &self,
        session: &Session,
        renewed: Versioned<StoredTokens>,
    ) -> Result<Option<AccessToken>, SessionCallError> {
        let Versioned {
            value: tokens,
            version,
            expires_at,
        } = renewed;
        let is_stored = self
            .records
            .replace_with_retry(tokens_key(session.id), version, &tokens, expires_at)
            .await?;
        // Only now: while the new tokens were not stored, the exchange was not finished.
        self.intents.clear(session.id).await;
        if is_stored {
            tracing::info!(event = "refresh_done", session = ?session.id, "tokens refreshed");
            return Ok(Some(tokens.access_token));
        }
        if self
            .records
            .load::<StoredTokens>(tokens_key(session.id))
            .await?
            .is_none()
        {
            // The session was ended meanwhile: what has just been issued must not live on.
            self.revocations.revoke(tokens.refresh_token);
            return Err(SessionCallError::Ended);
        }
        Ok(None)
    }

    /// The pool's no to a refresh token is the end, unless another process has rotated it meanwhile, or is about
    /// to store what it got for it.
    async fn end_unless_rotated<T>(
        &self,
        session: &Session,
        version: u64,
        lease: &LeaseGuard,
    ) -> Result<Option<T>, SessionCallError> {
        // The lease first, then the tokens: who took the lease over before this may still be about to store them.
        let is_still_ours = lease.extend().await?;
        let stored = self.load(session).await?;
        if is_still_ours && stored.version == version {
            return self.end(session).await;
        }
        tracing::info!(
            event = "refresh_done_elsewhere",
            session = ?session.id,
            "another process has refreshed the tokens"
        );
        Ok(None)
    }

    /// A forged answer is not used. One that cannot be checked right now is, but for its ID token: with
    /// rotation the refresh token in it is the only one left.
    async fn check_renewed(
        &self,
        session: &Session,
        mut renewed: RefreshedTokens,
    ) -> Result<RefreshedTokens, SessionCallError> {
        let Some(id_token) = &renewed.id_token else {
            return Ok(renewed);
        };
        let cognito = self.pool.cognito();
        match cognito.verify_id_token(id_token, ExpectedNonce::NotChecked).await {
            Ok(claims) if claims.subject != *session.subject() => self.end(session).await,
            Ok(_) => Ok(renewed),
            Err(error) if error.is_temporary() => {
                renewed.id_token = None;
                Ok(renewed)
            }
            Err(error) => Err(SessionCallError::Refused(error)),
        }
    }

    /// Only the pool's "no" ends a session, never a network error.
    async fn end<T>(&self, session: &Session) -> Result<T, SessionCallError> {
        self.security
            .event(SecurityEvent::SessionEnded)
            .of(session)
            .done("by the pool");
        self.sessions.end(session).await?;
        Err(SessionCallError::Ended)
    }
}
