//! Deleting an account: at the pool, then all that is kept of its person here.

use session_store::{Records, StoreError};
use signin::{
    Background, Idempotency, PoolCalls, QuotaCategory, RecentlyAuthenticated, Revocations, SecurityEvent,
    SecurityLog, Session, SessionCallError, Sessions, SignedOut, Tokens, typed_keys,
};

use crate::contact_info::{self, Address};
use crate::mfa;
use crate::onboarding;
use crate::recovery::review_key;

/// Deletes accounts. Cheap to clone.
#[derive(Clone)]
pub struct AccountDeletion {
    pub(crate) tokens: Tokens,
    pub(crate) pool: PoolCalls,
    pub(crate) records: Records,
    pub(crate) sessions: Sessions,
    pub(crate) revocations: Revocations,
    pub(crate) security: SecurityLog,
    pub(crate) background: Background,
}

impl AccountDeletion {
    /// Deletes the person at the pool, then all that is kept of them here. Answers where the pool's own session ends.
    ///
    /// # Errors
    /// [`SessionCallError`]: the account is still there, or its state is unknown after a time-out.
    pub async fn delete(&self, session: &RecentlyAuthenticated) -> Result<SignedOut, SessionCallError> {
        let (flow, session) = (self.clone(), session.clone());
        self.background
            .run_detached(async move {
                let cognito = flow.pool.cognito();
                let delete = |token| async move { cognito.delete_user(&token).await };
                flow.tokens
                    .of(&session)
                    .with_access_token(QuotaCategory::Update, Idempotency::NonIdempotent, delete)
                    .await?;
                flow.security
                    .event(SecurityEvent::AccountDeletion)
                    .of(&session)
                    .done("at the pool");
                flow.forget_person(&session).await?;
                Ok::<_, SessionCallError>(())
            })
            .await?;
        Ok(SignedOut {
            is_ended: true,
            location: self.revocations.sign_out_location().await,
        })
    }

    /// Whatever the store has of a person. The pool has ended their tokens already.
    async fn forget_person(&self, session: &Session) -> Result<(), StoreError> {
        for id in self.sessions.ids_of(session.user()).await? {
            self.sessions.end_by_id(id, session.user()).await?;
        }
        let [email, phone] = Address::ALL.map(|address| contact_info::key(session, address));
        let review = review_key(session.user());
        let others = [
            mfa::pending_setup_key(session),
            email,
            phone,
            onboarding::key(session),
            review,
        ];
        self.records.remove(&others).await?;
        self.records.remove(&typed_keys(session)).await
    }
}
