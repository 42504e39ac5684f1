//! Ending a person's other sessions, and leaving for good.

use session_store::{Id, Kind, StoreError};

use crate::Auth;
use crate::contact_info::{self, Address};
use crate::error::SessionCallError;
use crate::messages;
use crate::mfa;
use crate::onboarding;
use crate::pool_calls::{Idempotency, QuotaCategory};
use crate::reauth::RecentlyAuthenticated;
use crate::security_log::SecurityEvent;
use crate::session::Session;
use crate::sign_out::SignedOut;
use crate::trust;

impl Auth {
    /// Ends every other session of the person, here and as far as it can be reached at the pool, even if the browser
    /// goes away; answers how many.
    pub async fn end_other_sessions(&self, session: &Session) -> Result<usize, StoreError> {
        let (auth, session) = (self.clone(), session.clone());
        self.run_detached(async move { auth.end_others(&session).await })
            .await
    }

    async fn end_others(&self, session: &Session) -> Result<usize, StoreError> {
        let others = self.ids_of(session).await?;
        let mut ended = 0;
        for id in others.into_iter().filter(|id| *id != session.id) {
            self.record_remote_revocation(id, session.user()).await?;
            let refresh_token = self.end_session_of(id, session.user()).await?;
            self.revoke_with_browser_in_background(refresh_token);
            self.security(SecurityEvent::SessionEnded)
                .of_ids(id, session.user())
                .done("by its person");
            ended += 1;
        }
        Ok(ended)
    }

    /// Deletes the person at the pool, then all that is kept of them here. Answers where the pool's own session ends.
    pub async fn delete_account(
        &self,
        session: &RecentlyAuthenticated,
    ) -> Result<SignedOut, SessionCallError> {
        let (auth, session) = (self.clone(), session.clone());
        self.run_detached(async move {
            let cognito = &auth.inner.cognito;
            let delete = |token| async move { cognito.delete_user(&token).await };
            auth.with_access_token(
                &session,
                QuotaCategory::Update,
                Idempotency::NonIdempotent,
                delete,
            )
            .await?;
            auth.security(SecurityEvent::AccountDeletion)
                .of(&session)
                .done("at the pool");
            auth.forget_person(&session).await?;
            Ok::<_, SessionCallError>(())
        })
        .await?;
        Ok(SignedOut {
            is_ended: true,
            location: self.pools_sign_out().await,
        })
    }

    /// Whatever the store has of a person. The pool has ended their tokens already.
    async fn forget_person(&self, session: &Session) -> Result<(), StoreError> {
        for id in self.ids_of(session).await? {
            self.end_session_of(id, session.user()).await?;
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
        self.inner.records.remove(&others).await?;
        self.inner.records.remove(&messages::typed_keys(session)).await
    }

    async fn ids_of(&self, session: &Session) -> Result<Vec<Id>, StoreError> {
        self.inner.records.ids(Kind::Session, session.user()).await
    }
}
