//! Deleting an account: at the pool, then all that is kept of its person here.

use session_store::StoreError;
use signin::{
    Idempotency, QuotaCategory, RecentlyAuthenticated, SecurityEvent, Session, SessionCallError, SignedOut,
    typed_keys,
};

use crate::Auth;
use crate::contact_info::{self, Address};
use crate::mfa;
use crate::onboarding;
use crate::trust;

impl Auth {
    /// Deletes the person at the pool, then all that is kept of them here. Answers where the pool's own session ends.
    pub async fn delete_account(
        &self,
        session: &RecentlyAuthenticated,
    ) -> Result<SignedOut, SessionCallError> {
        let (auth, session) = (self.clone(), session.clone());
        self.signin()
            .background
            .run_detached(async move {
                let cognito = auth.signin().pool.cognito();
                let delete = |token| async move { cognito.delete_user(&token).await };
                auth.signin()
                    .tokens
                    .with_access_token(
                        &session,
                        QuotaCategory::Update,
                        Idempotency::NonIdempotent,
                        delete,
                    )
                    .await?;
                auth.signin()
                    .security
                    .event(SecurityEvent::AccountDeletion)
                    .of(&session)
                    .done("at the pool");
                auth.forget_person(&session).await?;
                Ok::<_, SessionCallError>(())
            })
            .await?;
        Ok(SignedOut {
            is_ended: true,
            location: self.signin().revocations.sign_out_location().await,
        })
    }

    /// Whatever the store has of a person. The pool has ended their tokens already.
    async fn forget_person(&self, session: &Session) -> Result<(), StoreError> {
        for id in self.signin().sessions.ids_of(session.user()).await? {
            self.signin().sessions.end_by_id(id, session.user()).await?;
        }
        let [email, phone] = Address::ALL.map(|address| contact_info::key(session, address));
        let review = trust::review(session.user());
        let others = [
            mfa::pending_setup_key(session),
            email,
            phone,
            onboarding::key(session),
            review,
        ];
        self.signin().records.remove(&others).await?;
        self.signin().records.remove(&typed_keys(session)).await
    }
}
