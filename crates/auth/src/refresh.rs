//! Exchanging a refresh token: once per session however many requests, tabs and processes ask, and so that nothing is
//! lost whoever dies in between.

use cognito::{AccessToken, Error as PoolError, ExpectedNonce, OAuthErrorCode, RefreshedTokens};
use session_store::{LeaseGuard, Versioned};
use tokio::task::JoinHandle;

use crate::Auth;
use crate::error::SessionCallError;
use crate::pool_calls::{CallError, Idempotency, QuotaCategory};
use crate::security_log::SecurityEvent;
use crate::session::Session;
use crate::tokens::{Tokens, key};

/// The lease for exchanging the refresh token of a session.
pub(crate) const REFRESH: &str = "refresh";

/// Which tokens somebody asks for; they are to be fresh in any case.
pub(crate) enum Wanted {
    /// Any.
    Usable,
    /// Others than the one that the pool refused.
    NotThis(AccessToken),
    /// Of this version of the record, or a later one.
    Version(u64),
}

impl Wanted {
    fn is_met_by(&self, loaded: &Versioned<Tokens>) -> bool {
        match self {
            Self::Usable => true,
            Self::NotThis(refused) => loaded.value.access_token != *refused,
            Self::Version(wanted) => loaded.version >= *wanted,
        }
    }
}

impl Auth {
    /// In a task of its own: a browser that goes away in the middle must not lose a rotated token.
    pub(crate) fn refresh_in_background(
        &self,
        session: &Session,
        wanted: Wanted,
    ) -> JoinHandle<Result<AccessToken, SessionCallError>> {
        let (auth, session) = (self.clone(), session.clone());
        self.in_background(async move {
            let outcome = auth.refresh(&session, &wanted).await;
            if let Err(error) = &outcome {
                let error: &dyn std::error::Error = error;
                tracing::warn!(
                    event = "refresh_failed",
                    session = ?session.id,
                    error,
                    "the tokens were not refreshed"
                );
            }
            outcome
        })
    }

    /// Exchanges the refresh token when it is this request's turn; whoever waited finds the winner's tokens.
    async fn refresh(&self, session: &Session, wanted: &Wanted) -> Result<AccessToken, SessionCallError> {
        let mut lease = self.inner.leases.queue(session.id, REFRESH).await;
        loop {
            let loaded = self.load_tokens(session).await?;
            let is_acceptable = wanted.is_met_by(&loaded)
                && loaded.value.is_fresh(self.inner.clock.now())
                && !self.has_stale_intent(session.id).await?;
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

    /// `None` when somebody else was at it, too: what they stored counts.
    async fn exchange_refresh_token(
        &self,
        session: &Session,
        loaded: Versioned<Tokens>,
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
        let is_first_try = self.record_refresh_intent(session.id).await?;
        let cognito = &self.inner.cognito;
        // After a lost answer the same token works again: always without rotation, within the grace with it.
        let exchange = || cognito.refresh(&refresh_token);
        let answer = match self
            .call(QuotaCategory::Authentication, Idempotency::Idempotent, exchange)
            .await
        {
            Err(CallError::Pool(error)) if error.oauth_code() == Some(&OAuthErrorCode::InvalidGrant) => {
                return self.end_unless_rotated(session, version, lease).await;
            }
            Err(error) => {
                // Of an earlier try nobody knows, and one that failed for the moment may have been tried before.
                let is_final = !error.pool().is_some_and(PoolError::is_temporary);
                if is_first_try && is_final && error.is_refusal() {
                    self.clear_refresh_intent(session.id).await;
                }
                return Err(error.into());
            }
            Ok(answer) => answer,
        };
        let renewed = self.check_renewed(session, answer).await?;
        let renewed = Versioned {
            value: tokens.renewed(renewed, self.inner.clock.now()),
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
        renewed: Versioned<Tokens>,
    ) -> Result<Option<AccessToken>, SessionCallError> {
        let (records, key) = (&self.inner.records, key(session.id));
        let Versioned {
            value: tokens,
            version,
            expires_at,
        } = renewed;
        let is_stored = records
            .replace_with_retry(key, version, &tokens, expires_at)
            .await?;
        self.clear_refresh_intent(session.id).await;
        if is_stored {
            tracing::info!(event = "refresh_done", session = ?session.id, "tokens refreshed");
            return Ok(Some(tokens.access_token));
        }
        if records.load::<Tokens>(key).await?.is_none() {
            // The session was ended meanwhile: what has just been issued must not live on.
            self.revoke_in_background(tokens.refresh_token);
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
        let is_still_ours = lease.extend().await?;
        let stored = self.load_tokens(session).await?;
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
            Err(error) => Err(SessionCallError::Refused(error)),
        }
    }

    /// Only the pool's "no" ends a session, never a network error.
    async fn end<T>(&self, session: &Session) -> Result<T, SessionCallError> {
        self.security(SecurityEvent::SessionEnded)
            .of(session)
            .done("by the pool");
        self.end_session(session).await?;
        Err(SessionCallError::Ended)
    }
}
