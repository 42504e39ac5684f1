//! The authenticator app as a second factor. Beginning to set one up may break the one there was, and the pool goes
//! on calling that one "on": so what was begun and not finished is written down here, shown, and can be repaired.

use std::time::Duration;

use clock::{Clock, Timestamp};
use cognito::{ConfirmationCode, ServiceErrorCode, TotpSecret};
use serde::{Deserialize, Serialize};
use session_store::{DeadlineExceeded, Key, RecordKind, Records, StoreError, hash};
use signin::{
    Background, CallError, PoolCalls, QuotaCategory, RecentlyAuthenticated, SecurityEvent, SecurityLog,
    Session, SessionCallError, SessionTokens, Tokens, within_deadline,
};

/// How long an unfinished set-up is remembered.
const REMEMBERED: Duration = Duration::from_hours(30 * 24);

/// The state of the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MfaStatus {
    /// Whether the pool says that it asks for a code at sign-in.
    pub on: bool,
    /// Whether a set-up was begun here and not finished: an app from before may work no longer, whatever `on` says.
    pub unfinished: bool,
}

/// Why the second factor is not as it should be.
#[derive(Debug, thiserror::Error)]
pub enum MfaError {
    /// The code is not the app's, or not of now.
    #[error("the code is not the authenticator app's")]
    WrongCode,
    /// That code was used already; the app shows the next one within half a minute.
    #[error("the code was used already")]
    UsedCode,
    /// Nothing was begun that a code could finish, or the pool knows no such factor.
    #[error("there is no authenticator app to set up")]
    NotBegun(#[source] CallError),
    /// Too many tries.
    #[error("too many tries")]
    TooOften,
    /// The pool took all steps and says something else afterwards.
    #[error("the pool does not say that the second factor is as it was set")]
    NotAsSet,
    /// Everything else.
    #[error(transparent)]
    User(#[from] SessionCallError),
}

/// A set-up that was begun and not finished.
#[derive(Serialize, Deserialize)]
pub struct PendingSetup {
    begun_at: Timestamp,
    /// What the pool made for it: a mistyped code or a reload does not lose it. Goes with the record.
    #[serde(default)]
    offered: Option<Offered>,
}

impl PendingSetup {
    /// The secret for the app, if it was this session that began.
    #[must_use]
    pub fn secret_for(&self, session: &RecentlyAuthenticated) -> Option<TotpSecret> {
        let own = self.offered.as_ref();
        let own = own.filter(|offered| offered.session == session.id().0);
        own.map(|offered| offered.secret.clone().into())
    }
}

/// A secret, and the session it was made for: no other one gets to see it.
#[derive(Serialize, Deserialize)]
struct Offered {
    secret: String,
    session: [u8; 32],
}

/// Sets the second factor. Cheap to clone.
#[derive(Clone)]
pub struct Mfa {
    pub(crate) tokens: Tokens,
    pub(crate) pool: PoolCalls,
    pub(crate) records: Records,
    pub(crate) clock: Clock,
    pub(crate) security: SecurityLog,
    pub(crate) background: Background,
}

impl Mfa {
    /// The second factor, as the pool says and as is known here: whether a set-up is pending.
    ///
    /// # Errors
    /// [`SessionCallError`]: what the pool said, or why it was not asked.
    pub async fn status(
        &self,
        mut tokens: SessionTokens<'_>,
        pending: Option<&PendingSetup>,
    ) -> Result<MfaStatus, SessionCallError> {
        let (_, user) = within_deadline(tokens.verify_with_pool()).await?;
        Ok(MfaStatus {
            on: user.uses_totp(),
            unfinished: pending.is_some(),
        })
    }

    /// Begins: answers the secret for the app. Until the set-up is finished or begun again,
    /// [`PendingSetup::secret_for`] answers it, too.
    ///
    /// # Errors
    /// [`MfaError`]: an app from before may be broken all the same, see [`MfaStatus::unfinished`].
    pub async fn begin_setup(&self, session: &RecentlyAuthenticated) -> Result<TotpSecret, MfaError> {
        let (flow, session) = (self.clone(), session.clone());
        self.background
            .run_detached(async move {
                let (token, _) = flow.tokens.of(&session).verify_with_pool().await?;
                let was_unfinished = flow
                    .has_pending_setup(&session)
                    .await
                    .map_err(SessionCallError::from)?;
                // First: should the answer be lost, an app from before may be broken all the same.
                flow.record_pending_setup(&session, None)
                    .await
                    .map_err(SessionCallError::from)?;
                let associate = || flow.pool.cognito().associate_totp(&token);
                let secret = flow
                    .pool
                    .call_once(QuotaCategory::ResourceUpdate, associate)
                    .await;
                if !was_unfinished && secret.as_ref().is_err_and(CallError::is_refusal) {
                    flow.forget_pending_setup(&session)
                        .await
                        .map_err(SessionCallError::from)?;
                }
                let secret = secret.map_err(MfaError::from_call)?;
                if let Err(error) = flow.record_pending_setup(&session, Some(&secret)).await {
                    tracing::warn!(
                        event = "mfa_key_not_stored",
                        error = &error as &dyn std::error::Error,
                        "the key of an authenticator app can be shown once only"
                    );
                }
                flow.security
                    .event(SecurityEvent::FactorSetUp)
                    .of(&session)
                    .done("an app was begun");
                Ok(secret)
            })
            .await
    }

    /// Finishes with a code of the app, and looks whether the pool says so, too.
    ///
    /// # Errors
    /// [`MfaError`]: the set-up is not finished.
    pub async fn finish_setup(
        &self,
        session: &RecentlyAuthenticated,
        code: ConfirmationCode,
    ) -> Result<(), MfaError> {
        if !is_code(&code) {
            return Err(MfaError::WrongCode);
        }
        let (flow, session) = (self.clone(), session.clone());
        self.background
            .run_detached(async move {
                let (token, _) = flow.tokens.of(&session).verify_with_pool().await?;
                let verify = || flow.pool.cognito().verify_totp(&token, &code);
                let verified = flow.pool.call_once(QuotaCategory::ResourceUpdate, verify).await;
                if !verified.map_err(MfaError::from_call)? {
                    return Err(MfaError::WrongCode);
                }
                flow.set(&session, true).await.map(drop)
            })
            .await
    }

    /// Turns the second factor off, and what was begun with it. Answers whether it was on.
    ///
    /// # Errors
    /// [`MfaError`]: it may still be on.
    pub async fn disable(&self, session: &RecentlyAuthenticated) -> Result<bool, MfaError> {
        let (flow, session) = (self.clone(), session.clone());
        self.background
            .run_detached(async move { flow.set(&session, false).await })
            .await
    }

    /// Answers whether it was on before.
    async fn set(&self, session: &Session, on: bool) -> Result<bool, MfaError> {
        let (token, before) = self.tokens.of(session).verify_with_pool().await?;
        let set = || self.pool.cognito().set_totp(&token, on);
        let set = self.pool.call_once(QuotaCategory::ResourceUpdate, set).await;
        set.map_err(MfaError::from_call)?;
        let (_, user) = self.tokens.of(session).verify_with_pool().await?;
        if user.uses_totp() != on {
            return Err(MfaError::NotAsSet);
        }
        self.forget_pending_setup(session)
            .await
            .map_err(SessionCallError::from)?;
        let line = self.security.event(SecurityEvent::FactorChange).of(session);
        line.done(if on { "on" } else { "off" });
        Ok(before.uses_totp())
    }

    async fn has_pending_setup(&self, session: &Session) -> Result<bool, StoreError> {
        let found = self.records.load::<PendingSetup>(pending_setup_key(session));
        Ok(found.await?.is_some())
    }

    async fn forget_pending_setup(&self, session: &Session) -> Result<(), StoreError> {
        self.records.remove(&[pending_setup_key(session)]).await
    }

    async fn record_pending_setup(
        &self,
        session: &Session,
        secret: Option<&TotpSecret>,
    ) -> Result<(), StoreError> {
        let (records, begun_at) = (&self.records, self.clock.now());
        let offered = secret.map(|secret| Offered {
            secret: secret.expose().to_owned(),
            session: session.id().0,
        });
        let unfinished = PendingSetup { begun_at, offered };
        let (key, owner) = (pending_setup_key(session), session.user());
        records
            .upsert(records.sealed(key, owner, &unfinished, begun_at + REMEMBERED))
            .await
    }
}

/// Six digits: the pool takes nothing else.
fn is_code(code: &ConfirmationCode) -> bool {
    code.expose().len() == 6 && code.expose().bytes().all(|byte| byte.is_ascii_digit())
}

/// One per person, whatever the session: it is to be seen wherever they sign in.
pub(crate) fn pending_setup_key(session: &Session) -> Key {
    Key {
        kind: RecordKind::Change,
        id: hash("change", &[&session.user().0, b"totp"]),
    }
}

impl MfaError {
    fn from_call(error: CallError) -> Self {
        use ServiceErrorCode as Code;
        match error.service_code() {
            Some(Code::EnableSoftwareTokenMfa | Code::CodeMismatch) => Self::WrongCode,
            Some(Code::ExpiredCode) => Self::UsedCode,
            Some(Code::SoftwareTokenMfaNotFound | Code::InvalidParameter) => Self::NotBegun(error),
            Some(Code::LimitExceeded) => Self::TooOften,
            _ => Self::User(error.into()),
        }
    }
}

impl From<DeadlineExceeded> for MfaError {
    fn from(error: DeadlineExceeded) -> Self {
        Self::User(error.into())
    }
}
